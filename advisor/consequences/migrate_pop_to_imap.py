"""Mail that lies only on a device must be uploaded before that device is switched to IMAP."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Lose, Story, Sync
from advisor.model.text import text
from advisor.modes import IMAP_MODES


def _look(seat: Seat) -> Finding | None:
    if seat.mode not in IMAP_MODES or seat.device.today not in ("pop3-remove", "pop3-keep"):
        return None
    return about(
        seat, "migrate-pop-to-imap", "costs" if seat.device.today == "pop3-remove" else "note",
        text("{device} reads with POP3 today, so some of its mail may be nowhere else.",
             device=seat.device.name),
        *seat.answer("today"),
        do=text("Add the new account beside the old one. Delete the old one only after its mail has been "
                "copied to the new one and seen on another device or on the web."))


CONSEQUENCE = Consequence(
    "migrate-pop-to-imap", "costs", ("devices.mode", "devices.today"), of_device=_look,
    sources=("RFC 9051 §6.3.12 (APPEND)",), proof="C13",
    example=Story((("old-account", "pop3-remove"), ("new-account", "imap")), (
        Arrive("bill"), Sync("old-account"), Sync("new-account"),
        Lose("old-account"))))
