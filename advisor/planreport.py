"""The plan as JSON for programs and as lines for a person.

First one line a device: how it reads mail, and what to watch. Then what each device can see, who holds the
copy and what it lacks, and the plans that were rejected with the reason.
"""

import textwrap
from collections.abc import Iterable
from typing import Any

from advisor import registry
from advisor.consequences import Consequence
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.plan import Alternative, DevicePlan, Finding, Plan, Server, Settings
from advisor.model.text import Text, text
from advisor.modes import IMAP_MODES
from advisor.ui.table import table
from advisor.ui.words import clean, wrap


def plan_document(plan: Plan, speaker: Speaker) -> dict[str, Any]:
    """The JSON of `advise` (schema 1). Sentences are in the language of `speaker`; all else is the same in
    any.
    """
    return {
        "schema": plan.schema,
        "address": plan.address.full,
        "devices": [{
            "name": one.device.name, "client": one.device.client, "mode": one.mode, "chosen": one.chosen,
            "usable": one.usable, "settings": _settings(one.settings),
            "findings": [_finding(finding, speaker) for finding in one.findings]} for one in plan.devices],
        "findings": [_finding(finding, speaker) for finding in plan.findings],
        "backup": {"kind": plan.backup.kind, "device": plan.backup.device, "covers": plan.backup.covers},
        "worst": plan.worst,
        "alternatives": [{
            "change": dict(one.change), "worst": one.worst,
            "findings": [_finding(finding, speaker) for finding in one.findings]}
            for one in plan.alternatives],
        "needs": [{"code": code, "says": speaker.code("need", code)} for code in plan.needs],
        "help": plan.help,
        "forecast": {"months": [], "full_in": None},
        "migration": [],
    }


def plan_lines(plan: Plan, speaker: Speaker, width: int) -> list[str]:
    """The plan for a person, in lines of at most `width` columns."""
    page = _Page(speaker, width)
    page.title(text("Plan for {address}", address=plan.address.full))
    for one in plan.devices:
        page.device(one, _why(plan, one))
    general = [finding for finding in plan.findings if finding.severity != "note"]
    if general:
        page.title(text("To know"))
        page.findings(general)
    page.title(text("What each device can see"))
    page.lines += table(*_sight(plan, speaker), width)
    page.copy(plan)
    notes = [finding for finding in plan.findings if finding.severity == "note"
             and finding.id not in ("no-local-copy",)]
    if notes or plan.needs:
        page.title(text("Good to know"))
        page.findings(notes)
        for code in plan.needs:
            page.item(speaker.code("need", code))
        if plan.help:
            page.say(text("The provider's page: {address}", address=plan.help), "  ")
    if plan.alternatives:
        page.title(text("Rejected"))
        for alternative in plan.alternatives:
            page.alternative(alternative)
    return page.lines


def explain(consequence_id: str, speaker: Speaker) -> list[str]:
    """What a consequence claims, how bad it is and what it rests on; AdvisorError for an unknown one."""
    known: dict[str, Consequence] = {
        one.id: one for one in registry.collect("advisor.consequences", "CONSEQUENCE")}
    if consequence_id not in known:
        raise AdvisorError(
            "unknown-consequence", text("There is no consequence {id}.", id=consequence_id), Exit.USAGE,
            hint=text("Known: {ids}.", ids=", ".join(sorted(known))))
    one = known[consequence_id]
    return [
        consequence_id, "",
        *textwrap.wrap(speaker.code("consequence", one.id), 80), "",
        speaker.say(text("At worst: {severity}.", severity=speaker.code("severity", one.severity))),
        *textwrap.wrap(speaker.say(text("It rests on: {needs}.", needs=", ".join(one.needs))), 80)]


