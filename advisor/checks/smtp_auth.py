"""How one can prove who one is to the submission server: the mechanisms of AUTH (RFC 4954)."""

from advisor.checks import Check
from advisor.checks._reading import before_login, no, unasked, values, yes
from advisor.model.evidence import Fact, Visit


def _read(visit: Visit) -> tuple[Fact, ...]:
    told = before_login(visit)
    if told is None:
        return (unasked(visit, "smtp-auth"),)
    # Servers from before RFC 2554 say "AUTH=PLAIN LOGIN"; many still say both.
    lines = tuple(line.replace("AUTH=", "AUTH ", 1) if line.startswith("AUTH=") else line for line in told)
    mechanisms = values(lines, "AUTH")
    if mechanisms:
        return (yes(visit, "smtp-auth", " ".join(dict.fromkeys(mechanisms))),)
    return (no(visit, "smtp-auth", "not-announced"),)


CHECK = Check("smtp-auth", ("smtp",), ("smtp-auth",), _read)
