"""Which IMAP the server speaks: IMAP4rev1 (RFC 3501) or IMAP4rev2 (RFC 9051); the newest is the value."""

from advisor.checks import Check
from advisor.checks._reading import announced, no, unasked, yes
from advisor.model.evidence import Fact, Visit

NAME = "imap-version"


def _read(visit: Visit) -> tuple[Fact, ...]:
    told = announced(visit)
    if told is None:
        return (unasked(visit, NAME),)
    newest = next((name for name in ("IMAP4rev2", "IMAP4rev1") if name.upper() in told), None)
    return (no(visit, NAME, "not-announced") if newest is None else yes(visit, NAME, newest),)


CHECK = Check(NAME, ("imap",), (NAME,), _read)
