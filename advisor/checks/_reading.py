"""What all checks share: the capabilities that count, and the three answers that a check can give."""

from advisor.checks import Check
from advisor.model.evidence import Fact, Visit


def announced(visit: Visit) -> tuple[str, ...] | None:
    """What the server announced where it counts: after login, else inside TLS, else in clear if asked for.

    None where nobody was told anything. What a server says in clear before STARTTLS counts for nothing.
    """
    if visit.outcome != "spoke":
        return None
    if visit.after_login is not None:
        return visit.after_login
    if visit.endpoint.security == "plain":
        return visit.before_tls
    return visit.after_tls


def before_login(visit: Visit) -> tuple[str, ...] | None:
    """What the server announced to somebody whom it does not know yet: there it tells how to log in.

    Many drop that once it has been done, and some go on saying LOGINDISABLED.
    """
    if visit.outcome != "spoke":
        return None
    told = visit.before_tls if visit.endpoint.security == "plain" else visit.after_tls
    return visit.after_login if told is None else told


def values(lines: tuple[str, ...], keyword: str) -> tuple[str, ...] | None:
    """The words behind `keyword` (`SIZE 1000`, `SASL PLAIN LOGIN`); None where no line begins with it."""
    found = [line.split()[1:] for line in lines if line.split()[:1] == [keyword]]
    return tuple(word for words in found for word in words) if found else None


def yes(visit: Visit, name: str, value: str | int | None = None, because: str = "announced") -> Fact:
    return Fact(name, "yes", value, because, visit.endpoint)


def no(visit: Visit, name: str, because: str, value: str | int | None = None) -> Fact:
    return Fact(name, "no", value, because, visit.endpoint)


def unknown(visit: Visit, name: str, because: str) -> Fact:
    return Fact(name, "unknown", None, because, visit.endpoint)


def unasked(visit: Visit, name: str) -> Fact:
    """Unknown, because the server told nothing: the outcome of the visit says why."""
    return unknown(visit, name, "not-asked" if visit.outcome == "spoke" else visit.outcome)


def extension(check_id: str, *tokens: str, rev2: bool = False) -> Check:
    """A check for an IMAP extension that is announced by one of `tokens`; rev2: IMAP4rev2 brings it along.

    Many servers announce most of what they can only after login, so without a login absence is unknown.
    """
    def read(visit: Visit) -> tuple[Fact, ...]:
        told = announced(visit)
        if told is None:
            return (unasked(visit, check_id),)
        if any(token in told for token in tokens):
            return (yes(visit, check_id),)
        if rev2 and "IMAP4REV2" in told:
            return (yes(visit, check_id, because="imap4rev2"),)     # RFC 9051 appendix E
        if visit.after_login is not None:
            return (no(visit, check_id, "not-announced"),)
        return (unknown(visit, check_id, "not-announced-before-login"),)
    return Check(check_id, ("imap",), (check_id,), read)


def pop3_lines(visit: Visit, name: str, told: tuple[str, ...] | None = None
               ) -> tuple[tuple[str, ...], Fact | None]:
    """The lines of CAPA, and the fact that is already settled where there are none. told: those lines, where
    others count than usual."""
    told = announced(visit) if told is None else told
    if told is None:
        return (), unasked(visit, name)
    if "capa-refused" in visit.note.split() and not visit.after_login:
        return (), unknown(visit, name, "capa-refused")
    return told, None


def pop3_extension(check_id: str, *keywords: str) -> Check:
    """A check for what one of these lines of CAPA announces."""
    def read(visit: Visit) -> tuple[Fact, ...]:
        lines, settled = pop3_lines(visit, check_id)
        if settled is not None:
            return (settled,)
        there = any(values(lines, keyword) is not None for keyword in keywords)
        return (yes(visit, check_id) if there else no(visit, check_id, "not-announced"),)
    return Check(check_id, ("pop3",), (check_id,), read)


def smtp_extension(check_id: str, keyword: str) -> Check:
    """A check for what a line of the answer to EHLO announces."""
    def read(visit: Visit) -> tuple[Fact, ...]:
        told = announced(visit)
        if told is None:
            return (unasked(visit, check_id),)
        there = values(told, keyword) is not None
        return (yes(visit, check_id) if there else no(visit, check_id, "not-announced"),)
    return Check(check_id, ("smtp",), (check_id,), read)


def upgrade(visit: Visit, name: str, keyword: str) -> Fact:
    """Whether a clear line can be encrypted: the one thing that is read from before TLS."""
    if visit.endpoint.security == "tls":
        return unknown(visit, name, "already-encrypted")
    if visit.before_tls is not None and keyword in visit.before_tls:
        return yes(visit, name)
    if visit.endpoint.security == "starttls" and visit.tls is not None:
        return yes(visit, name, because="accepted")     # not announced, but it worked
    if "capa-refused" in visit.note.split():
        return unknown(visit, name, "capa-refused")
    if visit.before_tls is not None:
        return no(visit, name, "not-announced")
    return unasked(visit, name)
