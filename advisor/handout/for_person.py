"""The page for the person: what each device does and why, what to watch, the settings, and whom to call.

It is read back before it is handed on: the settings that a reader finds on the page are those of the plan,
device by device, and no others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from advisor import clients, plantelling, render, sheet
from advisor.formats import Facts, Value, settings_sheet
from advisor.handout import calling, chart, diagram, page, qr, reading, settings, sight
from advisor.handout.logo import Logo
from advisor.i18n import Speaker
from advisor.migration import heading
from advisor.model.files import OutputFile
from advisor.model.household import Technician
from advisor.model.plan import SEVERITIES, DevicePlan, Finding, Plan
from advisor.model.text import Text, text
from advisor.modes import IMAP_MODES
from advisor.sight import way

PATH = "handout.html"
_LONG = 7400        # letters in the lists of a sheet that is set closer together on paper
_WORDS: Mapping[str, Text] = {
    "title": text("Your mail"),
    "large": text("Large type"),
    "devices": text("What your devices do"),
    "picture": text("Server and devices"),
    "mailbox": text("Mailbox"),
    "on_server": text("on the server"),
    "sees": text("What each device can see"),
    "device": text("Device"),
    "inbox": text("The inbox"),
    "folders": text("Other folders and sent mail"),
    "marks": text("Shares what is read or deleted"),
    "copy": text("Mail kept on the device"),
    "fills": text("How the mailbox fills"),
    "full": text("full"),
    "months": text("months"),
    "with_plan": text("with this plan"),
    "as_today": text("as it is today"),
    "less_or_more": text("less or more mail"),
    "watch": text("What to watch"),
    "good_to_know": text("Good to know"),
    "before": text("Before the first sign-in"),
    "settings": text("The settings of each device"),
    "steps": text("How to set it up"),
    "file": text("File:"),
    "beside": text("With that belongs:"),
    "instead": text("Instead of that, if you prefer:"),
    "by_hand": text("There is no file for this device: type the settings into the program by hand."),
    "qr": text("Or scan this in the app"),
    "qr_how": text("In Thunderbird on the phone, open Settings > Import and scan the code there. The camera "
                   "app alone shows only text. The app then asks for the password."),
    "later": text("Another device later"),
    "call": text("Whom to call"),
    "call_by_hand": text("Name and telephone:"),
    "help": text("The provider's page:"),
    "secret": text("No password is on this sheet. Do not write one on it."),
    "copy_this": text("Copy"),
    "copied": text("Copied"),
}


def handout(plan: Plan, files: Sequence[OutputFile], speaker: Speaker, *,
            technician: Technician | None = None, logo: Logo | None = None,
            large: bool = False) -> OutputFile:
    """`handout.html` for the person. files: those of the devices, as advisor/render.py made them.

    technician, logo: whom to call. large: begin in large type. RuntimeError (ours) where the page does not
    show the plan's settings.
    """
    facts = [render.facts_of(plan, one) for one in plan.devices]
    context = _context(plan, facts, files, speaker)
    context |= {"technician": technician or Technician(), "call": calling.lines(technician or Technician()),
                "logo": logo, "large": large}
    content = page.render("handout.html", context, pictures=logo is not None)
    if reading.settings_on(content) != _meant(plan, facts):
        raise RuntimeError(f"{PATH} does not show the settings of the plan")
    return OutputFile(PATH, content, "text/html", "handout")


def _meant(plan: Plan, facts: Sequence[Facts]) -> dict[str, dict[str, Value]]:
    """The settings that have to be on the page, by the id of the device's section."""
    meant = {}
    for number, (one, own) in enumerate(zip(plan.devices, facts, strict=True), 1):
        said = settings_sheet.FORMAT.says({name: page.visible(value) for name, value in own.items()})
        if one.only_sends:
            said = {name: value for name, value in said.items()
                    if name in ("name", "address") or name.startswith("outgoing_")}
        if one.usable or one.only_sends:
            meant[f"device-{number}"] = said
    return meant


def _context(plan: Plan, facts: Sequence[Facts], files: Sequence[OutputFile],
             speaker: Speaker) -> dict[str, Any]:
    """All that the template prints of the plan."""
    say = speaker.say
    context: dict[str, Any] = {
        "lang": speaker.language,
        "words": page.words(_WORDS, speaker),
        "address": f"{plan.address.local}@{plan.address.domain}",
        "name": plan.name,
        "devices": [_device(number, plan, one, own, files, speaker)
                    for number, (one, own) in enumerate(zip(plan.devices, facts, strict=True), 1)],
        "moves": bool(plan.migration),
        "diagram": diagram.draw(plan, speaker),
        "chart": chart.draw(plan.forecast, speaker),
        "watch": [_together(alike, speaker) for alike in _alike(_watch(plan))],
        "notes": [_together(alike, speaker) for alike in _alike(_notes(plan))],
        "needs": [speaker.code("need", code) for code in plan.needs],
        "later": [say(sentence) for sentence in _later(plan)],
        "help": plan.help if plan.help.startswith("https://") else "",
    }
    return context | {"long": _listed(context) > _LONG}


