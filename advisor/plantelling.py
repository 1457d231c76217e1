"""What the lines of a plan tell: why, what to watch, who sees what, when the mailbox is full.

Nothing here knows how wide a line is; it chooses the sentences, and planlines.py puts them on the page.
"""

from advisor.i18n import Speaker
from advisor.model.plan import SEVERITIES, Alternative, Finding, Forecast, Plan
from advisor.model.text import Text, counted, text
from advisor.modes import IMAP_MODES
from advisor.sight import sight as seen_by

YEARS_FROM = 24         # months: what is further away is told in years, for nobody knows it to the month

# Said once in one sentence where a device has all of them; else each for itself.
_ON_ITS_OWN = frozenset({"all-folders", "deletion-not-shared", "read-marks-not-shared"})
# What a section of its own, or the table, tells.
_TOLD_APART = frozenset({
    "no-local-copy", "mailbox-fills", "must-enable", "migrate-pop-to-imap", "backup-on-fixed-device",
    "pop-copy-lacks-sent", "pop-is-a-download", "imap-is-a-view"})
# Findings that are themselves the reason for a mode.
REASONS = frozenset({"small-quota-single-device", "provider-lacks-imap"})


def apart(finding: Finding, plan: Plan) -> bool:
    """Whether another section tells it."""
    if finding.id in ("backup-on-fixed-device", "pop-copy-lacks-sent") and finding.severity != "note":
        return finding.id == "pop-copy-lacks-sent" and plan.backup.device is not None
    if finding.id == "oauth-or-app-password":
        return "app-password" in plan.needs
    if finding.id == "must-enable" and not plan.needs:
        return False
    if finding.id == "mailbox-fills" and (plan.forecast.full_in is None or finding.severity == "blocks"):
        return False
    return finding.id in _TOLD_APART | REASONS


def watch(plan: Plan) -> list[Finding]:
    """What to watch on the devices, worst first, with what belongs together in one sentence."""
    found: list[Finding] = []
    for one in plan.devices:
        own = [finding for finding in one.findings if finding.severity != "note"]
        joined = [finding for finding in own if finding.id in _ON_ITS_OWN and finding.severity == "diverges"]
        if one.mode == "pop3-keep" and len(joined) == len(_ON_ITS_OWN):
            own = [finding for finding in own if finding not in joined]
            own.insert(0, Finding(
                "pop3-on-its-own", "diverges", (one.device.name,),
                text("{device} is on its own (POP3): it shows only the inbox, and what you read or delete "
                     "there changes nothing on the other devices.", device=one.device.name), (),
                next(finding.do for finding in joined if finding.id == "deletion-not-shared")))
        found += own
    return sorted(found, key=lambda finding: SEVERITIES.index(finding.severity))


def reasons(plan: Plan) -> list[Text]:
    """Why the devices read as they do: one sentence for each kind of reason."""
    free = [one for one in plan.devices if one.usable and one.chosen == "advised"]
    said = [
        text("{device} holds the copy that you asked for, and the mail stays on the server too.",
             device=one.device.name)
        for one in free if one.device.name == plan.backup.device and one.mode != "pop3-keep-days"
        and any(finding.id == "backup-on-fixed-device" for finding in one.findings)]
    said += [
        text("You would rather not have mail on the server, so {device} removes it after some days.",
             device=one.device.name)
        for one in free if one.mode == "pop3-keep-days"
        and not any(finding.id in REASONS for finding in one.findings)]
    said += [finding.says for one in plan.devices for finding in one.findings if finding.id in REASONS]
    said += [finding.says for finding in plan.findings if finding.id in REASONS]
    if len(plan.devices) > 1:
        said += [finding.do for finding in plan.findings if finding.id in REASONS and finding.do]
    if any(one.mode in IMAP_MODES for one in free):
        several = sum(one.mode in IMAP_MODES for one in plan.devices if one.usable) > 1
        said.append(
            text("With IMAP, what you read, send or delete on one device is the same on the others with "
                 "IMAP.")
            if several else
            text("With IMAP all your folders are there, and the mail stays safe on the server if the device "
                 "is lost."))
    return said


def own_choices(plan: Plan) -> list[tuple[Alternative, list[Finding]]]:
    """For each device whose mode a person chose and that would do better otherwise: that other plan, and what
    the choice costs: its findings that are worse than all of the other plan, or else its worst ones.
    """
    chosen = {one.device.name: one for one in plan.devices if one.chosen == "person"}
    found = []
    for milder in plan.alternatives:
        name = milder.change[0][0]
        if len(milder.change) == 1 and not milder.findings and name in chosen:
            worst = SEVERITIES.index(milder.worst) if milder.worst else len(SEVERITIES)
            own = [finding for finding in chosen[name].findings if finding.severity != "note"]
            worse = [finding for finding in own if SEVERITIES.index(finding.severity) < worst]
            found.append((milder, worse or [one for one in own if one.severity == own[0].severity]))
    return found


