"""How one can prove who one is to the POP3 server: SASL mechanisms, USER (name and password), APOP."""

import re

from advisor.checks import Check
from advisor.checks._reading import no, pop3_lines, values, yes
from advisor.model.evidence import Fact, Visit

# RFC 1939 section 7: a server that offers APOP has a time stamp in its greeting.
_STAMP = re.compile(r"<[^<>\s]+@[^<>\s]+>")


def _read(visit: Visit) -> tuple[Fact, ...]:
    lines, settled = pop3_lines(visit, "pop3-auth")
    if settled is not None:
        return (settled,)
    ways = list(values(lines, "SASL") or ())
    ways += ["USER"] if values(lines, "USER") is not None else []
    ways += ["APOP"] if _STAMP.search(visit.greeting) else []
    if ways:
        return (yes(visit, "pop3-auth", " ".join(dict.fromkeys(ways))),)
    return (no(visit, "pop3-auth", "not-announced"),)


CHECK = Check("pop3-auth", ("pop3",), ("pop3-auth",), _read)
