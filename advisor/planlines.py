"""The plan as lines for a person.

First one line a device and why; then what to watch, what each device can see, the copy, how the mailbox
fills, the steps of a move, and what was rejected. What is true of several devices is said once; the JSON has
every finding.
"""

from collections.abc import Iterable
from itertools import groupby

from advisor.i18n import Speaker
from advisor.migration import heading
from advisor.model.plan import SEVERITIES, Alternative, DevicePlan, Finding, Plan
from advisor.model.text import Text, counted, text
from advisor.plantelling import apart, copy, own_choices, reasons, sight, today, watch, when
from advisor.sight import way
from advisor.ui.table import table
from advisor.ui.words import clean, wrap

_BAR = 20
_SHOWN_MONTHS = (6, 12, 24)


def plan_lines(plan: Plan, speaker: Speaker, width: int) -> list[str]:
    """The plan for a person, in lines of at most `width` columns."""
    page = _Page(speaker, width)
    page.title(text("Plan for {address}", address=plan.address.full))
    for one in plan.devices:
        page.device(one, plan)
    page.section(text("Why"), reasons(plan))
    watched = sorted((*watch(plan), *(one for one in plan.findings if one.severity != "note")),
                     key=lambda finding: SEVERITIES.index(finding.severity))
    own = own_choices(plan)
    told = [finding for _, findings in own for finding in findings]
    page.own_choices(own)
    page.findings(text("What to watch"),
                  (one for one in watched if not apart(one, plan) and one not in told))
    page.title(text("What each device can see"))
    heads, rows = sight(plan, speaker)
    page.lines += table(heads, [[clean(cell) for cell in row] for row in rows], width)
    page.copy(plan)
    page.forecast(plan)
    page.migration(plan)
    notes = [finding for one in plan.devices for finding in one.findings if finding.severity == "note"]
    notes += [finding for finding in plan.findings if finding.severity == "note"]
    page.findings(text("Good to know"), (one for one in notes if not apart(one, plan)))
    page.needs(plan)
    milder = [one for one, _ in own]
    page.rejected(one for one in plan.alternatives if one not in milder)
    return page.lines


