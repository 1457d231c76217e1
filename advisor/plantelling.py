"""What the lines of a plan tell: why, what to watch, who sees what, when the mailbox is full.

Nothing here knows how wide a line is; it chooses the sentences, and planlines.py puts them on the page.
"""

from advisor.i18n import Speaker
from advisor.model.plan import SEVERITIES, Finding, Plan
from advisor.model.text import Text, counted, text
from advisor.modes import IMAP_MODES
from advisor.sight import sight as seen_by

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
    if finding.id == "mailbox-fills" and plan.forecast.full_in is None:
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
    if any(one.mode in IMAP_MODES for one in free):
        several = sum(one.mode in IMAP_MODES for one in plan.devices if one.usable) > 1
        said.append(
            text("With IMAP, what you read, send or delete on one device is the same on the others with "
                 "IMAP.")
            if several else
            text("With IMAP all your folders are there, and the mail stays safe on the server if the device "
                 "is lost."))
    return said


def when(plan: Plan) -> Text:
    """When it is full, in one sentence."""
    seen = plan.forecast
    if seen.full_in is None:
        return text("With this plan the mailbox ({mb} MB) does not fill up within ten "
                    "years.", mb=seen.quota_mb or 0)
    if seen.full_in == 0:
        return text("The mailbox ({mb} MB) is full.", mb=seen.quota_mb or 0)
    if seen.latest is None:
        return counted(
            "The mailbox ({mb} MB) is full in about {n} month, at the earliest in {earliest}, if nobody "
            "deletes mail.",
            "The mailbox ({mb} MB) is full in about {n} months, at the earliest in {earliest}, if nobody "
            "deletes mail.",
            n=seen.full_in, mb=seen.quota_mb or 0, earliest=seen.earliest or 0)
    return counted(
        "The mailbox ({mb} MB) is full in about {n} month ({earliest} to {latest}), if nobody deletes mail.",
        "The mailbox ({mb} MB) is full in about {n} months ({earliest} to {latest}), if nobody deletes mail.",
        n=seen.full_in, mb=seen.quota_mb or 0, earliest=seen.earliest or 0, latest=seen.latest)


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
