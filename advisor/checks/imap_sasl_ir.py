"""SASL-IR (RFC 4959): does logging in take a round trip less? It matters on a phone."""

from advisor.checks import Check
from advisor.checks._reading import before_login, no, unasked, yes
from advisor.model.evidence import Fact, Visit

NAME = "imap-sasl-ir"


def _read(visit: Visit) -> tuple[Fact, ...]:
    told = before_login(visit)
    if told is None:
        return (unasked(visit, NAME),)
    if "SASL-IR" in told:
        return (yes(visit, NAME),)
    if "IMAP4REV2" in told:
        return (yes(visit, NAME, because="imap4rev2"),)     # RFC 9051 appendix E
    return (no(visit, NAME, "not-announced"),)


CHECK = Check(NAME, ("imap",), (NAME,), _read)
