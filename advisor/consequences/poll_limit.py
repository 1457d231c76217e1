"""Some servers refuse a program that asks too often (LOGIN-DELAY, RFC 2449 section 6.5)."""

from advisor.consequences import Consequence, Finding, Seat, about, ruled
from advisor.model.text import counted
from advisor.modes import least_minutes


def _look(seat: Seat) -> Finding | None:
    minutes = least_minutes(seat.picture, seat.access) if seat.pop3 else None
    if minutes is None:
        return None
    provider = seat.picture.provider
    because = (ruled(provider, "pop3_poll_minutes"),) if provider and provider.pop3_poll_minutes else ()
    return about(
        seat, "poll-limit", "note",
        counted("The server wants {device} to ask for new mail at most once a minute.",
                "The server wants {device} to ask for new mail at most once in {n} minutes.",
                n=minutes, device=seat.device.name),
        *seat.fact("pop3-login-delay"), *because)


CONSEQUENCE = Consequence(
    "poll-limit", "note", ("devices.mode", "pop3-login-delay", "provider.pop3_poll_minutes"), of_device=_look,
    sources=("RFC 2449 §6.5 (LOGIN-DELAY)",))
