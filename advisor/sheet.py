"""The settings of one device as tables, in the order in which its mail program asks for them.

The plain sheet and the handout both show exactly this, in the program's own words where those are known.
"""

from collections.abc import Iterable

from msgspec import Struct

from advisor.formats import Facts, Value
from advisor.formats._sheet_words import called
from advisor.i18n import Speaker
from advisor.model.client import Client

# What somebody types, so that a button to copy it is worth its place.
_TYPED = frozenset({"name", "address", "incoming_host", "incoming_username", "outgoing_host",
                    "outgoing_username"})


class Row(Struct, frozen=True):
    """One setting. field: its name in the facts (advisor/render.py); value: as a person reads it."""

    field: str
    label: str
    value: str
    typed: bool


class Part(Struct, frozen=True):
    """Settings that belong together, below one heading."""

    id: str
    heading: str
    rows: tuple[Row, ...]


def parts(client: Client, facts: Facts, speaker: Speaker) -> tuple[Part, ...]:
    """All settings of a device with that mail program, from its facts."""
    protocol = str(facts["incoming_protocol"])
    fields = {
        "you": ("name", "address"),
        "incoming": ("incoming_protocol", *(f"incoming_{field}" for field in client.fields)),
        "outgoing": tuple(f"outgoing_{field}" for field in client.fields),
        "on-server": ("leave_on_server", "days", "delete_on_local_delete") if protocol == "pop3" else (),
        "checking": ("check_minutes",) if protocol == "pop3" else ("check_minutes", "offline_copy")}
    return tuple(
        Part(part, speaker.code("sheet", part),
             tuple(_rows(names, facts, client.id, "smtp" if part == "outgoing" else protocol, speaker)))
        for part, names in fields.items() if names)


def _rows(names: Iterable[str], facts: Facts, client: str, protocol: str, speaker: Speaker) -> Iterable[Row]:
    for name in names:
        label = name.removeprefix("incoming_").removeprefix("outgoing_").replace("_", "-")
        said = _code(name, facts[name])
        yield Row(name, called(speaker, client, protocol, label),
                  str(facts[name]) if said is None else called(speaker, client, protocol, said),
                  name in _TYPED)


def _code(field: str, value: Value) -> str | None:
    """The code of a value that is a word of the sheet, or None for one that stands for itself."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field == "days" and value == 0:
        return "never"
    return str(value) if field.partition("_")[2] in ("protocol", "security", "auth") else None
