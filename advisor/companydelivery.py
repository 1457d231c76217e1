"""The last step for a company: read its people's folders, make the sheet, write it beside them."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from advisor import answersfile, companyfolder, handout, writing
from advisor.i18n import Speaker
from advisor.model.company import Person
from advisor.model.files import OutputFile
from advisor.model.household import Technician


def deliver(folder: Path, answers: Path | None, changes: Sequence[str], speaker: Speaker, *,
            force: bool = False) -> tuple[tuple[Person, ...], OutputFile]:
    """Write `folder/company.html`; the people on it, and the sheet.

    answers, changes: where `name` (the company's; else the folder's) and [technician] may stand; what is not
    said there is taken from the people's own answers, where those agree. AdvisorError where a file cannot be
    read or the sheet cannot be written; then nothing is.
    """
    people = companyfolder.read(folder)
    given = answersfile.given(answers, changes, (), speaker)
    agreed = msgspec.to_builtins(companyfolder.technician(people))
    technician = msgspec.convert({**agreed, **given.get("technician", {})}, Technician)
    logo = handout.read_logo(Path(technician.logo)) if technician.logo else None
    sheet = handout.company(people, given.get("name") or folder.resolve().name, speaker,
                            technician=technician, logo=logo)
    writing.write((sheet,), folder, force=force)
    return people, sheet