def when(plan: Plan) -> list[Text]:
    """When it is full, and with how much mail that was reckoned."""
    seen = plan.forecast
    mb = seen.quota_mb or 0
    said = [_when(seen, mb)]
    if seen.full_in is None or seen.full_in >= YEARS_FROM:
        said += [_sooner(seen.earliest)] if seen.earliest is not None else []
    elif seen.full_in:
        said.append(text("Then new mail is refused."))
    low, usual, high = seen.monthly_mb
    if seen.full_in != 0:
        said.append(
            text("Nobody said how much mail comes: {usual} MB a month are assumed ({low} to {high}).",
                 usual=usual, low=low, high=high)
            if _assumed(seen, "monthly_mb") else
            text("Reckoned with {usual} MB of new mail a month ({low} to {high}).", usual=usual, low=low,
                 high=high))
    if _assumed(seen, "used_mb"):
        said.append(text("Nobody said how much mail there is: an empty mailbox is assumed."))
    return said


def today(plan: Plan) -> Text | None:
    """The same for what is set up today, where that is another month."""
    seen = plan.forecast
    if all(one.device.today == "none" for one in plan.devices) or seen.today_full_in == seen.full_in:
        return None
    if seen.today_full_in is None:
        return text("With what is set up today it does not fill up, because mail is taken off the server.")
    if seen.today_full_in >= YEARS_FROM:
        return counted("With what is set up today, it is full in about {n} year.",
                       "With what is set up today, it is full in about {n} years.",
                       n=_years(seen.today_full_in))
    return counted("With what is set up today, it is full in about {n} month.",
                   "With what is set up today, it is full in about {n} months.", n=seen.today_full_in)


def _when(seen: Forecast, mb: int) -> Text:
    if seen.full_in is None:
        return text("With this plan the mailbox ({mb} MB) does not fill up within ten years.", mb=mb)
    if seen.full_in == 0:
        return text("The mailbox ({mb} MB) is full.", mb=mb)
    if seen.full_in >= YEARS_FROM:
        return counted("The mailbox ({mb} MB) is full in about {n} year, if nobody deletes mail.",
                       "The mailbox ({mb} MB) is full in about {n} years, if nobody deletes mail.",
                       n=_years(seen.full_in), mb=mb)
    if seen.latest is None:
        return counted(
            "The mailbox ({mb} MB) is full in about {n} month, at the earliest in {earliest}, if nobody "
            "deletes mail.",
            "The mailbox ({mb} MB) is full in about {n} months, at the earliest in {earliest}, if nobody "
            "deletes mail.",
            n=seen.full_in, mb=mb, earliest=seen.earliest or 0)
    return counted(
        "The mailbox ({mb} MB) is full in about {n} month ({earliest} to {latest}), if nobody deletes mail.",
        "The mailbox ({mb} MB) is full in about {n} months ({earliest} to {latest}), if nobody deletes mail.",
        n=seen.full_in, mb=mb, earliest=seen.earliest or 0, latest=seen.latest)


def _sooner(months: int) -> Text:
    if months >= YEARS_FROM:
        return counted("If clearly more mail comes, in about {n} year.",
                       "If clearly more mail comes, in about {n} years.", n=_years(months))
    return counted("If clearly more mail comes, in about {n} month.",
                   "If clearly more mail comes, in about {n} months.", n=months)


def _years(months: int) -> int:
    return round(months / 12)


def _assumed(seen: Forecast, what: str) -> bool:
    return any(because.startswith(f"assumption {what}") for because in seen.because)


def copy(plan: Plan) -> Finding:
    """Who holds the copy, what it lacks, and what to do for the rest: a finding of the plan where it has
    one.
    """
    told = [finding for finding in plan.findings if finding.id == "no-local-copy"]
    alone = [one.device.name for one in plan.devices
             if one.usable and one.mode in ("pop3-remove", "pop3-keep-days")]
    if alone and not told and plan.backup.device in (None, *alone):
        return _copy(text("None: what {device} has taken off the server is nowhere else. Save its mail "
                          "folder to another disk.", device=alone[0]))
    if plan.backup.device is None:
        return told[0] if told else _copy(text("No device holds a copy that does not depend on the server."))
    if plan.backup.kind == "archive":
        return _copy(text("{device} holds it: every folder. It only fetches, so what is deleted on the "
                          "server stays in the copy.", device=plan.backup.device))
    lacks = [finding for one in plan.devices for finding in one.findings
             if finding.id == "pop-copy-lacks-sent"]
    return lacks[0] if lacks else _copy(
        text("{device} holds it: everything that arrives in the inbox. Sent mail from other "
             "devices, other folders and spam are not in it.", device=plan.backup.device))


def _copy(says: Text) -> Finding:
    return Finding("copy", "note", (), says, ())


def sight(plan: Plan, speaker: Speaker) -> tuple[list[str], list[list[str]]]:
    """The table of what each device sees: heads and rows."""
    say = speaker.say
    heads = [say(text("Device")), say(text("Inbox")), say(text("Folders, sent")), say(text("Marks shared")),
             say(text("Copy here"))]
    answer = {True: say(text("yes")), False: say(text("no"))}
    copies = {"none": answer[False], "inbox": say(text("inbox")), "mirror": say(text("mirror")),
              "archive": say(text("everything"))}
    marks = {"all": answer[True], "none": answer[False], "deletions": say(text("deletions"))}
    rows = []
    for one in plan.devices:
        seen = seen_by(one, plan)
        rows.append([one.device.name, answer[seen.inbox], answer[seen.folders], marks[seen.marks],
                     copies[seen.copy]])
    return heads, rows
