"""With POP3 that leaves mail on the server, deleting on the device frees no space on the server."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Delete, Story, Sync
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if seat.mode != "pop3-keep":
        return None
    return about(
        seat, "kept-copy-not-deleted", "note",
        text("{device} never deletes on the server. The mailbox there only gets smaller if you delete mail "
             "on another device or on the web.", device=seat.device.name))


CONSEQUENCE = Consequence(
    "kept-copy-not-deleted", "note", ("devices.mode",), of_device=_look,
    sources=("RFC 1939 §5 (DELE)",), proof="C3",
    example=Story((("computer", "pop3-keep"),), (
        Arrive("bill"), Sync("computer"), Delete("computer", "bill"), Sync("computer"))))
