"""Where mail has to leave the server although nobody asked for it: one computer, and a mailbox that is soon
full.
"""

from advisor.consequences import COMPUTERS, Seat
from advisor.forecast import SOON, full_in
from advisor.volume import volume


def tight(seat: Seat) -> bool:
    """Whether this is the only device, a computer that stays, and known numbers fill the mailbox within a
    year.
    """
    if seat.company or not seat.device.stays or seat.device.kind not in COMPUTERS:
        return False
    told = volume(seat.picture, seat.household)
    if told.quota_mb is None or told.assumed:
        return False
    months = full_in(told.quota_mb, told.used_mb, told.monthly_mb[1])
    return months is not None and months <= SOON


def numbers(seat: Seat) -> tuple[str, ...]:
    """The numbers that `tight` rests on, as evidence."""
    return volume(seat.picture, seat.household).because
