"""On a computer that strangers use too, downloaded mail can be read by them."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if seat.device.kind != "shared" or not (seat.pop3 or seat.mode == "imap-offline"):
        return None
    return about(
        seat, "copy-on-shared-computer", "exposes",
        text("{device} is used by others too, and it would hold your mail on its disk.",
             device=seat.device.name),
        *seat.answer("kind"),
        do=text("Read this mail in the browser there, and sign out afterwards."))


CONSEQUENCE = Consequence(
    "copy-on-shared-computer", "exposes", ("devices.mode", "devices.kind"), of_device=_look,
    sources=("RFC 1939 §5 (RETR)",))
