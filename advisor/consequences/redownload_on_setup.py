"""When the account is set up anew, POP3 fetches everything that is still on the server once more.

The program remembers what it has fetched by the names that the server gives (UIDL, RFC 1939 section 7), and
a new set-up begins without that memory.
"""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Read, SetUp, Story, Sync
from advisor.model.text import text
from advisor.modes import KEEP_MODES
from advisor.volume import volume


def _look(seat: Seat) -> Finding | None:
    if seat.mode not in KEEP_MODES:
        return None
    told = volume(seat.picture, seat.household)
    if not told.used_mb or seat.mode == "pop3-keep-days":
        return about(
            seat, "redownload-on-setup", "note",
            text("If this account is set up again on {device}, it downloads everything that is still in the "
                 "inbox once more, and all of it looks new.", device=seat.device.name))
    return about(
        seat, "redownload-on-setup", "note",
        text("If this account is set up again on {device}, it downloads the whole inbox once more (up to "
             "{mb} MB), and all of it looks new.", device=seat.device.name, mb=told.used_mb),
        *told.because)


CONSEQUENCE = Consequence(
    "redownload-on-setup", "note", ("devices.mode", "measured", "wishes.used_mb"), of_device=_look,
    sources=("RFC 1939 §7 (UIDL)",), proof="C4",
    example=Story((("computer", "pop3-keep"),), (
        Arrive("bill"), Arrive("photos"), Sync("computer"), Read("computer", "bill"),
        SetUp("computer"), Sync("computer"))))
