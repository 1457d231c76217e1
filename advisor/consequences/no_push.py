"""Without IDLE (RFC 2177) an IMAP server does not tell of new mail; the program has to ask."""

from advisor.consequences import Consequence, Finding, Seat, about, known
from advisor.model.text import text
from advisor.modes import IMAP_MODES, open_candidates


def _look(seat: Seat) -> Finding | None:
    if seat.mode not in IMAP_MODES or seat.access.imap is None:
        return None
    for candidate in open_candidates(seat.picture, "imap"):
        idle = candidate.fact("imap-idle")
        if candidate.endpoint == seat.access.imap.endpoint and idle.answer == "no":
            return about(
                seat, "no-push", "note",
                text("The server does not report new mail at once (no IDLE). {device} looks for it every few "
                     "minutes.", device=seat.device.name), known(idle))
    return None


CONSEQUENCE = Consequence(
    "no-push", "note", ("devices.mode", "imap-idle"), of_device=_look,
    sources=("RFC 2177 (IDLE)",
             "RFC 9051 §6.3.13 (IDLE)"))
