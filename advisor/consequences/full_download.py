"""Keeping every folder on the device downloads everything, which costs on a line that is paid by volume."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if seat.mode == "imap" or seat.mode is None or seat.device.connection != "metered":
        return None
    return about(
        seat, "full-download", "costs",
        text("{device} downloads all mail in full over a connection that is paid by volume.",
             device=seat.device.name),
        *seat.answer("connection"),
        do=text("Do the first download over another connection."))


CONSEQUENCE = Consequence(
    "full-download", "costs", ("devices.mode", "devices.connection"), of_device=_look,
    sources=("RFC 9051 §6.4.5 (FETCH)",), proof="C9")
