"""A copy fetched with POP3 has no sent mail and no folders, because POP3 gives out the inbox only."""

from advisor.consequences import Consequence, Finding, Seat, about, answered
from advisor.mailbox import Arrive, LoseServer, Send, Story, Sync
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    wish = seat.household.wishes.backup
    if wish == "none" or not seat.copies or not seat.pop3:
        return None
    return about(
        seat, "pop-copy-lacks-sent", "costs" if wish == "everything" else "note",
        text("The copy on {device} holds what arrives in the inbox. Sent mail from other devices, other "
             "folders and spam are not in it.", device=seat.device.name),
        answered("wishes.backup", wish),
        do=text("To have those too, export the whole mailbox from time to time, or let a program that only "
                "fetches (mbsync, getmail) keep an archive of all folders on {device}.",
                device=seat.device.name) if wish == "everything" else
        text("To have those too, export the whole mailbox from time to time."))


CONSEQUENCE = Consequence(
    "pop-copy-lacks-sent", "costs", ("devices.mode", "devices.kind", "devices.stays", "wishes.backup"),
    of_device=_look,
    sources=("RFC 1939 §3",), proof="C12",
    example=Story((("computer", "pop3-keep"), ("phone", "imap")), (
        Arrive("bill"), Send("phone", "reply"), Sync("computer"), LoseServer(),
        Sync("computer"), Sync("phone"))))
