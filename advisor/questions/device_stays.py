"""Does the device stay in one place? Asked only where that is not obvious: of a laptop or a tablet."""

from advisor.model.text import text
from advisor.questions import Choice, Question, State, Value
from advisor.questions._reading import YES_NO, yes_no

YES, NO = YES_NO


def choices(state: State) -> tuple[Choice, ...]:
    """A phone is carried around, always; anything else may do either."""
    return (NO,) if state.own("kind") == "phone" else (YES, NO)


def usual(state: State) -> Value | None:
    """A desktop, a shared computer and a server usually stay where they are."""
    return True if state.own("kind") in ("desktop", "shared", "server") else None


def default(state: State) -> Value | None:
    """A laptop or a tablet is mostly carried around."""
    return state.own("kind") in ("desktop", "shared", "server")


QUESTION = Question(
    id="device-stays", order=60, key="devices.N.stays", kind="yes-no",
    label=text("Device {device} stays in one place"),
    asks=text("Does device {device} always stay in one place, at home or in the office?"),
    why=text("A copy of the mail belongs on a device that is not carried around and not easily lost."),
    choices=choices, usual=usual, default=default, accept=yes_no)
