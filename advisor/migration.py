"""How a device that reads with POP3 today comes to its new way of reading without risking the only copy of
anything.

The order is what matters. A device that moves to IMAP: first a second copy, then the old account stops
fetching (else it takes away again what is uploaded: case C13 of tests/mailbox/scripts.py), then upload,
count, and only at the very end the old account goes. One that stays with POP3 keeps its account and changes
one setting.
"""

from collections.abc import Iterable, Sequence

from advisor.model.plan import DevicePlan, MigrationStep
from advisor.model.text import Text, text
from advisor.modes import IMAP_MODES, KEEP_MODES

# Mail that was removed from the server lies on the device alone: all of it goes up.
_FROM_REMOVE = ("export", "pause-old", "add-imap", "check-room", "upload-all", "verify", "wait", "remove-old")
# Mail that was kept is on the server already: only what is missing there goes up.
_FROM_KEEP = ("export", "pause-old", "add-imap", "compare", "upload-missing", "verify", "wait", "remove-old")
# Programs on phones cannot copy mail from one account to another.
_ON_A_PHONE = ("pause-phone", "add-imap", "compare", "forward-missing", "verify-forwarded", "wait",
               "remove-phone")
# It stays with POP3 and no longer takes mail away: the account that is there only changes a setting.
_STAYING = ("export", "keep-setting", "try-keep")
_STAYING_WEB = ("export", "keep-setting-web", "try-keep")
_STAYING_DAYS = ("export", "keep-days-setting", "try-keep")
# What it has taken until today is shown to the others through a folder that POP3 does not fetch.
_SHOWN_TO_OTHERS = ("show-old-add", "check-room", "show-old-copy", "verify", "show-old-end")
# Nothing is set up there by the plan, but what is set up there today must not go on taking mail away.
_LEFT_OUT = ("export", "stop-fetching")
PHONES = ("phone", "tablet")

# Steps that are told in the words of a program; their code is then `step.program`.
SPECIFIC = frozenset(f"{step}.{program}" for program, steps in {
    "thunderbird": ("export", "pause-old", "upload-all", "upload-missing", "remove-old", "keep-setting",
                    "keep-days-setting", "show-old-copy"),
    "outlook-classic": ("export", "pause-old", "upload-all", "upload-missing", "remove-old", "keep-setting",
                        "keep-days-setting", "show-old-copy"),
    "apple-mail": ("export", "pause-old", "upload-all", "upload-missing", "remove-old", "keep-setting",
                   "keep-days-setting", "show-old-copy"),
    "claws-mail": ("export", "pause-old", "upload-all", "upload-missing", "remove-old", "keep-setting",
                   "keep-days-setting"),
    "evolution": ("export", "pause-old", "upload-all", "upload-missing", "remove-old", "keep-setting",
                  "keep-days-setting"),
}.items() for step in steps)


def needs_migration(one: DevicePlan) -> bool:
    """Whether the device reads with POP3 today and with IMAP in the plan."""
    return one.usable and one.mode in IMAP_MODES and one.device.today in ("pop3-remove", "pop3-keep")


def migration(plans: Sequence[DevicePlan], *, server_decides: bool = False) -> tuple[MigrationStep, ...]:
    """The steps for every device that changes, in the order in which they are to be done.

    server_decides: not the program but the provider (Gmail) says whether fetched mail stays, so nobody knows
    what is still there.
    """
    return tuple(MigrationStep(one.device.name, _code(step, one.device.client))
                 for one in plans for step in _steps(one, plans, server_decides=server_decides))


def heading(steps: Iterable[MigrationStep], device: str) -> Text:
    """What stands above the steps of one device."""
    codes = {step.code.partition(".")[0] for step in steps if step.device == device}
    if "stop-fetching" in codes:
        return text("Before anything else, on {device}", device=device)
    if codes & {"keep-setting", "keep-days-setting", "keep-setting-web"}:
        return text("Changing {device}, in this order", device=device)
    return text("Moving {device} from POP3 to IMAP, in this order", device=device)


def _steps(one: DevicePlan, plans: Sequence[DevicePlan], *, server_decides: bool) -> tuple[str, ...]:
    removes, phone = one.device.today == "pop3-remove", one.device.kind in PHONES
    if needs_migration(one):
        return _ON_A_PHONE if phone else _FROM_REMOVE if removes and not server_decides else _FROM_KEEP
    if not removes:
        return ()
    if not one.usable:
        return _LEFT_OUT[1:] if phone else _LEFT_OUT
    if one.mode not in KEEP_MODES:
        return ()
    staying = (_STAYING_WEB if server_decides else
               _STAYING_DAYS if one.mode == "pop3-keep-days" else _STAYING)
    if phone:
        return staying[1:]
    seen = any(other.usable and other.mode in IMAP_MODES for other in plans)
    return (*staying, *_SHOWN_TO_OTHERS) if seen else staying


def _code(step: str, program: str) -> str:
    told = f"{step}.{program}"
    return told if told in SPECIFIC else step
