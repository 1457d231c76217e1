"""POP3 carries no marks (RFC 1939): what was read or answered on one device is not marked on the others."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Read, Story, Sync
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if not seat.pop3 or not seat.company or not seat.read_here:
        return None
    return about(
        seat, "read-marks-not-shared", "diverges",
        text("What you read or answer on {device} is not marked so on the other devices, and the other way "
             "round.",
             device=seat.device.name))


CONSEQUENCE = Consequence(
    "read-marks-not-shared", "diverges", ("devices.mode", "devices.kind"),
    of_device=_look,
    sources=("RFC 1939 §3",
             "RFC 9051 §2.3.2 (flags)"), proof="C6",
    example=Story((("computer", "pop3-keep"), ("phone", "imap")), (
        Arrive("bill"), Sync("computer"), Sync("phone"), Read("computer", "bill"),
        Sync("computer"), Sync("phone"))))
