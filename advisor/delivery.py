"""The last step: everything that belongs to one address, as files in one folder.

Beside each device's files lie the plan, the answers and the evidence, so that the same folder can be made
again, or questioned, at any later time.

A second run leaves alone what is the same. The evidence of two searches never is (times, order, which server
was faster), so an earlier run's evidence stays as long as it and the files of today give the record that lies
there, byte for byte. Everything else that differs is shown, and replaced only if that was asked for.
"""

import dataclasses
import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from advisor import answersfile, clients, comparing, discovery, handout, planreport, render, writing
from advisor.certificates import APPLE_PROFILE, Certificates
from advisor.comparing import Standing
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.judging import judge
from advisor.model.evidence import Evidence
from advisor.model.files import Existing, OutputFile, Refusal
from advisor.model.household import Household
from advisor.model.plan import Plan
from advisor.model.text import counted, text

# The roles of what tells of the search itself: what was asked, and when.
_OF_THE_SEARCH = ("evidence", "record")
NO_CERTIFICATES = Certificates()


@dataclass(frozen=True)
class Delivered:
    """What was written. folder: that of the address. refused: what could not be said in a file, and why.

    standings: for each of the files, how it stood to what was there. rehearsed: nothing was written.
    """

    folder: Path
    files: tuple[OutputFile, ...]
    refused: tuple[Refusal, ...]
    standings: tuple[Standing, ...] = ()
    rehearsed: bool = False


def prepare(plan: Plan, household: Household, evidence: Evidence, speaker: Speaker,
            certificates: Certificates = NO_CERTIFICATES) -> Delivered:
    """All files of the address, rendered and read back, nothing written; folder is relative.

    AdvisorError for a logo that cannot be used.
    """
    rendered = render.render(plan, clients.load(), certificates.authority)
    picture = judge(evidence)
    technician = household.technician
    logo = handout.read_logo(Path(technician.logo)) if technician.logo else None
    sheet = handout.handout(plan, rendered.files, speaker, technician=technician, logo=logo,
                            large=household.wishes.large_type)
    files = (
        OutputFile("plan.json", _json(planreport.plan_document(plan, speaker)), "application/json", "plan"),
        OutputFile("answers.toml", answersfile.dump(household), "application/toml", "answers"),
        OutputFile("evidence.json", discovery.as_bytes(evidence), "application/json", "evidence"),
        sheet, *rendered.files)
    record = handout.record(plan, picture, evidence, files, rendered.refused, speaker)
    return Delivered(Path(folder_of(plan.address.full)),
                     tuple(_signed(file, certificates) for file in (record, *files)), rendered.refused)


def _signed(file: OutputFile, certificates: Certificates) -> OutputFile:
    """Apple's profile signed, where that was asked for; every other file as it is."""
    if certificates.sign is None or file.media_type != APPLE_PROFILE:
        return file
    return replace(file, content=certificates.sign(file.content))


def deliver(plan: Plan, household: Household, evidence: Evidence, output: Path, speaker: Speaker,
            certificates: Certificates = NO_CERTIFICATES, *, existing: Existing = "refuse",
            rehearse: bool = False) -> Delivered:
    """Write everything below `output/<address>/`; AdvisorError where that cannot be, and then nothing is.

    rehearse: only look what would be written.
    """
    found = compared(plan, household, evidence, output, speaker, certificates, beside=existing == "keep-both")
    return settle([found], found.folder, speaker, existing, rehearse=rehearse)[0]


def settle(found: Sequence[Delivered], base: Path, speaker: Speaker, existing: Existing, *,
           rehearse: bool) -> list[Delivered]:
    """Write all of `found`, whose folders are `base` or below it, or nothing with an AdvisorError."""
    if rehearse:
        return [dataclasses.replace(one, rehearsed=True) for one in found]
    for one in found:
        changed = [standing for standing in one.standings if standing.state == "changed"]
        if changed and existing == "refuse":
            raise _differs(changed, one.folder, speaker)
    files = [replace(file, path=(one.folder.relative_to(base) / file.path).as_posix())
             for one in found for file in one.files]
    writing.write(files, base, force=existing == "replace")
    return list(found)


def compared(plan: Plan, household: Household, evidence: Evidence, output: Path, speaker: Speaker,
             certificates: Certificates = NO_CERTIFICATES, *, beside: bool) -> Delivered:
    """Everything for the address, with an earlier run's evidence where that still gives its record.

    beside: a file that differs gets a new name.
    """
    prepared = prepare(plan, household, evidence, speaker, certificates)
    folder = output / prepared.folder
    for kept in _evidence_in(folder, evidence):
        again = prepare(plan, household, kept, speaker, certificates)
        found = comparing.standing(again.files, folder, beside=beside)
        if _still_holds(found):
            return Delivered(folder, tuple(one.file for one in found), again.refused, found)
    found = comparing.standing(prepared.files, folder, beside=beside)
    return Delivered(folder, tuple(one.file for one in found), prepared.refused, found)


def _still_holds(found: tuple[Standing, ...]) -> bool:
    """Whether an earlier search is the one of these files: its record is there, or only that is missing."""
    same = {one.file.role for one in found if one.state == "unchanged"}
    return {*_OF_THE_SEARCH} <= same or ("plan" in same and all(
        one.state in ("new", "unchanged") for one in found))


