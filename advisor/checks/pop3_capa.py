"""CAPA (RFC 2449): does the server tell what it can do?

An old one does not. Then nobody knows before a login whether mail can stay there.
"""

from advisor.checks import Check
from advisor.checks._reading import announced, no, unasked, yes
from advisor.model.evidence import Fact, Visit

NAME = "pop3-capa"


def _read(visit: Visit) -> tuple[Fact, ...]:
    if announced(visit) is None:
        return (unasked(visit, NAME),)
    if "capa-refused" not in visit.note.split():
        return (yes(visit, NAME, because="answered"),)
    late = bool(visit.after_login)
    return (yes(visit, NAME, because="answered-after-login") if late else no(visit, NAME, "capa-refused"),)


CHECK = Check(NAME, ("pop3",), (NAME,), _read)
