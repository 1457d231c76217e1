"""A company for programs (JSON) and for the terminal: who holds a copy, what fills up, what expires."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from advisor.handout.for_company import copy_of, full_on, full_said
from advisor.i18n import Speaker
from advisor.model.company import Person
from advisor.model.files import OutputFile
from advisor.model.text import text
from advisor.ui.table import table
from advisor.ui.words import clean


def document(people: Sequence[Person], folder: Path, sheet: OutputFile) -> dict[str, Any]:
    """The JSON of `company` (schema 1): everybody with their devices, servers, copy and certificates; and the
    sheet that was written. `full_by` is a month, `seen` the day of the plan; both null where not known.
    """
    return {"schema": 1, "people": [_person(one) for one in people], "files": [{
        "path": str(folder / sheet.path), "role": sheet.role, "media_type": sheet.media_type}]}


def _person(one: Person) -> dict[str, Any]:
    full = full_on(one)
    return {
        "address": one.plan.address, "name": one.plan.name, "folder": one.folder,
        "devices": [{"name": device.name, "client": device.client, "mode": device.mode,
                     "usable": device.usable, "only_sends": device.only_sends,
                     **msgspec.to_builtins(device.settings)}
                    for device in one.plan.devices],
        "backup": msgspec.to_builtins(one.plan.backup), "worst": one.plan.worst,
        "full_in": one.plan.forecast.full_in, "full_by": f"{full:%Y-%m}" if full else None,
        "seen": one.seen.isoformat() if one.seen else None,
        "certificates": [{"host": known.host, "port": known.port, "expires": known.expires.isoformat(),
                          "days_left": known.days_left} for known in one.certificates],
        "sheets": [f"{one.folder}/{sheet}" for sheet in one.sheets]}


def lines(people: Sequence[Person], folder: Path, sheet: OutputFile, speaker: Speaker,
          width: int) -> list[str]:
    """One line a person, and where the sheet lies."""
    say = speaker.say
    heads = [say(text("Person")), say(text("Devices")), say(text("Copy of the mail")),
             say(text("Mailbox full")), say(text("Next certificate to expire"))]
    rows = [[clean(one.plan.address), str(len(one.plan.devices)),
             clean(copy_of(one, speaker)) or say(text("none")),
             full_said(one, speaker),
             min(one.certificates).expires.isoformat() if one.certificates else say(text("not known"))]
            for one in people]
    return [*table(heads, rows, width), "", str(folder / sheet.path)]