class _Page:
    """Lines that grow downwards."""

    def __init__(self, speaker: Speaker, width: int) -> None:
        self.speaker, self.width = speaker, width
        self.lines: list[str] = []
        self.advised: set[Text] = set()     # what to do, as far as this section has said it

    def title(self, sentence: Text) -> None:
        """A heading with a blank line before it."""
        if self.lines:
            self.lines.append("")
        self.lines += wrap(clean(self.speaker.say(sentence)), self.width)
        self.lines.append("")

    def section(self, heading: Text, sentences: Iterable[Text]) -> None:
        """A heading with sentences below it; nothing where there are none."""
        said = list(sentences)
        if said:
            self.title(heading)
        for sentence in said:
            self.say(sentence, "  ")

    def say(self, sentence: Text, indent: str = "") -> None:
        """A sentence, wrapped."""
        self._put(self.speaker.say(sentence), indent, indent)

    def device(self, one: DevicePlan, plan: Plan) -> None:
        """A device and its way of reading."""
        code = way(one, plan)
        said = self.speaker.code("mode", code)
        if code == "pop3-keep-days" and one.settings.pop3 is not None and one.settings.pop3.days is not None:
            said = self.speaker.say(counted(
                "downloads the inbox and removes it from the server after {n} day (POP3)",
                "downloads the inbox and removes it from the server after {n} days (POP3)",
                n=one.settings.pop3.days))
        chosen = "" if one.chosen == "advised" else f" ({self.speaker.say(text('your own choice'))})"
        self._put(f"{one.device.name}: {said}{chosen}", "", "  ")

    def findings(self, heading: Text, findings: Iterable[Finding]) -> None:
        """Findings as points, each once, with what to do about it and with the other devices it is true
        of.
        """
        alike: dict[tuple[object, ...], list[Finding]] = {}
        for finding in findings:
            # The same sentence about another program is not the same.
            rest = tuple(value for _, value in finding.says.values if value not in finding.devices)
            alike.setdefault((finding.id, finding.severity, finding.says.template, rest), []).append(finding)
        if alike:
            self.title(heading)
        self.advised.clear()
        for (first, *others) in alike.values():
            words = self.speaker.say(first.says)
            names = ", ".join(name for other in others for name in other.devices if name not in first.devices)
            if names:
                words += " " + self.speaker.say(text("The same goes for {devices}.", devices=names))
            self._point(first, words)

    def _point(self, finding: Finding, words: str) -> None:
        if finding.severity != "note":
            words = f"[{self.speaker.code('severity', finding.severity)}] {words}"
        self._put(words, "  - ", "    ")
        if finding.do is not None and finding.do not in self.advised:     # once below a heading is enough
            self.advised.add(finding.do)
            self._put(self.speaker.say(finding.do), "    > ", "      ")

    def copy(self, plan: Plan) -> None:
        """Who holds the copy, what it lacks, and what to do for the rest."""
        self.title(text("Your copy"))
        told = copy(plan)
        if told.do is None:
            self.say(told.says, "  ")
        else:
            self._point(told, self.speaker.say(told.says))

    def forecast(self, plan: Plan) -> None:
        """When the mailbox is full, with bars; nothing where its size is not known."""
        seen = plan.forecast
        if seen.quota_mb is None:
            return
        self.title(text("How the mailbox fills"))
        for sentence in when(plan):
            self.say(sentence, "  ")
        now = today(plan)
        if now is not None:
            self.say(now, "  ")
        if any(step.code.startswith("upload") for step in plan.migration):
            self.say(text("Mail that you upload from a device comes on top."), "  ")
        last = seen.full_in or 0
        shown = [*(n for n in _SHOWN_MONTHS if n < last), last]
        for month in seen.months:
            if month.number in shown:
                share = min(1.0, month.used_mb / max(1, seen.quota_mb))
                bar = "#" * round(share * _BAR)
                label = self.speaker.say(counted("in {n} month", "in {n} months", n=month.number))
                self._put(f"{bar:.<{_BAR}} {share:.0%} {label}", "  ", "    ")
        for finding in plan.findings:
            # A mailbox that is full, or will be within a year, is told among the things to watch.
            if finding.id == "mailbox-fills" and finding.severity != "blocks" and finding.do is not None:
                self._put(self.speaker.say(finding.do), "  > ", "    ")

    def migration(self, plan: Plan) -> None:
        """The steps of every device that moves, numbered."""
        for name, steps in groupby(plan.migration, key=lambda step: step.device):
            self.title(heading(plan.migration, name))
            for number, step in enumerate(steps, 1):
                self._put(self.speaker.code("migration", step.code), f"{number:>2}. ", "    ")

    def needs(self, plan: Plan) -> None:
        """What to prepare at the provider."""
        if not plan.needs:
            return
        self.title(text("At the provider"))
        for code in plan.needs:
            self._put(self.speaker.code("need", code), "  - ", "    ")
        if plan.help:
            self.say(text("The provider's page: {address}", address=plan.help), "  ")

    def own_choices(self, own: Iterable[tuple[Alternative, list[Finding]]]) -> None:
        """What a mode that the person chose costs, where another one would do better."""
        self.advised.clear()
        for number, (milder, findings) in enumerate(own):
            if number == 0:
                self.title(text("What your own choice costs"))
            name, mode = milder.change[0]
            self.say(text("{device} would do better like this: {way}.", device=name,
                          way=self.speaker.code("mode", mode)), "  ")
            for finding in findings:
                self._point(finding, self.speaker.say(finding.says))

    def rejected(self, alternatives: Iterable[Alternative]) -> None:
        """Rejected plans with the worst that speaks against each; like ones once. The JSON has the rest."""
        alike: dict[tuple[str, str], list[Alternative]] = {}
        for one in alternatives:
            reason = one.findings[0].says.template if one.findings else ""
            alike.setdefault((",".join(mode for _, mode in one.change), reason), []).append(one)
        if alike:
            self.title(text("Rejected"))
        for same in alike.values():
            if all(len(one.change) == 1 for one in same):
                names = ", ".join(one.change[0][0] for one in same)
                self._put(f"{names}: {self.speaker.code('mode', same[0].change[0][1])}", "  - ", "    ")
            else:
                self._put(", ".join(f"{name}: {self.speaker.code('mode', mode)}"
                                    for name, mode in same[0].change), "  - ", "    ")
            for finding in same[0].findings[:1]:
                label = self.speaker.code("severity", finding.severity)
                self._put(f"[{label}] {self.speaker.say(finding.says)}", "    > ", "      ")

    def _put(self, words: str, first: str, following: str) -> None:
        room = max(10, self.width - len(following))
        parts = wrap(clean(words), room)
        self.lines += [(first if n == 0 else following) + part for n, part in enumerate(parts)]
