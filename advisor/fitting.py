"""Whether the flags go together: seen before anybody is asked or much is imported."""

from argparse import Namespace

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.text import text


def demand(options: Namespace) -> None:
    """AdvisorError where flags do not go together; nothing was asked yet."""
    if options.scrub and options.save_evidence is None:
        raise AdvisorError("usage-scrub", text("--scrub goes with --save-evidence."), Exit.USAGE)
    sources = {"--password-file": options.password_file, "--password-stdin": options.password_stdin,
               "--password-command": options.password_command, "--token-command": options.token_command}
    used = [flag for flag, value in sources.items() if value]
    if used and not options.login:
        raise AdvisorError(
            "login-not-asked", text("{flag} is only of use together with --login.", flag=used[0]), Exit.USAGE)
    if options.login and (options.offline or options.evidence is not None):
        raise AdvisorError(
            "login-offline", text("--login asks the servers, and --offline and --evidence ask nobody."),
            Exit.USAGE)
