"""What is the device called? Its folder of files bears that name, so two devices cannot share one."""

from advisor.model.text import Text, text
from advisor.questions import Question, State, Value
from advisor.questions._reading import short_text

NAMES = {
    "desktop": text("Desktop"), "laptop": text("Laptop"), "phone": text("Phone"), "tablet": text("Tablet"),
    "shared": text("Shared computer"), "server": text("Server"),
}
LONGEST = 60


def taken(state: State) -> set[str]:
    """The names of the other devices, without regard to case."""
    own = f"devices.{state.device}.name"
    return {str(value).casefold() for key, value in state.values.items()
            if key.startswith("devices.") and key.endswith(".name") and key != own}


def accept(typed: str, state: State) -> Value | Text:
    """A short text that no other device bears."""
    name = short_text(typed, LONGEST)
    if isinstance(name, Text):
        return name
    if not name:
        return text("Please give the device a name, such as “{example}”.", example=str(default(state)))
    if name.casefold() in taken(state):
        return text("Another device is called “{name}” already. Please choose a different name.", name=name)
    return name


def default(state: State) -> Value | None:
    """The name of its kind, with a number where that is taken."""
    kind = state.say(NAMES[str(state.own("kind") or "desktop")])
    others = taken(state)
    name, number = kind, 1
    while name.casefold() in others:
        number += 1
        name = f"{kind} {number}"
    return name


def usual(state: State) -> Value | None:
    """A single device needs no name to be told from others."""
    return default(state) if state.values.get("devices") == 1 else None


QUESTION = Question(
    id="device-name", order=70, key="devices.N.name", kind="text",
    label=text("Name of device {device}"),
    asks=text("What shall we call device {device}?"),
    why=text("The advice speaks of the device by this name, and its files lie in a folder of this name."),
    example=text("Office PC"),
    default=default, usual=usual, accept=accept)
