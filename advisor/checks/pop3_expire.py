"""EXPIRE (RFC 2449 section 6.7): after how many days the server itself removes what was fetched.

The value is `never`, or days; 0 means that mail may not be left there at all.
"""

from advisor.checks import Check
from advisor.checks._reading import pop3_lines, unknown, values, yes
from advisor.model.evidence import Fact, Visit

NAME = "pop3-expire"


def _read(visit: Visit) -> tuple[Fact, ...]:
    lines, settled = pop3_lines(visit, NAME)
    if settled is not None:
        return (settled,)
    words = values(lines, "EXPIRE")
    if words is None:
        return (unknown(visit, NAME, "not-announced"),)
    # "30 USER": the shortest time of all users; after login it may be longer.
    because = "announced-differs-by-user" if "USER" in words and visit.after_login is None else "announced"
    match words[:1]:
        case ("NEVER",):
            return (yes(visit, NAME, "never", because),)
        case (days,) if days.isascii() and days.isdigit() and len(days) < 7:
            return (yes(visit, NAME, int(days), because),)
    return (unknown(visit, NAME, "unreadable"),)


CHECK = Check(NAME, ("pop3",), (NAME,), _read)
