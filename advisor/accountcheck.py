"""`--login`: asks for the password once the servers are known, logs in to the best of each protocol, looks.

The password is asked for last, shown to nobody, and forgotten before anything else happens.
"""

import sys
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from advisor import password
from advisor.accountfacts import STOPS, candidates, names_for, why_not, with_account
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.account import Account, Login, Survey
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Evidence, Visit
from advisor.model.picture import Candidate, Picture
from advisor.model.text import text

if TYPE_CHECKING:
    from advisor.discovery import Reach
    from advisor.net.live import LiveNetwork

SECONDS = 20.0      # for one server, its mailbox included

Progress = Callable[[str, int, int], None]


def demand(options: Namespace) -> None:
    """AdvisorError where the flags about logging in do not go together; nothing was asked yet."""
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


def log_in(evidence: Evidence, picture: Picture, options: Namespace, reach: "Reach",
           speaker: Speaker) -> Evidence:
    """The evidence with what logging in told; unchanged where the person gives no password.

    Raises AdvisorError where there is no password and nobody to ask, or its source does not work.
    """
    from advisor.net.live import LiveNetwork

    chosen = candidates(picture)
    barred = {one.endpoint: why_not(one, accepted=options.accept_unconfirmed) for one in chosen}
    ready = [one for one in chosen if not barred[one.endpoint]]
    if not ready:
        return with_account(evidence, Account(tuple(
            Login(one.endpoint, "not-tried", because=barred[one.endpoint]) for one in chosen)), ())
    secret = _secret(options, ready, picture, speaker)
    if secret is None:
        return evidence
    network = LiveNetwork(resolver=reach.resolver, ca_file=reach.ca_file, lan=reach.lan, dial=reach.dial)
    try:
        with secret:
            account, visits = check(network, evidence, chosen, secret, barred=barred,
                                    progress=_progress(options, speaker))
    finally:
        network.close()
    return with_account(evidence, account, visits)


def check(network: "LiveNetwork", evidence: Evidence, chosen: tuple[Candidate, ...], secret: password.Secret,
          *, barred: dict[Endpoint, str], progress: Progress) -> tuple[Account, list[tuple[Visit, int]]]:
    """Log in to the servers one after the other. barred: endpoint to the code why not, or "".

    After an answer that the same password would get everywhere, nobody else is asked.
    """
    from advisor.net.account import look

    logins: list[Login] = []
    surveys: list[Survey] = []
    visits: list[tuple[Visit, int]] = []
    worked = ""
    stopped = False
    for candidate in chosen:
        endpoint = candidate.endpoint
        because = barred.get(endpoint, "") or ("refused-elsewhere" if stopped else "")
        if because:
            logins.append(Login(endpoint, "not-tried", because=because))
            continue
        names = names_for(candidate, evidence)
        names = tuple(dict.fromkeys((worked, *names))) if worked in names else names
        began = time.monotonic()
        found = look(network, endpoint, names, secret, today=date.today(), seconds=SECONDS,
                     progress=progress, survey=True)
        progress("", 1, 1)      # over, however it ended
        logins.append(found.login)
        if found.survey is not None:
            surveys.append(found.survey)
        if found.visit is not None:
            visits.append((found.visit, round((time.monotonic() - began) * 1000)))
        worked = worked or (found.login.username if found.login.outcome == "worked" else "")
        stopped = found.login.outcome in STOPS
    return Account(tuple(logins), tuple(surveys)), visits


def _secret(options: Namespace, ready: list[Candidate], picture: Picture,
            speaker: Speaker) -> password.Secret | None:
    """The password or token, after the person was told to whom it will go and what kind it has to be."""
    say = speaker.say
    for need in picture.provider.needs if picture.provider is not None else ():
        _tell(speaker.code("need", need))
    secret = password.given(options, sys.stdin)
    if secret is not None:
        return secret
    if options.no_input or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise password.missing()
    _tell(say(text("The password goes to these servers and to nobody else, each time over a verified line:")))
    for one in ready:
        _tell(f"  {one.endpoint.protocol.upper()} {one.endpoint.host}:{one.endpoint.port}")
    return password.typed(say(text("Password of {address} (Enter alone: do not log in): ",
                                   address=picture.address.full)))


def _progress(options: Namespace, speaker: Speaker) -> Progress:
    """One line that is drawn anew on a terminal; nothing where nobody looks, or it would be read out."""
    from advisor.ui.terminal import describe

    if describe(sys.stdin, sys.stderr, plain=options.plain).plain or not sys.stderr.isatty():
        return lambda what, done, of: None

    def tell(what: str, done: int, of: int) -> None:
        words = speaker.say(text("Looking at the mailbox: {done} of {of}", done=done, of=of))
        sys.stderr.write(f"\r{words}" if done < of else "\r" + " " * (len(words) + 8) + "\r")
        sys.stderr.flush()
    return tell


def _tell(words: str) -> None:
    """For the person, beside the output of the command."""
    print("".join(sign if sign.isprintable() else " " for sign in words), file=sys.stderr)  # noqa: T201
