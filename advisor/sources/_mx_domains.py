"""The domains of whoever takes an address's mail, as far as they may be asked for settings."""

from advisor.sources import Found, Search
from advisor.sources._exchangers import exchangers
from advisor.suffixes import registrable


def mx_domains(search: Search) -> tuple[str, ...] | Found:
    """Whom to ask, the most special first; or how the source ends because there is nobody to ask.

    Never a public suffix (whoever registers `autoconfig.co.uk` would set up half a country), and never the
    address's own domain or its parents.
    """
    found = exchangers(search)
    if found.status in ("failed", "timeout"):
        return Found("timeout" if found.status == "timeout" else "failed", note=found.note)
    if not found.hosts:
        return Found("absent", note="null-mx" if found.null else found.note)
    if found.profile is not None and found.profile.mx_class != "mailbox":
        return Found("absent", note=found.profile.mx_class)     # says nothing about the mailbox
    host = found.hosts[0]
    registered = registrable(host)
    if not registered or registered == search.address.registrable:
        return Found("absent", note="own-host")
    parent = host if host == registered else host.partition(".")[2]
    return tuple(dict.fromkeys((parent, registered)))


def best(answers: list[Found]) -> Found:
    """The most telling of several answers: a document, then silence, then a no."""
    return min(answers, key=lambda answer: ("answered", "timeout", "failed", "absent").index(answer.status))
