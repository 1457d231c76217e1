"""What a device does with the mail, in words for the person who owns it: one sentence, the reason, one row.

What it sees and keeps is worked out in advisor/sight.py; here it only gets its words.
"""

from msgspec import Struct

from advisor.model.plan import DevicePlan, Plan
from advisor.model.text import Text, counted, text
from advisor.modes import IMAP_MODES
from advisor.plantelling import REASONS
from advisor.sight import archives, sight


class Cell(Struct, frozen=True):
    """One answer in the table. yes: whether the answer is a yes."""

    says: Text
    yes: bool


def does(one: DevicePlan, plan: Plan) -> Text:
    """What the device does with the mail, in one sentence that names it."""
    device = one.device.name
    if one.only_sends:
        return text("{device} only sends mail; nothing is read here.", device=device)
    if not one.usable:
        return text("{device}: nothing is set up here.", device=device)
    if archives(one, plan):
        return text("{device} fetches every folder into a copy of its own; what is deleted on the server "
                    "stays in the copy.", device=device)
    match one.mode:
        case "imap":
            return text("{device} looks at the mail on the server and keeps no copy of its own.",
                        device=device)
        case "imap-offline":
            return text("{device} keeps a copy of every folder that follows the server: what is deleted "
                        "there disappears here too.", device=device)
        case "pop3-keep":
            return text("{device} keeps a copy of its own of the inbox; the mail stays on the server.",
                        device=device)
        case "pop3-keep-until-deleted":
            return text("{device} keeps a copy of its own of the inbox; what is deleted here is deleted on "
                        "the server.", device=device)
        case "pop3-keep-days":
            return counted("{device} keeps a copy of its own of the inbox and removes the mail from the "
                           "server after {n} day.",
                           "{device} keeps a copy of its own of the inbox and removes the mail from the "
                           "server after {n} days.", n=_days(one), device=device)
        case "pop3-remove":
            return text("{device} keeps the only copy of the inbox: it takes the mail off the server at "
                        "once.", device=device)


def why(one: DevicePlan, plan: Plan) -> Text | None:
    """Why it does so, in one sentence; None where nothing is set up (the findings say why)."""
    if not one.usable:
        return None
    if one.chosen == "person":
        return text("You chose this yourself.")
    reasons = [finding.says for finding in (*one.findings, *plan.findings) if finding.id in REASONS]
    if reasons and one.mode not in IMAP_MODES:
        return reasons[0]
    if one.device.name == plan.backup.device:
        if one.mode == "pop3-keep":
            return text("It holds the copy that you asked for, and the mail stays on the server too.")
        return text("It holds the copy that you asked for.")
    if one.mode == "pop3-keep-days":
        return text("You would rather not have mail on the server.")
    if one.mode not in IMAP_MODES:
        return text("Of all the ways that are open to it, this one does the least harm.")
    if sum(other.usable and other.mode in IMAP_MODES for other in plan.devices) > 1:
        return text("What you read, send or delete here is the same on your other devices that use IMAP.")
    return text("All your folders are there, and the mail is safe on the server if the device is lost.")


def row(one: DevicePlan, plan: Plan) -> tuple[Cell, Cell, Cell, Cell]:
    """The device's row of the table: the inbox, other folders, what it shares, what it keeps."""
    seen = sight(one, plan)
    yes, no = text("yes"), text("no")
    marks = {"all": yes, "deletions": text("only what is deleted"), "none": no}[seen.marks]
    copy = {"none": no, "inbox": text("the inbox"), "mirror": text("all folders, as on the server"),
            "archive": text("all folders, also what is deleted on the server")}[seen.copy]
    return (Cell(yes if seen.inbox else no, seen.inbox), Cell(yes if seen.folders else no, seen.folders),
            Cell(marks, seen.marks != "none"), Cell(copy, seen.copy != "none"))


def _days(one: DevicePlan) -> int:
    policy = one.settings.pop3
    return (policy.days or 0) if policy else 0
