"""A device that removes mail after some days takes the older mail away from all the others."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Pass, Story, Sync
from advisor.model.text import counted, text


def _look(seat: Seat) -> Finding | None:
    if seat.mode != "pop3-keep-days" or not seat.company:
        return None
    return about(
        seat, "remover-vs-imap", "hides-mail",
        counted("{device} removes mail from the server after {n} day. Then your other devices no longer see "
                "it.",
                "{device} removes mail from the server after {n} days. Then your other devices no longer see "
                "it.",
                n=seat.days, device=seat.device.name),
        do=text("Let {device} leave mail on the server for good.", device=seat.device.name))


CONSEQUENCE = Consequence(
    "remover-vs-imap", "hides-mail", ("devices.mode",), of_device=_look,
    sources=("RFC 1939 §5 (DELE), §8",), proof="C7",
    example=Story((("computer", "pop3-keep-days"), ("phone", "imap")), (
        Arrive("bill"), Sync("computer"), Sync("phone"), Pass(14), Sync("computer"),
        Sync("phone"))))
