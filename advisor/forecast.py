"""How the mailbox fills, month by month: with the plan, and with what is set up today.

Its size comes from the answers or the provider's profile. What is not known is assumed, and every assumption
is named. Nobody is assumed to delete anything; who does has more time.
"""

from collections.abc import Sequence

from advisor.model.household import Device, Mode
from advisor.model.plan import Forecast, Month
from advisor.volume import Volume

HORIZON = 120                       # months; what lies beyond is as good as never
SHOWN = 24
DAYS_A_MONTH = 30
SOON, FORESEEABLE = 12, 60          # months


def full_in(quota: int, used: int, monthly: int, days: int | None = None) -> int | None:
    """The month in which the mailbox is full, 0 where it is today; None where that is not within ten years.

    days: how long mail stays on the server; None for good. All in MB.
    """
    if days is not None:
        return None if _settled(monthly, days) <= quota else 1
    if used >= quota:
        return 0
    months = -(-(quota - used) // monthly) if monthly > 0 else HORIZON + 1
    return months if months <= HORIZON else None


def days_on_server(modes: Sequence[Mode], days: int, expiry: int | None) -> int | None:
    """How long received mail stays there with these modes; None for good.

    days: of `pop3-keep-days`. expiry: days after which the server itself deletes what POP3 fetched. Checks
    are frequent enough not to count.
    """
    stays = [0] if "pop3-remove" in modes else []
    stays += [days] if "pop3-keep-days" in modes else []
    stays += [expiry] if expiry is not None and any(mode.startswith("pop3") for mode in modes) else []
    return min(stays, default=None)


def forecast(told: Volume, modes: Sequence[Mode], devices: Sequence[Device], days: int,
             expiry: int | None) -> Forecast:
    """The forecast for devices in these modes, and for what is set up on `devices` today."""
    quota = told.quota_mb
    if quota is None:
        return Forecast(because=told.because)
    stay = days_on_server(modes, days, expiry)
    low, usual, high = told.monthly_mb
    today: list[Mode] = [_MODES_TODAY[one.today] for one in devices if one.today != "none"]
    stay_today = days_on_server(today, days, expiry)
    months = tuple(
        Month(number, _level(told, quota, usual, stay, number), _level(told, quota, low, stay, number),
              _level(told, quota, high, stay, number),
              _level(told, quota, usual, stay_today, number) if today else None)
        for number in range(1, SHOWN + 1))
    return Forecast(
        months, quota, full_in(quota, told.used_mb, usual, stay), full_in(quota, told.used_mb, high, stay),
        full_in(quota, told.used_mb, low, stay),
        full_in(quota, told.used_mb, usual, stay_today) if today else None,
        (*told.because, "assumption nobody deletes mail"), told.used_mb, told.monthly_mb)


_MODES_TODAY: dict[str, Mode] = {"imap": "imap", "pop3-keep": "pop3-keep", "pop3-remove": "pop3-remove"}


def _settled(monthly: int, days: int) -> int:
    """What lies there once as much is removed as arrives."""
    return -(-monthly * days // DAYS_A_MONTH)


def _level(told: Volume, quota: int, monthly: int, days: int | None, months: int) -> int:
    arrived = told.used_mb + monthly * months
    return min(quota, arrived if days is None else min(arrived, _settled(monthly, days)))
