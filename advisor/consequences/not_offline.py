"""Without a full download, IMAP shows older mail only while the device is connected."""

from advisor.consequences import Consequence, Finding, Seat, about, answered
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    often_offline = seat.device.connection == "offline"
    wished = seat.household.wishes.offline or often_offline
    if seat.mode != "imap" or not wished or not seat.read_here:
        return None
    return about(
        seat, "not-offline", "costs",
        text("Without a connection, {device} shows only the mail that it has opened or fetched before.",
             device=seat.device.name),
        answered("wishes.offline", seat.household.wishes.offline), *seat.answer("connection"),
        do=text("Before you go offline, open what you will need, or let the program download those folders."))


CONSEQUENCE = Consequence(
    "not-offline", "costs", ("devices.mode", "devices.kind", "devices.connection", "wishes.offline"),
    of_device=_look,
    sources=("RFC 4549 §1",), proof="C9")
