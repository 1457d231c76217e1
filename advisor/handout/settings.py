"""The settings of one device as tables, in the order in which its mail program asks for them.

Labels and words are those of the settings sheet, so that the sheet's own reader can read a finished page.
"""

from collections.abc import Iterable
from functools import cache

import msgspec
from msgspec import Struct

from advisor import data
from advisor.formats import Facts, Value, settings_sheet
from advisor.i18n import Speaker

_SERVER = ("host", "port", "security", "username", "auth")
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


def parts(client: str, facts: Facts, speaker: Speaker) -> tuple[Part, ...]:
    """All settings of a device with the mail program `client`, from its facts."""
    pop3 = facts["incoming_protocol"] == "pop3"
    server = order(client)
    fields = {
        "you": ("name", "address"),
        "incoming": ("incoming_protocol", *(f"incoming_{field}" for field in server)),
        "outgoing": tuple(f"outgoing_{field}" for field in server),
        "on-server": ("leave_on_server", "days", "delete_on_local_delete") if pop3 else (),
        "checking": ("check_minutes",) if pop3 else ("check_minutes", "offline_copy")}
    return tuple(
        Part(part, speaker.code("sheet", part), tuple(_rows(names, facts, speaker)))
        for part, names in fields.items() if names)


def _rows(names: Iterable[str], facts: Facts, speaker: Speaker) -> Iterable[Row]:
    for name in names:
        label = name.removeprefix("incoming_").removeprefix("outgoing_").replace("_", "-")
        yield Row(name, speaker.code("sheet", label), _words(name, facts[name], speaker), name in _TYPED)


def _words(field: str, value: Value, speaker: Speaker) -> str:
    if isinstance(value, bool):
        return speaker.code("sheet", "yes" if value else "no")
    if field == "days" and value == 0:
        return speaker.code("sheet", "never")
    if field.partition("_")[2] in ("protocol", "security", "auth"):
        return speaker.code("sheet", str(value))
    return str(value)


def as_sheet(tables: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> dict[str, Value]:
    """What tables say, read by the settings sheet's own reader. tables: heading, then label and value."""
    lines = []
    for heading, rows in tables:
        lines += [f"[{heading}]", *(f"{label}: {value}" for label, value in rows)]
    return settings_sheet.FORMAT.read("\r\n".join(lines).encode("utf-8"))


def order(client: str) -> tuple[str, ...]:
    """The parts of a server in the order of that program's form."""
    return _orders().get(client, _SERVER)


@cache
def _orders() -> dict[str, tuple[str, ...]]:
    path = data.folder("templates") / "handout" / "fields.toml"
    found = msgspec.toml.decode(path.read_bytes(), type=dict[str, tuple[str, ...]])
    for client, fields in found.items():
        if sorted(fields) != sorted(_SERVER):
            raise ValueError(f"{path.name}: {client} has to name each of {', '.join(_SERVER)} once")
    return found
