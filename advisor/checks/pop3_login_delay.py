"""LOGIN-DELAY (RFC 2449 section 6.5): how many seconds must pass between two checks for mail."""

from advisor.checks import Check
from advisor.checks._reading import pop3_lines, unknown, values, yes
from advisor.model.evidence import Fact, Visit

NAME = "pop3-login-delay"


def _read(visit: Visit) -> tuple[Fact, ...]:
    lines, settled = pop3_lines(visit, NAME)
    if settled is not None:
        return (settled,)
    words = values(lines, "LOGIN-DELAY")
    if words is None:
        return (unknown(visit, NAME, "not-announced"),)
    # "300 USER": the longest time of all users; after login it may be shorter.
    because = "announced-differs-by-user" if "USER" in words and visit.after_login is None else "announced"
    match words[:1]:
        case (seconds,) if seconds.isascii() and seconds.isdigit() and len(seconds) < 7:
            return (yes(visit, NAME, int(seconds), because),)
    return (unknown(visit, NAME, "unreadable"),)


CHECK = Check(NAME, ("pop3",), (NAME,), _read)
