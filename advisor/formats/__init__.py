"""One file format a module: how a value is written in it, and how a finished file is read back.

A template decides where a value stands; the format's `value` decides how it is spelled there, and is applied
to every single place. `read` is an independent reader of the same format: what it gets out of the finished
file must be what the plan says, or the file is never written.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from advisor.model.text import Text

# What one device's set-up says, flat: `incoming_host`, `incoming_port`, `leave_on_server`, ...
# (advisor/render.py builds it from the plan; templates get exactly this.)
Value = str | int | bool
Facts = Mapping[str, Value]


def nothing_to_refuse(facts: Facts) -> Text | None:
    """For a format that can say everything that a plan can hold."""
    return None


@dataclass(frozen=True)
class Format:
    """What a format module offers as FORMAT. id: the module's name with dashes.

    value: spells one value; raises ValueError for what the format cannot hold. pack: text to the bytes of
    the file. read: the bytes to what they say; raises ValueError where they break the grammar.
    says: what a true file for these facts says, in the words of `read`. refuses: why these facts cannot be
    said truthfully in this format, or None. filters: what a template of this format may use besides Jinja's
    own, where a part of a value has a spelling of its own. read_all: for a file that can hold several
    accounts, what each of them says, in order.
    """

    id: str
    value: Callable[[object], str]
    pack: Callable[[str], bytes]
    read: Callable[[bytes], dict[str, Value]]
    says: Callable[[Facts], dict[str, Value]]
    refuses: Callable[[Facts], Text | None] = nothing_to_refuse
    filters: Mapping[str, Callable[..., str]] = field(default_factory=dict)
    read_all: Callable[[bytes], list[dict[str, Value]]] | None = None


def pick(facts: Facts, *names: str) -> dict[str, Value]:
    """Those of the named facts that there are (the POP3 ones are missing for an IMAP device)."""
    return {name: facts[name] for name in names if name in facts}


SERVER_FACTS = (
    "incoming_protocol", "incoming_host", "incoming_port", "incoming_security", "incoming_username",
    "outgoing_host", "outgoing_port", "outgoing_security", "outgoing_username")


def plain_auth(auth: Value) -> Value:
    """For a mail program an app password is an ordinary password that somebody else made up."""
    return "password" if auth == "app-password" else auth