def _evidence_in(folder: Path, evidence: Evidence) -> Iterator[Evidence]:
    """What earlier runs for the same address kept in the folder."""
    for path in sorted(folder.glob("evidence*.json")):
        try:
            kept = discovery.load(path)
        except AdvisorError:
            continue        # something else has that name; the comparison will say so
        if kept.address.full == evidence.address.full:
            yield kept


def _differs(changed: list[Standing], folder: Path, speaker: Speaker) -> AdvisorError:
    """The refusal to overwrite, with every difference. What a search leaves behind differs each time."""
    details = []
    for one in changed:
        if one.file.role in _OF_THE_SEARCH:
            details.append(speaker.say(text("{path}: this search, instead of an earlier one",
                                            path=one.file.path)))
        else:
            details += comparing.difference(one)
    named = next((one for one in changed if one.file.role not in _OF_THE_SEARCH), changed[0])
    path = str(folder / named.file.path)
    return AdvisorError(
        "would-overwrite",
        text("{path} is there already and differs from what would be written.", path=path)
        if len(changed) == 1 else
        text("{path} and {n} more are there already and differ from what would be written.",
             path=path, n=len(changed) - 1),
        Exit.CANNOT_WRITE, details=details,
        hint=text("Replace the files with --force, keep both with --keep-both, or choose another folder "
                  "with -o. Nothing was written."))


def document(delivered: Delivered, speaker: Speaker) -> dict[str, Any]:
    """The part of the JSON of `write` that is about files."""
    stands = {one.file.path: one for one in delivered.standings}
    return {
        "dry_run": delivered.rehearsed,
        "files": [{"path": str(delivered.folder / file.path), "device": file.device, "client": file.client,
                   "role": file.role, "media_type": file.media_type,
                   "how": [speaker.code("how", code) for code in file.how],
                   **_stands(stands.get(file.path))} for file in delivered.files],
        "refused": [{"device": refusal.device, "client": refusal.client, "path": refusal.path,
                     "why": speaker.say(refusal.why)} for refusal in delivered.refused]}


def _stands(one: Standing | None) -> dict[str, Any]:
    """How a file stands to what was there: `state`, and the lines of the difference where there is one."""
    if one is None:
        return {"state": "new", "difference": []}
    return {"state": one.state,
            "difference": comparing.difference(one) if one.state in ("changed", "beside") else []}


def lines(delivered: Delivered, speaker: Speaker, width: int) -> list[str]:
    """For a person: what to do with the files, device by device, and what could not be said in a file.

    A device may have several ways in; the first is the one to take, with what belongs to it, and it is said
    that the others are other ways to the same end, so that nobody follows them all.
    """
    if delivered.rehearsed:
        return _rehearsal(delivered, speaker, width)
    told = []
    if any(one.state in ("unchanged", "beside") for one in delivered.standings):
        for line in comparing.summary(delivered.standings, delivered.folder, speaker):
            told += textwrap.wrap(line, width)
        told.append("")
    told.append(speaker.say(counted("{n} file in {folder}:", "{n} files in {folder}:", n=len(delivered.files),
                                    folder=str(delivered.folder))))
    if of_all := [file.path for file in delivered.files if not file.device]:
        told.append("  " + ", ".join(of_all))
    for device in dict.fromkeys(file.device for file in delivered.files if file.device):
        own = [file for file in delivered.files if file.device == device]
        told += ["", device]
        first, *others = [file for file in own if not file.beside] or own
        parts = ((None, [first]), (text("With that belongs:"), [file for file in own if file.beside]),
                 (text("Instead of that, if you prefer:"), others))
        for heading, files in parts:
            if heading is not None and files:
                told += textwrap.wrap(speaker.say(heading), width - 2, initial_indent="  ",
                                      subsequent_indent="  ")
            for file in files:
                told.append(f"  {file.path}")
                told += _steps(file, speaker, width)
    return told + _refusals(delivered, speaker, width)


def _rehearsal(delivered: Delivered, speaker: Speaker, width: int) -> list[str]:
    """The tree that would be written, and what would change in files that are there."""
    told = [speaker.say(text("This would be written; nothing is yet:"))]
    told += comparing.tree(delivered.standings, delivered.folder, speaker)
    for one in delivered.standings:
        if one.state in ("changed", "beside") and one.file.role not in _OF_THE_SEARCH:
            told += ["", *comparing.difference(one)]
    return told + _refusals(delivered, speaker, width)


def _refusals(delivered: Delivered, speaker: Speaker, width: int) -> list[str]:
    told: list[str] = []
    for refusal in delivered.refused:
        told += ["", speaker.say(text("Not written for {device}: {path}", device=refusal.device,
                                      path=refusal.path))]
        told += textwrap.wrap(speaker.say(refusal.why), max(width - 4, 16), initial_indent="    ",
                              subsequent_indent="    ")
    return told


def _steps(file: OutputFile, speaker: Speaker, width: int) -> list[str]:
    told = []
    for number, code in enumerate(file.how, 1):
        told += textwrap.wrap(speaker.code("how", code), max(width, 24), initial_indent=f"    {number}. ",
                              subsequent_indent="       ", break_on_hyphens=False)
    return told


def folder_of(address: str) -> str:
    """The address as a folder name: itself, unless it holds something that no folder name should."""
    fit = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "@._+-") else "_" for sign in address)
    return fit.lstrip(".-").rstrip(".")[:120] or "_"


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()
