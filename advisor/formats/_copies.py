"""What mbsync and offlineimap have in common: a server, a folder here, and that nothing flows back."""

from collections.abc import Callable

from advisor.formats import Facts, Value, _limits, pick
from advisor.model.text import Text


def says(facts: Facts) -> dict[str, Value]:
    """The incoming server and the way of the copy."""
    return {**pick(facts, "incoming_protocol", "incoming_host", "incoming_port", "incoming_security",
                   "incoming_username", "folder"), "pull_only": True}


def refuses(value: Callable[[object], str]) -> Callable[[Facts], Text | None]:
    """Anything but a password inside TLS, and what `value` cannot spell."""
    def judge(facts: Facts) -> Text | None:
        return (_limits.plain(facts, "incoming")
                or _limits.sign_in(facts, outgoing=frozenset({str(facts["outgoing_auth"])}))
                or _limits.spelling(facts, value, "incoming_username", "folder"))
    return judge
