"""The last step: everything that belongs to one address, as files in one folder.

Beside each device's files lie the plan, the answers and the evidence, so that the same folder can be made
again, or questioned, at any later time.
"""

import json
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor import answersfile, clients, discovery, handout, planreport, render, writing
from advisor.i18n import Speaker
from advisor.judging import judge
from advisor.model.evidence import Evidence
from advisor.model.files import OutputFile, Refusal
from advisor.model.household import Household
from advisor.model.plan import Plan
from advisor.model.text import counted, text


@dataclass(frozen=True)
class Delivered:
    """What was written. folder: that of the address. refused: what could not be said in a file, and why."""

    folder: Path
    files: tuple[OutputFile, ...]
    refused: tuple[Refusal, ...]


def prepare(plan: Plan, household: Household, evidence: Evidence, speaker: Speaker) -> Delivered:
    """All files of the address, rendered and read back, nothing written; folder is relative.

    AdvisorError for a logo that cannot be used.
    """
    rendered = render.render(plan, clients.load())
    picture = judge(evidence)
    technician = household.technician
    logo = handout.read_logo(Path(technician.logo)) if technician.logo else None
    sheet = handout.handout(plan, rendered.files, speaker, technician=technician, logo=logo)
    files = (
        OutputFile("plan.json", _json(planreport.plan_document(plan, speaker)), "application/json", "plan"),
        OutputFile("answers.toml", answersfile.dump(household), "application/toml", "answers"),
        OutputFile("evidence.json", discovery.as_bytes(evidence), "application/json", "evidence"),
        sheet, *rendered.files)
    record = handout.record(plan, picture, evidence, files, rendered.refused, speaker)
    return Delivered(Path(folder_of(plan.address.full)), (record, *files), rendered.refused)


def deliver(plan: Plan, household: Household, evidence: Evidence, output: Path, speaker: Speaker, *,
            force: bool = False) -> Delivered:
    """Write everything below `output/<address>/`; AdvisorError where that cannot be, and then nothing is."""
    prepared = prepare(plan, household, evidence, speaker)
    folder = output / prepared.folder
    writing.write(prepared.files, folder, force=force)
    return Delivered(folder, prepared.files, prepared.refused)


def document(delivered: Delivered, speaker: Speaker) -> dict[str, Any]:
    """The part of the JSON of `write` that is about files."""
    return {
        "files": [{"path": str(delivered.folder / file.path), "device": file.device, "client": file.client,
                   "role": file.role, "media_type": file.media_type,
                   "how": [speaker.code("how", code) for code in file.how]} for file in delivered.files],
        "refused": [{"device": refusal.device, "client": refusal.client, "path": refusal.path,
                     "why": speaker.say(refusal.why)} for refusal in delivered.refused]}


def lines(delivered: Delivered, speaker: Speaker, width: int) -> list[str]:
    """For a person: what to do with the files, device by device, and what could not be said in a file.

    A device may have several ways in; the first is the one to take, with what belongs to it, and it is said
    that the others are other ways to the same end, so that nobody follows them all.
    """
    told = [speaker.say(counted("{n} file in {folder}:", "{n} files in {folder}:", n=len(delivered.files),
                                folder=str(delivered.folder)))]
    told.append("  " + ", ".join(file.path for file in delivered.files if not file.device))
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
