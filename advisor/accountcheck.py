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
from advisor.i18n import Speaker
from advisor.model.account import Account, Login, Survey
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Evidence, Visit
from advisor.model.picture import Candidate, Picture
from advisor.model.text import text
from advisor.wrapped import printable

if TYPE_CHECKING:
    from advisor.net.live import LiveNetwork
    from advisor.reach import Reach

SECONDS = 20.0      # for one server, its mailbox included
MOST_ATTEMPTS = 2   # at one endpoint; the same as in net/account.py, which is imported only when needed

Progress = Callable[[str, int, int], None]


def log_in(evidence: Evidence, picture: Picture, options: Namespace, reach: "Reach",
           speaker: Speaker) -> Evidence:
    """The evidence with what logging in told; unchanged where the person gives no password.

    Raises AdvisorError where there is no password and nobody to ask, or its source does not work.
    """
    ready = ready_for_login(picture, accepted=options.accept_unconfirmed)
    if not ready:
        return with_account(evidence, Account(tuple(
            Login(one, "not-tried", because=why)
            for one, why in _barred(picture, accepted=options.accept_unconfirmed).items())), ())
    for words in needs(picture, speaker):
        _tell(words)
    secret = password.given(options, sys.stdin)
    if secret is None:
        if options.no_input or not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise password.missing()
        for words in destinations(ready, speaker):
            _tell(words)
        secret = password.typed(question(picture, speaker))
    if secret is None:
        return evidence
    return attempt(evidence, picture, reach, secret, progress(options, speaker),
                   accepted=options.accept_unconfirmed)


def ready_for_login(picture: Picture, *, accepted: bool) -> list[Candidate]:
    """The servers that may be given a password. accepted: the person said yes to doubtful ones."""
    barred = _barred(picture, accepted=accepted)
    return [one for one in candidates(picture) if not barred[one.endpoint]]


def attempt(evidence: Evidence, picture: Picture, reach: "Reach", secret: password.Secret,
            progress: Progress, *, accepted: bool, most: int = MOST_ATTEMPTS,
            before: Account | None = None) -> Evidence:
    """The evidence with what logging in told; the secret is forgotten afterwards.

    most: attempts at one endpoint, those in `before` counted in.
    """
    from advisor.net.live import LiveNetwork

    network = LiveNetwork(resolver=reach.resolver, ca_file=reach.ca_file, lan=reach.lan, dial=reach.dial)
    for one in ready_for_login(picture, accepted=accepted):
        network.permit(one.endpoint)
    try:
        with secret:
            account, visits = check(network, evidence, candidates(picture), secret,
                                    barred=_barred(picture, accepted=accepted), progress=progress,
                                    most=most, before=before)
    finally:
        network.close()
    return with_account(evidence, account, visits)


def _barred(picture: Picture, *, accepted: bool) -> dict[Endpoint, str]:
    return {one.endpoint: why_not(one, accepted=accepted) for one in candidates(picture)}


def check(network: "LiveNetwork", evidence: Evidence, chosen: tuple[Candidate, ...], secret: password.Secret,
          *, barred: dict[Endpoint, str], progress: Progress, most: int = MOST_ATTEMPTS,
          before: Account | None = None) -> tuple[Account, list[tuple[Visit, int]]]:
    """Log in to the servers one after the other. barred: endpoint to the code why not, or "". before: what
    was tried already with another password; those attempts count.

    After an answer that the same password would get everywhere, nobody else is asked.
    """
    from advisor.net.account import look

    logins: list[Login] = []
    surveys: list[Survey] = []
    visits: list[tuple[Visit, int]] = []
    worked = ""
    earlier = {login.endpoint: login.attempts for login in before.logins} if before is not None else {}
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
                     progress=progress, survey=True, most=most, before=earlier.get(endpoint, ()))
        progress("", 1, 1)      # over, however it ended
        logins.append(found.login)
        if found.survey is not None:
            surveys.append(found.survey)
        if found.visit is not None:
            visits.append((found.visit, round((time.monotonic() - began) * 1000)))
        worked = worked or (found.login.username if found.login.outcome == "worked" else "")
        stopped = found.login.outcome in STOPS
    return Account(tuple(logins), tuple(surveys)), visits


def needs(picture: Picture, speaker: Speaker) -> list[str]:
    """What the provider wants of a person before a password works; an app password above all."""
    return [speaker.code("need", need) for need in (picture.provider.needs if picture.provider else ())]


def destinations(ready: list[Candidate], speaker: Speaker) -> list[str]:
    """To whom the password will go, told before it is asked for."""
    return [speaker.say(text("The password goes to these servers and to nobody else, each time over a "
                             "verified line:")),
            *(f"  {one.endpoint.protocol.upper()} {one.endpoint.host}:{one.endpoint.port}" for one in ready)]


def question(picture: Picture, speaker: Speaker) -> str:
    """What to ask where the password is typed."""
    return speaker.say(text("Password of {address} (Enter alone: do not log in): ",
                            address=picture.address.full))


def progress(options: Namespace, speaker: Speaker) -> Progress:
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
    print(printable(words), file=sys.stderr)  # noqa: T201 - what is being done, while it is done
