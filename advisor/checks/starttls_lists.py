"""Does the server say the same before and after STARTTLS?

What stands only in the first list was said where anybody on the way can add to it, and counts for nothing
(RFC 9051 section 6.2.1, RFC 3207 section 4.2). The value names it.
"""

from advisor.checks import Check
from advisor.checks._reading import no, unknown, yes
from advisor.model.endpoint import PROTOCOLS
from advisor.model.evidence import Fact, Visit

NAME = "starttls-lists"
_GO = {"STARTTLS", "STLS", "LOGINDISABLED"}     # these have done their duty
_MOST = 10


def _read(visit: Visit) -> tuple[Fact, ...]:
    if visit.endpoint.security != "starttls":
        return (unknown(visit, NAME, "no-upgrade-here"),)
    if visit.before_tls is None or visit.after_tls is None:
        return (unknown(visit, NAME, "not-asked" if visit.outcome == "spoke" else visit.outcome),)
    gone = [one for one in _parts(visit.before_tls) if one not in _parts(visit.after_tls) and one not in _GO]
    named = ", ".join(gone[:_MOST]) + (", ..." if len(gone) > _MOST else "")
    if "injected-before-tls" in visit.note.split():
        return (no(visit, NAME, "injected-before-tls", named or None),)
    if gone:
        return (no(visit, NAME, "only-before-tls", named),)
    return (yes(visit, NAME, because="same"),)


def _parts(lines: tuple[str, ...]) -> dict[str, None]:
    """The lines, with each way of logging in (`AUTH PLAIN LOGIN`, `SASL PLAIN`) by itself."""
    found: dict[str, None] = {}
    for line in lines:
        keyword, *words = line.replace("AUTH=", "AUTH ", 1).split() or [""]
        if keyword in ("AUTH", "SASL"):     # Dovecot says `SASL` and no way at all before TLS
            found |= dict.fromkeys(f"{keyword} {word}" for word in words)
        else:
            found[line] = None
    return found


CHECK = Check("starttls-lists", PROTOCOLS, (NAME,), _read)
