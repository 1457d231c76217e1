"""What a device does with the mail, in words for the person who owns it: one sentence, the reason, one row.

Here, too, every word follows from the mode that the plan gives the device.
"""

from collections.abc import Iterable

from msgspec import Struct

from advisor.model.household import Mode
from advisor.model.plan import DevicePlan, Plan
from advisor.model.text import Text, counted, text
from advisor.modes import IMAP_MODES


class Sight(Struct, frozen=True):
    """One row of the table: what the device sees and keeps. `sees` etc.: whether the answer is a yes."""

    inbox: Text
    folders: Text
    marks: Text
    copy: Text
    sees: bool
    whole: bool
    shares: bool
    keeps: bool


def does(one: DevicePlan) -> Text:
    """What the device does with the mail, in one sentence that names it."""
    device = one.device.name
    if not one.usable:
        return text("{device}: nothing is set up here.", device=device)
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


def why(plan: Plan, one: DevicePlan) -> Text | None:
    """Why it does so, in one sentence; None where nothing is set up (the findings say why)."""
    if not one.usable:
        return None
    if one.chosen == "person":
        return text("You chose this yourself.")
    if one.device.name == plan.backup.device:
        if one.mode == "pop3-keep":
            return text("It holds the copy that you asked for, and the others still find all mail on the "
                        "server.")
        return text("It holds the copy that you asked for.")
    if one.mode not in IMAP_MODES:
        return text("Of all the ways that are open to it, this one does the least harm.")
    if sum(other.mode in IMAP_MODES for other in usable(plan)) > 1:
        return text("What you read, send or delete here is the same on your other devices that use IMAP.")
    return text("All your folders are there, and the mail is safe on the server if the device is lost.")


def usable(plan: Plan) -> Iterable[DevicePlan]:
    """The devices that are set up."""
    return (one for one in plan.devices if one.usable)


def row(one: DevicePlan) -> Sight:
    """The device's row of the table."""
    yes, no = text("yes"), text("no")
    if not one.usable:
        return Sight(no, no, no, no, sees=False, whole=False, shares=False, keeps=False)
    imap = one.mode in IMAP_MODES
    marks = yes if imap else no
    if one.mode == "pop3-keep-until-deleted":
        marks = text("only what is deleted")
    copies: dict[Mode, Text] = {"imap": no, "imap-offline": text("all folders, as on the server")}
    return Sight(yes, yes if imap else no, marks, copies.get(one.mode, text("the inbox")),
                 sees=True, whole=imap, shares=marks is not no, keeps=one.mode != "imap")


def _days(one: DevicePlan) -> int:
    policy = one.settings.pop3
    return (policy.days or 0) if policy else 0
