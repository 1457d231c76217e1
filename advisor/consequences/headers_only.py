"""IMAP fetches the headers first, and a message when it is opened; so the first look is quick.

Told only where the size of the mailbox is known; the number of messages is estimated from it.
"""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.model.text import text
from advisor.volume import volume

HEADER_KB, MESSAGE_KB = 2, 75       # what a list needs of a message, and a usual message with its attachments
_MEGABITS = 10                      # a slow line


def _look(seat: Seat) -> Finding | None:
    told = volume(seat.picture, seat.household)
    used = told.used_mb         # 0 also where it is not known
    if seat.mode != "imap" or not used:
        return None
    minutes = max(1, round(used * 8 / _MEGABITS / 60))
    return about(
        seat, "headers-only", "note",
        text("{device} shows the list of your mail after about {few} MB. Downloading everything would be "
             "{all} MB: about {minutes} min on a slow line.", device=seat.device.name,
             few=max(1, round(used * HEADER_KB / MESSAGE_KB)), all=used, minutes=minutes),
        *told.because,
        f"assumption {MESSAGE_KB} KB a message, {HEADER_KB} KB a header, {_MEGABITS} Mbit/s")


CONSEQUENCE = Consequence(
    "headers-only", "note", ("devices.mode", "measured", "wishes.used_mb"), of_device=_look,
    sources=("RFC 9051 §6.4.5 (FETCH ENVELOPE, BODY.PEEK[HEADER])",), proof="C9")
