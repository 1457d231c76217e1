"""How one can prove who one is to the POP3 server: SASL mechanisms, USER (name and password), APOP."""

from advisor.checks import Check
from advisor.checks._reading import before_login, no, pop3_lines, values, yes
from advisor.model.evidence import Fact, Visit


def _read(visit: Visit) -> tuple[Fact, ...]:
    lines, settled = pop3_lines(visit, "pop3-auth", before_login(visit))
    if settled is not None:
        return (settled,)
    ways = list(values(lines, "SASL") or ())
    ways += ["USER"] if values(lines, "USER") is not None else []
    ways += ["APOP"] if visit.stamp() else []
    if ways:
        return (yes(visit, "pop3-auth", " ".join(dict.fromkeys(ways))),)
    return (no(visit, "pop3-auth", "not-announced"),)


CHECK = Check("pop3-auth", ("pop3",), ("pop3-auth",), _read)
