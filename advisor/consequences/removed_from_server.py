"""A device that removes mail as soon as it has fetched it takes that mail away from every other device."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Story, Sync
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if seat.mode != "pop3-remove" or not seat.company:
        return None
    return about(
        seat, "removed-from-server", "hides-mail",
        text("{device} takes every new message off the server (POP3, remove at once). Your other devices "
             "will not see it.", device=seat.device.name),
        do=text("Use IMAP on {device}, or let it leave mail on the server.", device=seat.device.name))


CONSEQUENCE = Consequence(
    "removed-from-server", "hides-mail", ("devices.mode",), of_device=_look,
    sources=("RFC 1939 §5 (DELE), §6 (QUIT)",), proof="C1",
    example=Story((("computer", "pop3-remove"), ("phone", "imap")), (
        Arrive("bill"), Sync("phone"), Sync("computer"), Sync("phone"))))
