"""LOGINDISABLED: inside TLS it means that no password is taken by the plain LOGIN command.

In clear it is a good sign, and counts for nothing here.
"""

from advisor.checks import Check
from advisor.checks._reading import before_login, no, unasked, yes
from advisor.model.evidence import Fact, Visit

NAME = "imap-login-disabled"


def _read(visit: Visit) -> tuple[Fact, ...]:
    told = before_login(visit)
    if told is None:
        return (unasked(visit, NAME),)
    return (yes(visit, NAME) if "LOGINDISABLED" in told else no(visit, NAME, "not-announced"),)


CHECK = Check(NAME, ("imap",), (NAME,), _read)
