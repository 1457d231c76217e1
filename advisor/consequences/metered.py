"""On a line that is paid by volume, a program should fetch little: headers, and the mail of some days."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if seat.mode != "imap" or seat.device.connection != "metered":
        return None
    return about(
        seat, "metered", "note",
        text("{device} is on a connection that is paid by volume. IMAP fetches only what you open.",
             device=seat.device.name), *seat.answer("connection"),
        do=text("On {device}, let the program fetch only the last 30 days, and attachments only when you ask "
                "for them.", device=seat.device.name))


CONSEQUENCE = Consequence(
    "metered", "note", ("devices.mode", "devices.connection"), of_device=_look,
    sources=("RFC 9051 §6.4.5 (FETCH)",), proof="C9")
