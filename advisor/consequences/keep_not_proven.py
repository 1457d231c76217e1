"""Mail can stay on the server only if the program knows again what it has fetched (UIDL, RFC 1939 section 7).

Where nobody could see whether the server can do that, a plan must not rest on it.
"""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.model.text import text
from advisor.modes import KEEP_MODES, not_asked


def _look(seat: Seat) -> Finding | None:
    if seat.mode not in KEEP_MODES or seat.access.proven:
        return None
    if not_asked(seat.access.uidl):
        return about(
            seat, "keep-not-proven", "blocks",
            text("It is not known whether {device} can leave mail on the server: nobody has asked the server "
                 "yet.", device=seat.device.name), *seat.fact("pop3-uidl"),
            do=text("Start mail-advisor again with a connection to the network, so that it can ask."))
    return about(
        seat, "keep-not-proven", "blocks",
        text("It is not known whether {device} can leave mail on the server: the server did not say whether "
             "it numbers its messages for good (UIDL).", device=seat.device.name),
        *seat.fact("pop3-uidl"),
        do=text("Try it with two test messages first: fetch them, and see on the web that they are still "
                "there."))


CONSEQUENCE = Consequence(
    "keep-not-proven", "blocks", ("devices.mode", "pop3-uidl"), of_device=_look,
    sources=("RFC 1939 §7 (UIDL)",))
