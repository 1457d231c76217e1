"""SIZE (RFC 1870): how large a message may be, in bytes. 0 means that there is no fixed limit."""

from advisor.checks import Check
from advisor.checks._reading import announced, no, unasked, unknown, values, yes
from advisor.model.evidence import Fact, Visit


def _read(visit: Visit) -> tuple[Fact, ...]:
    told = announced(visit)
    if told is None:
        return (unasked(visit, "smtp-size"),)
    match values(told, "SIZE"):
        case None:
            return (no(visit, "smtp-size", "not-announced"),)
        case ():
            return (unknown(visit, "smtp-size", "no-number"),)
        case (size, *_) if size.isascii() and size.isdigit() and len(size) < 19:
            limit = int(size)
            return (yes(visit, "smtp-size", limit, "announced" if limit else "unlimited"),)
    return (unknown(visit, "smtp-size", "unreadable"),)


CHECK = Check("smtp-size", ("smtp",), ("smtp-size",), _read)
