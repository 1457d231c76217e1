"""Mail that exists on one device only is lost with that device.

Removing mail after some days is counted as a loss too, unless the person wants mail off the server, or it no
longer fits there, and the one device that has it is a computer that stays: then it is the price of that, and
a disk backup answers it.
"""

from advisor.consequences import COMPUTERS, Consequence, Finding, Seat, about, answered
from advisor.consequences._tight import numbers, tight
from advisor.mailbox import Arrive, Lose, SetUp, Story, Sync
from advisor.model.text import counted, text


def _look(seat: Seat) -> Finding | None:
    do = text("Save the mail folder of {device} to another disk, and do it often.", device=seat.device.name)
    if seat.mode == "pop3-remove":
        return about(
            seat, "single-copy", "loses-mail",
            text("Mail that {device} has fetched is nowhere else. If {device} breaks or is lost, that mail "
                 "is lost.", device=seat.device.name), do=do)
    if seat.mode == "pop3-keep-days":
        wanted = seat.household.wishes.keep_off_server
        forced = tight(seat)
        safe = forced or (wanted and seat.device.kind in COMPUTERS and seat.device.stays)
        return about(
            seat, "single-copy", "costs" if safe else "loses-mail",
            counted("After {n} day, mail is only on {device}. If {device} breaks or is lost, that mail is "
                    "lost.",
                    "After {n} days, mail is only on {device}. If {device} breaks or is lost, that mail is "
                    "lost.",
                    n=seat.days, device=seat.device.name),
            answered("wishes.keep_off_server", wanted), *seat.answer("kind", "stays"),
            *(numbers(seat) if forced else ()), do=do)
    return None


CONSEQUENCE = Consequence(
    "single-copy", "loses-mail",
    ("devices.mode", "devices.kind", "devices.stays", "wishes.keep_off_server", "wishes.quota_mb",
     "measured", "wishes.used_mb", "wishes.monthly_mb", "provider.quota_mb"), of_device=_look,
    sources=("RFC 1939 §8",), proof="C2",
    example=Story((("computer", "pop3-remove"),), (
        Arrive("bill"), Sync("computer"), Lose("computer"), SetUp("computer"), Sync("computer"))))
