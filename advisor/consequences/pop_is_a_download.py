"""POP3 downloads (RFC 1939): from then on the device has a copy of its own, and goes its own way."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Delete, Story, Sync
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if not seat.pop3:
        return None
    return about(
        seat, "pop-is-a-download", "note",
        text("{device} gets a copy of each message that comes into the inbox (POP3). Whatever happens on the "
             "server afterwards, the copy stays as it is.", device=seat.device.name))


CONSEQUENCE = Consequence(
    "pop-is-a-download", "note", ("devices.mode",), of_device=_look,
    sources=("RFC 1939 §1",), proof="C8",
    example=Story((("computer", "pop3-keep"), ("phone", "imap")), (
        Arrive("bill"), Sync("computer"), Delete("phone", "bill"), Sync("computer"))))
