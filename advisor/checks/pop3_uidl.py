"""UIDL (RFC 1939): can a program tell which messages it has fetched already?

Without it mail cannot be left on the server: each check would fetch everything again.
"""

from advisor.checks import Check
from advisor.checks._reading import no, pop3_lines, values, yes
from advisor.model.evidence import Fact, Visit


def _read(visit: Visit) -> tuple[Fact, ...]:
    lines, settled = pop3_lines(visit, "pop3-uidl")
    if settled is None:
        missing = values(lines, "UIDL") is None
        settled = no(visit, "pop3-uidl", "not-announced") if missing else yes(visit, "pop3-uidl")
    return (settled,)


CHECK = Check("pop3-uidl", ("pop3",), ("pop3-uidl",), _read)
