"""One computer, a small mailbox and much mail: then taking mail off the server after some days is the honest
answer.

Its price is that older mail lies on that computer alone, so a copy on another disk belongs to it.
"""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.consequences._tight import numbers, tight
from advisor.mailbox import Arrive, Pass, Story, Sync
from advisor.model.text import counted, text


def _look(seat: Seat) -> Finding | None:
    if seat.mode != "pop3-keep-days" or not tight(seat):
        return None
    return about(
        seat, "small-quota-single-device", "note",
        counted("Your mailbox would soon be full. So {device} takes mail off the server {n} day after "
                "fetching it.",
                "Your mailbox would soon be full. So {device} takes mail off the server {n} days after "
                "fetching it.", n=seat.days, device=seat.device.name),
        *seat.answer("kind", "stays"), *numbers(seat),
        do=text("With a larger mailbox at the provider you would not need this."))


CONSEQUENCE = Consequence(
    "small-quota-single-device", "note",
    ("devices.mode", "devices.kind", "devices.stays", "wishes.quota_mb", "measured", "wishes.used_mb",
     "wishes.monthly_mb", "provider.quota_mb"), of_device=_look,
    sources=("RFC 1939 §8",
             "RFC 9208 (QUOTA)"), proof="C5",
    example=Story((("computer", "pop3-keep-days"),), (
        Arrive("bill"), Arrive("photos"), Sync("computer"), Pass(14), Sync("computer"),
        Arrive("invitation"), Sync("computer")), quota=9000))
