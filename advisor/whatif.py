"""What would be different if one device read its mail in another way.

The plan that is advised and the plan with that change are both made in full, and their findings compared.
"""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from advisor.advise import advise
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.client import Client
from advisor.model.household import MODES, Household, Mode
from advisor.model.picture import Picture
from advisor.model.plan import SEVERITIES, Finding, Plan
from advisor.model.text import Text, text
from advisor.planreport import finding_document
from advisor.ui.words import clean, wrap


class WhatIf(Struct, frozen=True):
    """Two plans and their difference. asked: the device and the mode that it is to have.

    worse: findings that only the changed plan has, or has in a worse form; better: the other way round. Both
    worst first. also: notes that only the changed plan has, which are neither worse nor better.
    moved: other devices whose mode changes with it, as name, before, after.
    """

    asked: tuple[str, Mode]
    before: Plan
    after: Plan
    worse: tuple[Finding, ...]
    better: tuple[Finding, ...]
    moved: tuple[tuple[str, Mode, Mode], ...]
    also: tuple[Finding, ...] = ()


def read(given: str, household: Household) -> tuple[str, Mode]:
    """`DEVICE=MODE` as typed. AdvisorError (usage) where there is no such device or mode; the last `=`
    counts.
    """
    name, equals, word = given.rpartition("=")
    names = [device.name for device in household.devices]
    if not equals or not name.strip():
        raise AdvisorError(
            "what-if-form", text("It is not said which device should read in which way."), Exit.USAGE,
            context=text("--what-if {given}", given=given),
            hint=text("Write DEVICE=MODE, such as {example}.", example=f"{names[0]}=imap"))
    # The device's own name goes first; a typing mistake in it must not pick another one.
    folded = [one for one in names if one.casefold() == name.strip().casefold()]
    if name not in names and len(folded) == 1:
        name = folded[0]
    if name not in names:
        raise AdvisorError(
            "unknown-device", text("There is no device {device}.", device=name), Exit.USAGE,
            context=_near(name, names) or text("--what-if {given}", given=given),
            hint=text("Known: {devices}.", devices=", ".join(names)))
    mode = next((one for one in MODES if one == word), None)
    if mode is None:
        raise AdvisorError(
            "unknown-mode", text("There is no mode {mode}.", mode=word), Exit.USAGE,
            context=_near(word, MODES) or text("--what-if {given}", given=given),
            hint=text("Known: {modes}.", modes=", ".join(MODES)))
    return name, mode


def _near(typed: str, known: Sequence[str]) -> Text | None:
    """What was probably meant, where something is near enough."""
    folded = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(typed.casefold(), folded, n=1)
    return text("Did you mean {id}?", id=folded[near[0]]) if near else None


def what_if(picture: Picture, household: Household, clients: Mapping[str, Client], device: str,
            mode: Mode) -> WhatIf:
    """The plan for `household`, and the one in which `device` reads with `mode`. AdvisorError as of
    `advise`.
    """
    changed = replace(household, devices=tuple(
        replace(one, mode=mode) if one.name == device else one for one in household.devices))
    before, after = advise(picture, household, clients), advise(picture, changed, clients)
    moved = tuple(
        (old.device.name, old.mode, new.mode) for old, new in zip(before.devices, after.devices, strict=True)
        if old.mode != new.mode and old.device.name != device)
    more = _beyond(after, before)
    return WhatIf((device, mode), before, after, _counted(more), _counted(_beyond(before, after)), moved,
                  tuple(finding for finding in more if finding.severity == "note"))


def what_if_document(seen: WhatIf, speaker: Speaker) -> dict[str, Any]:
    """The difference as JSON, to be added to the document of the advised plan under `what_if`."""
    return {
        "device": seen.asked[0], "mode": seen.asked[1],
        "worst": {"before": seen.before.worst, "after": seen.after.worst},
        "devices": {one.device.name: one.mode for one in seen.after.devices},
        "worse": [finding_document(finding, speaker) for finding in seen.worse],
        "better": [finding_document(finding, speaker) for finding in seen.better],
        "also": [finding_document(finding, speaker) for finding in seen.also]}


def what_if_lines(seen: WhatIf, speaker: Speaker, width: int) -> list[str]:
    """The difference for a person, in lines of at most `width` columns."""
    device, mode = seen.asked
    lines: list[str] = []

    def put(words: str, first: str, following: str) -> None:
        parts = wrap(clean(words), max(10, width - len(following)))
        lines.extend((following if n else first) + part for n, part in enumerate(parts))

    def point(finding: Finding) -> None:
        label = "" if finding.severity == "note" else f"[{speaker.code('severity', finding.severity)}] "
        put(label + speaker.say(finding.says), "  - ", "    ")

    def section(heading: Text, findings: tuple[Finding, ...]) -> None:
        if findings:
            lines.append("")
            put(speaker.say(heading), "", "")
            lines.append("")
        for finding in findings:
            point(finding)

    put(speaker.say(text("What if {device} were set up like this: {way}", device=device,
                         way=speaker.code("mode", mode))), "", "")
    for name, old, new in seen.moved:
        put(speaker.say(text("Then {device} changes too: {before} -> {after}", device=name,
                             before=speaker.code("mode", old), after=speaker.code("mode", new))), "  ", "  ")
    section(text("What gets worse"), seen.worse)
    section(text("What gets better: this would no longer be so"), seen.better)
    section(text("What else changes"), seen.also)
    if not seen.worse and not seen.better and not seen.also:
        lines += ["", *wrap(clean(speaker.say(text("Nothing else changes."))), width)]
    return lines


def _beyond(one: Plan, other: Plan) -> tuple[Finding, ...]:
    """The findings of `one` that `other` lacks or has in a milder form, worst first."""
    known = {(finding.id, finding.devices): _rank(finding) for finding in _all(other)}
    return tuple(sorted((
        finding for finding in _all(one)
        if _rank(finding) < known.get((finding.id, finding.devices), len(SEVERITIES))), key=_rank))


def _counted(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity != "note")


def _rank(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _all(plan: Plan) -> tuple[Finding, ...]:
    return (*(finding for one in plan.devices for finding in one.findings), *plan.findings)
