"""TOP (RFC 1939): can a program look at the head of a message before it fetches the whole?"""

from advisor.checks import Check
from advisor.checks._reading import no, pop3_lines, values, yes
from advisor.model.evidence import Fact, Visit


def _read(visit: Visit) -> tuple[Fact, ...]:
    lines, settled = pop3_lines(visit, "pop3-top")
    if settled is None:
        missing = values(lines, "TOP") is None
        settled = no(visit, "pop3-top", "not-announced") if missing else yes(visit, "pop3-top")
    return (settled,)


CHECK = Check("pop3-top", ("pop3",), ("pop3-top",), _read)
