"""How is this mail read on the device today? It is taken as "not at all" unless somebody says otherwise."""

from advisor.model.text import text
from advisor.questions import Choice, Question, State, Value
from advisor.questions._reading import one_of

WAYS = (
    Choice("none", text("Not at all, or only on a web page")),
    Choice("imap", text("With IMAP")),
    Choice("pop3-keep", text("With POP3; the mail stays on the server too")),
    Choice("pop3-remove", text("With POP3; the mail is removed from the server")),
)


def choices(state: State) -> tuple[Choice, ...]:
    """The same four for each device."""
    return WAYS


def usual(state: State) -> Value | None:
    """A new set-up; a person who moves an old one says so at the review."""
    return "none"


QUESTION = Question(
    id="device-today", order=80, key="devices.N.today", kind="choice",
    label=text("Device {device} today"),
    asks=text("How is this mail read on device {device} today?"),
    why=text("Mail that was fetched with POP3 and removed exists on that device only, and must not be lost."),
    choices=choices, usual=usual, default=usual, accept=one_of(choices))
