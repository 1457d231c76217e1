"""What a device sees of the mail and what it keeps: plain facts that follow from its place in the plan.

The tables in the terminal and on the sheets all ask here, so that no two of them can tell different things.
"""

from typing import Literal

from msgspec import Struct

from advisor.model.household import Mode
from advisor.model.plan import DevicePlan, Plan
from advisor.modes import IMAP_MODES

Copy = Literal["none", "inbox", "mirror", "archive"]
Marks = Literal["all", "deletions", "none"]


class Sight(Struct, frozen=True):
    """What one device sees. marks: what it shares with the others of what is read or deleted.

    copy: of what mail is on the device itself; a `mirror` loses what is deleted on the server, an `archive`
    does not.
    """

    inbox: bool
    folders: bool
    marks: Marks
    copy: Copy


def archives(one: DevicePlan, plan: Plan) -> bool:
    """Whether the device is the one that only fetches and holds a copy of everything."""
    return one.usable and plan.backup.kind == "archive" and one.device.name == plan.backup.device


def way(one: DevicePlan, plan: Plan) -> str:
    """The code of the family `mode` that says how the device reads: a mode, `archive`, or why it does not."""
    return way_of(one.mode, usable=one.usable, only_sends=one.only_sends, archives=archives(one, plan))


def way_of(mode: Mode, *, usable: bool, only_sends: bool, archives: bool) -> str:
    """The same for who has no plan at hand, but a file that was written from one."""
    if not usable:
        return "only-sends" if only_sends else "left-out"
    return "archive" if archives else mode


def sight(one: DevicePlan, plan: Plan) -> Sight:
    """What the device sees and keeps; nothing at all where nothing is set up on it."""
    if not one.usable:
        return Sight(False, False, "none", "none")
    if archives(one, plan):
        return Sight(True, True, "none", "archive")
    if one.mode in IMAP_MODES:
        return Sight(True, True, "all", "mirror" if one.mode == "imap-offline" else "none")
    return Sight(True, False, "deletions" if one.mode == "pop3-keep-until-deleted" else "none", "inbox")
