"""Is the server's certificate good: issued by somebody we trust, for this name, for today?

Yes carries the days that are left; no carries what is wrong with it.
"""

from advisor.checks import Check
from advisor.checks._reading import no, unknown, yes
from advisor.model.endpoint import PROTOCOLS
from advisor.model.evidence import Fact, Visit

NAME = "certificate-good"


def _read(visit: Visit) -> tuple[Fact, ...]:
    if visit.tls is not None:
        return (yes(visit, NAME, visit.tls.days_left, because="verified"),)
    if visit.outcome.startswith("certificate-"):
        return (no(visit, NAME, visit.outcome, value=visit.outcome),)
    return (unknown(visit, NAME, "not-encrypted" if visit.outcome == "spoke" else visit.outcome),)


CHECK = Check("certificate", PROTOCOLS, (NAME,), _read)
