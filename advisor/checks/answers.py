"""Does the endpoint answer: the right protocol, protected as asked, with a certificate that is good?

A line that failed on the way (a timeout, no route) says nothing about the server: then it is unknown.
"""

from advisor.checks import Check
from advisor.checks._reading import no, unknown, yes
from advisor.model.endpoint import PROTOCOLS
from advisor.model.evidence import Fact, Visit

_TELLS_NOTHING = ("timeout", "unreachable", "private-address", "not-visited")


def _read(visit: Visit) -> tuple[Fact, ...]:
    if visit.outcome == "spoke":
        return (yes(visit, "answers", because="spoke"),)
    if visit.outcome in _TELLS_NOTHING:
        return (unknown(visit, "answers", visit.outcome),)
    return (no(visit, "answers", visit.outcome),)


CHECK = Check("answers", PROTOCOLS, ("answers",), _read)
