"""IMAP shows the mailbox as it is on the server (RFC 9051): what changes there changes on the device."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Delete, Story, Sync
from advisor.model.text import text
from advisor.modes import IMAP_MODES


def _look(seat: Seat) -> Finding | None:
    if seat.mode not in IMAP_MODES or seat.archives:
        return None
    return about(
        seat, "imap-is-a-view", "note",
        text("{device} shows the mailbox as it is on the server (IMAP). What is deleted there disappears "
             "here too.", device=seat.device.name))


CONSEQUENCE = Consequence(
    "imap-is-a-view", "note", ("devices.mode", "client.notes"), of_device=_look,
    sources=("RFC 9051, abstract",), proof="C8",
    example=Story((("phone", "imap"), ("laptop", "imap")), (
        Arrive("bill"), Sync("phone"), Sync("laptop"), Delete("phone", "bill"), Sync("laptop"))))
