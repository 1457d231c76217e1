"""Which TLS the line is encrypted with: `TLSv1.2` or `TLSv1.3`. Anything older is refused (RFC 8997)."""

from advisor.checks import Check
from advisor.checks._reading import no, unknown, yes
from advisor.model.endpoint import PROTOCOLS
from advisor.model.evidence import Fact, Visit

NAME = "tls-version"


def _read(visit: Visit) -> tuple[Fact, ...]:
    if visit.tls is not None:
        return (yes(visit, NAME, visit.tls.version, because="negotiated"),)
    if visit.outcome == "tls-too-old":
        return (no(visit, NAME, "tls-too-old"),)
    return (unknown(visit, NAME, "not-encrypted" if visit.outcome == "spoke" else visit.outcome),)


CHECK = Check("tls-version", PROTOCOLS, (NAME,), _read)
