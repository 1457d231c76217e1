"""What a device has taken off the server until today lies on it alone, whatever is set up from now on.

Moving it to IMAP uploads that mail (`migrate-pop-to-imap`); a device that stays with POP3, or is left out,
keeps it for itself.
"""

from advisor.consequences import Consequence, Finding, Seat, about, ruled
from advisor.mailbox import Arrive, Lose, Story, Sync
from advisor.model.text import text
from advisor.modes import KEEP_MODES


def _look(seat: Seat) -> Finding | None:
    if seat.device.today != "pop3-remove":
        return None
    device = seat.device.name
    if seat.mode is None:
        # A note, for the steps say it too: which device is left out must not hang on it.
        return about(
            seat, "old-mail-only-here", "note",
            text("{device} takes mail off the server today (POP3). If it goes on, the other devices lose "
                 "sight of that mail.", device=device), *seat.answer("today"),
            do=text("Let it fetch no more, and save its mail folder to another disk."))
    if seat.mode not in KEEP_MODES:
        return None
    provider = seat.picture.provider
    if provider is not None and provider.pop3_decides == "server":
        return about(
            seat, "old-mail-only-here", "costs",
            text("What {device} has fetched until today may be on {device} alone: that depends on how POP3 "
                 "was set at {provider}.", device=device, provider=provider.name),
            *seat.answer("today"), ruled(provider, "pop3_decides"),
            do=text("Save its mail folder to another disk before you change anything."))
    says = (text("What {device} has fetched until today is on {device} alone: your other devices do not show "
                 "it, and it would be lost with {device}.", device=device) if seat.company else
            text("What {device} has fetched until today is on {device} alone, and it would be lost with it.",
                 device=device))
    return about(
        seat, "old-mail-only-here", "costs", says, *seat.answer("today"),
        do=text("Save its mail folder to another disk before you change anything."))


CONSEQUENCE = Consequence(
    "old-mail-only-here", "costs", ("devices.mode", "devices.today", "provider.pop3_decides"),
    of_device=_look,
    sources=("RFC 1939 §5 (DELE), §6 (QUIT)",), proof="C1",
    example=Story((("computer", "pop3-remove"), ("phone", "imap")), (
        Arrive("bill"), Sync("computer"), Sync("phone"), Arrive("photos"), Sync("phone"), Lose("computer"))))
