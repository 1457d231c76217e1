"""What kind of device is it? A phone gets other advice than a computer that stays at home."""

from advisor.model.text import text
from advisor.questions import Choice, Question, State, Value
from advisor.questions._reading import one_of

KINDS = (
    Choice("desktop", text("Desktop computer")),
    Choice("laptop", text("Laptop")),
    Choice("phone", text("Phone")),
    Choice("tablet", text("Tablet")),
    Choice("shared", text("Computer that several people use")),
    Choice("server", text("Computer that is always on (server, NAS)")),
)


def choices(state: State) -> tuple[Choice, ...]:
    """All kinds that some mail program runs on."""
    possible = {kind for client in state.clients for kind in client.kinds}
    return tuple(kind for kind in KINDS if kind.value in possible)


def every(state: State) -> tuple[Choice, ...]:
    """All kinds that there are: an answers file may have one that no program of ours runs on."""
    return KINDS


def default(state: State) -> Value | None:
    """The first device is mostly a desktop computer, the next one a phone."""
    usual = "desktop" if state.device == 1 else "phone"
    return next((choice.value for choice in choices(state) if choice.value == usual), None)


QUESTION = Question(
    id="device-kind", order=40, key="devices.N.kind", kind="choice",
    label=text("Kind of device {device}"),
    asks=text("What kind of device is number {device}?"),
    why=text("A device that stays put and has room can keep a copy of the mail; a phone had better not."),
    choices=choices, default=default, accept=one_of(every))