class _Page:
    """Lines that grow downwards."""

    def __init__(self, speaker: Speaker, width: int) -> None:
        self.speaker, self.width = speaker, width
        self.lines: list[str] = []

    def title(self, sentence: Text) -> None:
        """A heading with a blank line before it."""
        if self.lines:
            self.lines.append("")
        self.lines += wrap(clean(self.speaker.say(sentence)), self.width)
        self.lines.append("")

    def say(self, sentence: Text, indent: str = "") -> None:
        """A sentence, wrapped."""
        self._put(self.speaker.say(sentence), indent, indent)

    def item(self, words: str) -> None:
        """One point of a list."""
        self._put(words, "  - ", "    ")

    def device(self, one: DevicePlan, why: Text | None) -> None:
        """A device: its way of reading and why, then what follows, worst first."""
        way = self.speaker.code("mode", one.mode if one.usable else "left-out")
        chosen = "" if one.chosen == "advised" else f" ({self.speaker.say(text('your own choice'))})"
        self._put(f"{one.device.name}: {way}{chosen}", "", "  ")
        if why is not None:
            self._put(self.speaker.say(why), "  ", "  ")
        self.findings(one.findings)

    def findings(self, findings: Iterable[Finding]) -> None:
        """Findings as points, each with what to do about it."""
        for finding in findings:
            words = self.speaker.say(finding.says)
            if finding.severity != "note":
                words = f"[{self.speaker.code('severity', finding.severity)}] {words}"
            self.item(words)
            if finding.do is not None:
                self._put(self.speaker.say(finding.do), "    > ", "      ")

    def copy(self, plan: Plan) -> None:
        """Who holds the copy, and what it lacks."""
        self.title(text("Your copy"))
        if plan.backup.device is None:
            for finding in plan.findings:
                if finding.id == "no-local-copy" and finding.severity == "note":
                    self.findings((finding,))
                    return
            self.say(text("No device holds a copy that does not depend on the server."))
        else:
            self.say(text("{device} holds it: everything that arrives in the inbox. Sent mail from other "
                          "devices, other folders and spam are not in it.", device=plan.backup.device))

    def alternative(self, one: Alternative) -> None:
        """A rejected plan and the worst that speaks against it; the JSON has the rest."""
        change = ", ".join(f"{name}: {self.speaker.code('mode', mode)}" for name, mode in one.change)
        self.item(change)
        for finding in one.findings[:1]:
            self._put(f"[{self.speaker.code('severity', finding.severity)}] {self.speaker.say(finding.says)}",
                      "    > ", "      ")

    def _put(self, words: str, first: str, following: str) -> None:
        room = max(10, self.width - len(following))
        parts = wrap(clean(words), room)
        self.lines += [(first if n == 0 else following) + part for n, part in enumerate(parts)]


def _why(plan: Plan, one: DevicePlan) -> Text | None:
    """Why the device reads in this way, in one sentence; None where the person or a finding says it."""
    if one.chosen == "person" or not one.usable:
        return None
    if one.device.name == plan.backup.device and any(
            finding.id == "backup-on-fixed-device" for finding in one.findings):
        return text("Why: it holds the copy that you asked for, and the mail stays on the server for the "
                    "others.")
    if one.mode not in IMAP_MODES:
        return None
    if sum(other.mode in IMAP_MODES for other in plan.devices if other.usable) > 1:
        return text("Why: what you read, send or delete here is then the same on your other devices that use "
                    "IMAP.")
    return text("Why: all your folders are there, and the mail stays safe on the server if the device is "
                "lost.")


def _sight(plan: Plan, speaker: Speaker) -> tuple[list[str], list[list[str]]]:
    """The table of what each device sees: heads and rows."""
    say = speaker.say
    heads = [say(text("Device")), say(text("Inbox")), say(text("Folders, sent")), say(text("Marks shared")),
             say(text("Copy here"))]
    rows = []
    for one in plan.devices:
        imap = one.mode in IMAP_MODES
        if not one.usable:
            rows.append([one.device.name, *[say(text("no"))] * 4])
            continue
        copy = {"imap": text("no"), "imap-offline": text("mirror")}.get(one.mode, text("inbox"))
        rows.append([clean(one.device.name), say(text("yes")), say(text("yes") if imap else text("no")),
                     say(text("yes") if imap else text("no")), say(copy)])
    return heads, rows


def _settings(settings: Settings) -> dict[str, Any]:
    policy = settings.pop3
    return {
        "incoming": _server(settings.incoming), "outgoing": _server(settings.outgoing),
        "leave_on_server": policy.leave_on_server if policy else None,
        "remove_after_days": policy.days if policy else None,
        "delete_on_local_delete": policy.delete_on_local_delete if policy else None,
        "check_minutes": settings.check_minutes, "offline_copy": settings.offline_copy}


def _server(server: Server) -> dict[str, Any]:
    end = server.endpoint
    return {"protocol": end.protocol, "host": end.host, "port": end.port, "security": end.security,
            "username": server.username, "auth": server.auth}


def _finding(finding: Finding, speaker: Speaker) -> dict[str, Any]:
    return {"id": finding.id, "severity": finding.severity, "devices": list(finding.devices),
            "says": speaker.say(finding.says), "do": speaker.say(finding.do) if finding.do else None,
            "because": list(finding.because)}
