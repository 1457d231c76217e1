"""Shows whose servers were found and asks for a yes. What a stranger could plant needs a second one."""

from collections.abc import Callable

from advisor.i18n import Speaker
from advisor.model.endpoint import PROTOCOLS
from advisor.model.picture import Candidate, Picture
from advisor.model.text import Text, text
from advisor.ui.prompts import choice, yes_or_no
from advisor.ui.screen import Option, Screen

FLAG = "--accept-unconfirmed"


def used(picture: Picture) -> tuple[Candidate, ...]:
    """The servers that a plan may use, one a protocol."""
    best = (picture.best(protocol) for protocol in PROTOCOLS)
    return tuple(candidate for candidate in best if candidate is not None)


def confirmed(screen: Screen, speaker: Speaker, picture: Picture, registrable: Callable[[str], str], *,
              accepted: bool) -> bool:
    """Whether the person says yes to all servers. registrable: the registered domain of a host name.

    accepted: doubtful ones were accepted on the command line. Raises Back and Interrupted.
    """
    say = speaker.say
    candidates = used(picture)
    own = picture.address.registrable
    screen.say()
    screen.say(say(text("These servers would be used:")))
    for domain, servers in _by_domain(candidates, registrable):
        foreign = domain != own
        screen.say(say(text("{domain} (not the domain of your address)", domain=domain) if foreign else
                       text("{domain} (the domain of your address)", domain=domain)),
                   "attention" if foreign else "good")
        for server in servers:
            screen.say(f"  {_described(server)}")
    doubtful = tuple(candidate for candidate in candidates if candidate.standing == "confirm")
    sure = screen.ask(yes_or_no(
        speaker, label=text("Right servers"), default="yes", flag=FLAG,
        asks=text("Are these the servers of your mail provider?"),
        why=text("Your mail program will send your password to them, so they must be the right ones."),
        unasked="yes"))
    if sure != "yes":
        return False
    return accepted or not doubtful or _doubts_accepted(screen, speaker, doubtful)


def _doubts_accepted(screen: Screen, speaker: Speaker, doubtful: tuple[Candidate, ...]) -> bool:
    for candidate in doubtful:
        reason = speaker.code("because", candidate.because)
        screen.say(f"{candidate.endpoint.host}: {reason}", "attention")
    return screen.ask(yes_or_no(
        speaker, label=text("Use them although nobody vouches for them"), default="no", flag=FLAG,
        asks=text("Nobody vouches for these servers yet. Use them nevertheless?"),
        why=text("Say yes only if you know these names from your provider, such as from its help pages."),
        unasked="no")) == "yes"


def _by_domain(candidates: tuple[Candidate, ...], registrable: Callable[[str], str]
               ) -> list[tuple[str, list[Candidate]]]:
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        host = candidate.endpoint.host
        groups.setdefault(registrable(host) or host, []).append(candidate)
    return list(groups.items())


def _described(candidate: Candidate) -> str:
    endpoint = candidate.endpoint
    secured = {"tls": "TLS", "starttls": "STARTTLS", "plain": "-"}[endpoint.security]
    return f"{endpoint.protocol.upper()} {endpoint.host}:{endpoint.port} ({secured})"


def unmistaken(screen: Screen, speaker: Speaker, address: str, meant: str | None) -> str:
    """The address, or the one that was probably meant, if the person says so: nothing is corrected silently.

    Raises Back and Interrupted.
    """
    if meant is None:
        return address
    say = speaker.say
    return screen.ask(choice(
        speaker, label=text("Address"), asks=text("Did you mean {address}?", address=meant),
        why=text("The domain looks like a typing mistake. Nobody has been asked about it yet."),
        default=meant, flag="--accept-unconfirmed", unasked=address,
        options=(Option(meant, say(text("Yes, {address}", address=meant))),
                 Option(address, say(text("No, {address} is right", address=address))))))


def way_out(screen: Screen, speaker: Speaker) -> str:
    """Without servers to use: `address`, `again` or `leave`. Raises Back and Interrupted."""
    say = speaker.say
    return screen.ask(choice(
        speaker, label=text("Next"), asks=text("What shall be done?"), default="address",
        flag="ADDRESS", unasked="leave", options=(
            Option("address", say(text("Correct the address"))),
            Option("again", say(text("Look for the servers once more"))),
            Option("leave", say(text("Leave"))))))


def nothing_usable(picture: Picture) -> bool:
    """Whether there is no server at all to read mail from."""
    return picture.best("imap") is None and picture.best("pop3") is None


def none_found() -> Text:
    """The sentence for that."""
    return text("No mail server was found that can be used for this address.")
