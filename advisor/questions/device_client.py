"""Which mail program is used on the device? Only programs that run on that kind of device are offered."""

import difflib

from advisor.model.text import Text, text
from advisor.questions import Choice, Question, State, Value
from advisor.questions._reading import shown


def choices(state: State) -> tuple[Choice, ...]:
    """The programs that run on this kind of device, by name, with "another one" at the end."""
    kind = state.own("kind")
    running = [client for client in state.clients if kind is None or kind in client.kinds]
    running.sort(key=lambda client: (client.id == "generic", client.name.casefold()))
    return tuple(Choice(client.id, _label(client.id, client.name)) for client in running)


def _label(client: str, name: str) -> Text:
    if client == "generic":
        return text("Another program (a sheet with the settings)")
    return Text("{name}", (("name", name),))    # a program's name is the same in every language


def accept(typed: str, state: State) -> Value | Text:
    """A program's id or name; any known program, so that the answers file may know better than we do."""
    word = typed.strip().casefold()
    names = {client.id: client.id for client in state.clients}
    names.update({client.name.casefold(): client.id for client in state.clients})
    names.update({state.say(choice.label).casefold(): str(choice.value) for choice in choices(state)})
    if word in names:
        return names[word]
    near = difflib.get_close_matches(word, names, n=1)
    if near:
        return text("“{typed}” is not a mail program that we know. Did you mean “{near}”?",
                    typed=shown(typed), near=names[near[0]])
    return text("“{typed}” is not one of the choices: {choices}.", typed=shown(typed),
                choices=", ".join(str(choice.value) for choice in choices(state)))


def default(state: State) -> Value | None:
    """Thunderbird where it runs, as our files do most for it; else the first program of the list."""
    offered = [str(choice.value) for choice in choices(state)]
    return next((client for client in offered if client.startswith("thunderbird")),
                offered[0] if offered else None)


QUESTION = Question(
    id="device-client", order=50, key="devices.N.client", kind="choice",
    label=text("Mail program on device {device}"),
    asks=text("Which mail program is used on device {device}?"),
    why=text("The files are written for this program, and not every program can do everything."),
    choices=choices, default=default, accept=accept)