def _listed(context: Mapping[str, Any]) -> int:
    """How many letters the lists have that are printed."""
    devices = context["devices"]
    points = [*context["needs"], *context["later"], *(one["does"] + one["why"] for one in devices)]
    points += [one["says"] + one["do"] for one in (*context["watch"], *context["notes"])]
    points += [step for one in devices for step in one["migration"]]
    points += [step for one in devices for file in one["files"][:1] for step in file["steps"]]
    return sum(map(len, points))


def _device(number: int, plan: Plan, one: DevicePlan, facts: Facts, files: Sequence[OutputFile],
            speaker: Speaker) -> dict[str, Any]:
    """One device as the template wants it."""
    client = clients.load().get(one.device.client)
    called = speaker.code("client", one.device.client)
    reason = sight.why(one, plan)
    own = [file for file in files if file.device == one.device.name]
    return {
        "id": f"device-{number}",
        "name": one.device.name,
        "program": client.name if client and called == client.id else called,
        "way": speaker.code("mode", way(one, plan)),
        "does": speaker.say(sight.does(one, plan)),
        "why": speaker.say(reason) if reason else "",
        "row": [(speaker.say(cell.says), cell.yes) for cell in sight.row(one, plan)],
        "parts": _parts(one, facts, speaker),
        "code": qr.code(own),
        "migration_heading": speaker.say(heading(plan.migration, one.device.name)),
        "migration": [speaker.code("migration", step.code) for step in plan.migration
                      if step.device == one.device.name],
        "files": _files(own, speaker, beside=False),
        "beside": _files(own, speaker, beside=True),
    }


def _parts(one: DevicePlan, facts: Facts, speaker: Speaker) -> Sequence[sheet.Part]:
    """The settings that the device needs: all, those for sending, or none."""
    needed = settings.parts(one.device.client, facts, speaker)
    if one.usable:
        return needed
    return [part for part in needed if one.only_sends and part.id in ("you", "outgoing")]


def _files(own: Iterable[OutputFile], speaker: Speaker, *, beside: bool) -> list[dict[str, Any]]:
    """The device's ways in, or what goes with the first of them; the code to scan has a place of its own."""
    return [{"path": file.path, "steps": [speaker.code("how", step) for step in file.how]} for file in own
            if file.how and file.role != qr.ROLE and file.beside == beside]


def _watch(plan: Plan) -> Iterator[Finding]:
    """What to watch, worst first: what the findings say that no other part of the page tells, when the
    mailbox is full, and what the copy lacks.
    """
    found = [*plantelling.watch(plan), *(one for one in plan.findings if one.severity != "note")]
    found = [one for one in found if not plantelling.apart(one, plan)]
    found += [one for one in plan.findings if one.id == "mailbox-fills" and one not in found]
    found.append(plantelling.copy(plan))
    yield from sorted(found, key=lambda one: SEVERITIES.index(one.severity))


def _notes(plan: Plan) -> Iterator[Finding]:
    """What is good to know and needs nothing to be done soon."""
    for one in (*(one for device in plan.devices for one in device.findings), *plan.findings):
        if one.severity == "note" and one.id != "mailbox-fills" and not plantelling.apart(one, plan):
            yield one


def _alike(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    """Those that say the same of several devices together, in the order of the first."""
    told: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        rest = tuple(value for _, value in finding.says.values if value not in finding.devices)
        told.setdefault((finding.id, finding.severity, finding.says.template, rest), []).append(finding)
    return told.values()


def _together(alike: Sequence[Finding], speaker: Speaker) -> dict[str, str]:
    """One point of the list: the sentence about the first, and the names of the others."""
    first = alike[0]
    told = _told(first, speaker)
    others = dict.fromkeys(name for one in alike for name in one.devices if name not in first.devices)
    if others:
        told["says"] += " " + speaker.say(text("The same goes for {devices}.", devices=", ".join(others)))
    return told


def _told(finding: Finding, speaker: Speaker) -> dict[str, str]:
    return {
        "level": "" if finding.severity == "note" else speaker.code("severity", finding.severity),
        "says": speaker.say(finding.says),
        "do": speaker.say(finding.do) if finding.do else ""}


def _later(plan: Plan) -> tuple[Text, ...]:
    """How to add a device, from what the plan has shown to work."""
    working = [one for one in plan.devices if one.usable]
    with_imap = next((one for one in working if one.mode in IMAP_MODES), None)
    again = text("To have advice for the new device as well, add it to answers.toml beside this sheet and "
                 "start mail-advisor again.")
    if with_imap is not None:
        first = text("Choose IMAP in its mail program and copy the settings of {device} from this sheet. The "
                     "new device then shows the same mail and takes none away.", device=with_imap.device.name)
    elif working:
        first = text("Copy the settings of {device} from this sheet, and look at what the program does with "
                     "mail on the server before it fetches any.", device=working[0].device.name)
    else:
        return (again,)
    never = text("Do not choose POP3 for it without asking: many programs then remove the mail from the "
                 "server, and the other devices no longer find it.")
    return first, never, again
