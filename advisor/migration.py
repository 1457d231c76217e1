"""How a device that reads with POP3 today moves to IMAP without risking the only copy of anything.

The order is what matters: first a second copy, then the old account stops fetching (else it takes away again
what is uploaded: case C13 of tests/mailbox/scripts.py), then upload, count, and only at the very end the old
account goes.
"""

from collections.abc import Iterable

from advisor.model.plan import DevicePlan, MigrationStep
from advisor.modes import IMAP_MODES

# Mail that was removed from the server lies on the device alone: all of it goes up.
_FROM_REMOVE = ("export", "pause-old", "add-imap", "check-room", "upload-all", "verify", "wait", "remove-old")
# Mail that was kept is on the server already: only what is missing there goes up.
_FROM_KEEP = ("export", "pause-old", "add-imap", "compare", "upload-missing", "verify", "wait", "remove-old")
# Programs on phones cannot copy mail from one account to another.
_ON_A_PHONE = ("pause-old", "add-imap", "compare", "forward-missing", "verify", "wait", "remove-old")
PHONES = ("phone", "tablet")

# Steps that are told in the words of a program; their code is then `step.program`.
SPECIFIC = frozenset({
    "export.thunderbird", "pause-old.thunderbird", "upload-all.thunderbird", "upload-missing.thunderbird",
    "remove-old.thunderbird",
    "export.outlook-classic", "pause-old.outlook-classic", "upload-all.outlook-classic",
    "upload-missing.outlook-classic", "remove-old.outlook-classic",
    "export.apple-mail"})


def needs_migration(one: DevicePlan) -> bool:
    """Whether the device reads with POP3 today and with IMAP in the plan."""
    return one.usable and one.mode in IMAP_MODES and one.device.today in ("pop3-remove", "pop3-keep")


def migration(plans: Iterable[DevicePlan]) -> tuple[MigrationStep, ...]:
    """The steps for every device that moves, in the order in which they are to be done."""
    return tuple(MigrationStep(one.device.name, _code(step, one.device.client))
                 for one in plans if needs_migration(one) for step in _steps(one))


def _steps(one: DevicePlan) -> tuple[str, ...]:
    if one.device.kind in PHONES:
        return _ON_A_PHONE
    return _FROM_REMOVE if one.device.today == "pop3-remove" else _FROM_KEEP


def _code(step: str, program: str) -> str:
    told = f"{step}.{program}"
    return told if told in SPECIFIC else step
