"""The wizard's look into the account, for whoever asked for it with --login: once the servers are confirmed,
and only if the person says yes. The password is typed where nothing shows, and a wrong one may be typed anew
once.
"""

from collections.abc import Callable
from dataclasses import dataclass

from advisor.i18n import Speaker
from advisor.model.account import Account
from advisor.model.evidence import Evidence
from advisor.model.picture import Picture
from advisor.model.text import text
from advisor.password import Secret
from advisor.ui.prompts import choice, yes_or_no
from advisor.ui.screen import Option, Screen


@dataclass(frozen=True)
class Entrance:
    """What the look into the account is done with.

    told: what to say before the password is asked for (what the provider demands, to whom it goes); empty
    where no server may be given one. given: the password out of a file or a program, or None where it has to
    be typed. typed: asks for it; None for Enter alone. attempt: logs in (which attempt, 1 or 2; what came of
    the first). lines: what came of it, wrapped to a width.
    """

    told: Callable[[Picture], list[str]]
    given: Callable[[], Secret | None]
    typed: Callable[[Picture], Secret | None]
    attempt: Callable[[Evidence, Picture, Secret, int, Account | None], Evidence]
    lines: Callable[[Evidence, int], list[str]]


def enter(screen: Screen, speaker: Speaker, entrance: Entrance, evidence: Evidence,
          picture: Picture) -> Evidence:
    """The evidence with what logging in told; as it was where the person does not want to."""
    say = speaker.say
    told = entrance.told(picture)
    if not told:
        screen.say(say(text("No server was found that could be given a password.")), "attention")
        return evidence
    wanted = screen.ask(yes_or_no(
        speaker, label=text("Look into the account"), default="yes", flag="--login", unasked="yes",
        asks=text("Log in once and look how much mail there is?"),
        why=text("It shows whether your password works and how full the mailbox is. Nothing there is "
                 "changed, and the password is not kept.")))
    if wanted != "yes":
        return evidence
    for words in told:
        screen.say(words)
    secret = entrance.given()
    if secret is not None:
        return _shown(screen, entrance, entrance.attempt(evidence, picture, secret, 2, None))
    entered, before = evidence, None
    for number in (1, 2):
        secret = entrance.typed(picture)
        if secret is None:
            return entered
        entered = _shown(screen, entrance, entrance.attempt(evidence, picture, secret, number, before))
        before = entered.account
        if number == 2 or not _mistyped(before) or not _once_more(screen, speaker):
            break
    return entered


def _shown(screen: Screen, entrance: Entrance, entered: Evidence) -> Evidence:
    screen.show(entrance.lines(entered, screen.terminal.width))
    return entered


def _mistyped(account: Account | None) -> bool:
    """Whether another password could help: only after an answer that says no more than `wrong`."""
    outcomes = {login.outcome for login in account.logins} if account is not None else set()
    return bool({"refused", "app-password"} & outcomes)


def _once_more(screen: Screen, speaker: Speaker) -> bool:
    words = speaker.say
    return screen.ask(choice(
        speaker, label=text("Password"), asks=text("Type the password once more, or go on without?"),
        default="again", flag="--password-file", unasked="skip", options=(
            Option("again", words(text("Type it once more"))),
            Option("skip", words(text("Go on without looking into the account")))))) == "again"
