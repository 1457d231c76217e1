"""A copy of the mail belongs on one computer that stays where it is and is on often; never on a phone."""

from advisor.consequences import Consequence, Finding, Seat, about, answered
from advisor.mailbox import Arrive, Lose, LoseServer, Story, Sync
from advisor.model.text import text
from advisor.modes import KEEP_MODES


def _look(seat: Seat) -> Finding | None:
    wish = seat.household.wishes.backup
    device = seat.device.name
    if wish == "none" or not (seat.mode in KEEP_MODES or seat.archives):
        return None
    because = (answered("wishes.backup", wish), *seat.answer("kind", "stays", "connection"))
    if not seat.copies:
        return about(
            seat, "backup-on-fixed-device", "costs",
            text("{device} keeps the mail that it fetches, but it is not a safe place for your copy.",
                 device=device), *because,
            do=text("Keep the copy on a computer that stays in one place."))
    if not seat.device.stays:
        return about(
            seat, "backup-on-fixed-device", "costs",
            text("{device} holds your copy, but it travels. If it is lost, the copy is lost; the mail on the "
                 "server stays.", device=device), *because,
            do=text("Save the mail folder of {device} to another disk from time to time.", device=device))
    if seat.device.connection != "always":
        return about(
            seat, "backup-on-fixed-device", "costs",
            text("{device} holds your copy, but it is not always connected. New mail is in the copy only "
                 "after {device} has fetched it.", device=device), *because,
            do=text("Let {device} fetch mail at least once a week.", device=device))
    return about(
        seat, "backup-on-fixed-device", "note",
        text("{device} holds your copy, because it stays in one place and is always connected.",
             device=device),
        *because)


CONSEQUENCE = Consequence(
    "backup-on-fixed-device", "costs",
    ("devices.mode", "devices.kind", "devices.stays", "devices.connection", "client.notes",
     "wishes.backup"), of_device=_look,
    sources=("RFC 1939 §8",), proof="C12",
    example=Story((("computer", "pop3-keep"), ("phone", "imap")), (
        Arrive("bill"), Sync("computer"), Sync("phone"), Lose("phone"), LoseServer(),
        Sync("computer"))))
