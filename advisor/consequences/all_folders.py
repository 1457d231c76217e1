"""IMAP shows every folder on every device; POP3 knows only the inbox (RFC 1939 has no folders)."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Send, Story, Sync
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if not seat.pop3 or not seat.read_here:
        return None
    if seat.company:
        return about(
            seat, "all-folders", "diverges",
            text("{device} sees only the inbox (POP3). It does not show your other folders, the mail sent "
                 "from other devices, or the spam folder.", device=seat.device.name))
    return about(
        seat, "all-folders", "costs",
        text("{device} sees only the inbox (POP3). Mail that the provider puts into the spam folder is seen "
             "only on the provider's web page.", device=seat.device.name),
        do=text("Look into the spam folder on the web from time to time."))


CONSEQUENCE = Consequence(
    "all-folders", "diverges", ("devices.mode", "devices.kind"), of_device=_look,
    sources=("RFC 1939 §3",
             "RFC 9051 §5.1"), proof="C10",
    example=Story((("computer", "pop3-keep"), ("phone", "imap")), (
        Arrive("photos", folder="Junk"), Send("phone", "reply"), Sync("computer"), Sync("phone"))))
