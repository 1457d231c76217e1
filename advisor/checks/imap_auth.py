"""How one can prove who one is to the IMAP server: the mechanisms behind AUTH=, such as PLAIN or XOAUTH2."""

from advisor.checks import Check
from advisor.checks._reading import before_login, no, unasked, yes
from advisor.model.evidence import Fact, Visit


def _read(visit: Visit) -> tuple[Fact, ...]:
    told = before_login(visit)
    if told is None:
        return (unasked(visit, "imap-auth"),)
    mechanisms = [token.removeprefix("AUTH=") for token in told if token.startswith("AUTH=") and token[5:]]
    if mechanisms:
        return (yes(visit, "imap-auth", " ".join(dict.fromkeys(mechanisms))),)
    if "LOGINDISABLED" in told:
        return (no(visit, "imap-auth", "login-disabled"),)
    # RFC 9051 section 6.2.3: the LOGIN command is there unless the server says that it is not.
    return (yes(visit, "imap-auth", "LOGIN", because="login-command"),)


CHECK = Check("imap-auth", ("imap",), ("imap-auth",), _read)
