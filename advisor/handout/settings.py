"""The settings of one device on the page: the tables of the plain sheet, and their reader.

Labels and words are those of the settings sheet, so that the sheet's own reader can read a finished page.
"""

from collections.abc import Iterable

from advisor import clients, sheet
from advisor.formats import Facts, Value, settings_sheet
from advisor.i18n import Speaker


def parts(client: str, facts: Facts, speaker: Speaker) -> tuple[sheet.Part, ...]:
    """All settings of a device with the mail program `client`, from its facts."""
    programs = clients.load()
    return sheet.parts(programs.get(client, programs["generic"]), facts, speaker)


def as_sheet(tables: Iterable[tuple[str, Iterable[tuple[str, str]]]]) -> dict[str, Value]:
    """What tables say, read by the settings sheet's own reader. tables: heading, then label and value."""
    lines = []
    for heading, rows in tables:
        lines += [f"[{heading}]", *(f"{label}: {value}" for label, value in rows)]
    return settings_sheet.FORMAT.read("\r\n".join(lines).encode("utf-8"))
