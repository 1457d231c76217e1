"""A full download over IMAP follows the server: what is deleted anywhere disappears here too."""

from advisor.consequences import Consequence, Finding, Seat, about, answered
from advisor.mailbox import Arrive, Delete, Story, Sync
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    wish = seat.household.wishes.backup
    if seat.mode != "imap-offline" or seat.archives or wish == "none":
        return None
    return about(
        seat, "mirror-is-not-backup", "note",
        text("{device} holds all folders (IMAP, full download). That helps if the server fails, but mail "
             "deleted on any device disappears here too.", device=seat.device.name),
        answered("wishes.backup", wish),
        do=text("Save the mail folder of {device} to another disk from time to time.",
                device=seat.device.name))


CONSEQUENCE = Consequence(
    "mirror-is-not-backup", "note", ("devices.mode", "client.notes", "wishes.backup"), of_device=_look,
    sources=("RFC 9051 §6.4.3 (EXPUNGE)",), proof="C8",
    example=Story((("laptop", "imap-offline"), ("phone", "imap")), (
        Arrive("bill"), Arrive("photos"), Sync("laptop"), Sync("phone"), Delete("phone",
        "bill"), Sync("laptop"))))
