"""POP3 only fetches (RFC 1939 section 3): what is written on such a device and sent is kept there alone."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Lose, Send, Story, Sync
from advisor.model.text import text


def _look(seat: Seat) -> Finding | None:
    if not seat.pop3 or not seat.read_here:
        return None
    return about(
        seat, "sent-stays-here", "costs",
        text("What you send from {device} is kept on {device} alone (POP3). If {device} breaks or is lost, "
             "so are those messages.", device=seat.device.name),
        do=text("Save the mail folder of {device} to another disk from time to time.",
                device=seat.device.name))


CONSEQUENCE = Consequence(
    "sent-stays-here", "costs", ("devices.mode", "devices.kind"), of_device=_look,
    sources=("RFC 1939 §3",), proof="C15",
    example=Story((("computer", "pop3-keep"), ("phone", "imap")), (
        Arrive("bill"), Sync("computer"), Send("computer", "reply"), Sync("phone"), Lose("computer"))))
