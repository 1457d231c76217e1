"""The autoconfig host of whoever takes the domain's mail: a hoster publishes once for all its customers.

It learns that somebody asks for its own domain, never for which address or domain.
"""

from advisor.address import registrable
from advisor.sources import Found, Search, Source
from advisor.sources._documents import look
from advisor.sources._exchangers import exchangers
from advisor.sources._together import together


def find(search: Search) -> Found:
    """What the autoconfig host of the MX host's own domain publishes, else that of its registered domain."""
    found = exchangers(search)
    if found.status in ("failed", "timeout"):
        return Found("timeout" if found.status == "timeout" else "failed", note=found.note)
    if not found.hosts:
        return Found("absent", note="null-mx" if found.null else found.note)
    if found.profile is not None and found.profile.mx_class != "mailbox":
        return Found("absent", note=found.profile.mx_class)     # says nothing about the mailbox
    domains = _domains(found.hosts[0], search.address.registrable)
    if not domains:
        return Found("absent", note="own-host")
    answers = together(lambda domain: look(search, f"https://autoconfig.{domain}/mail/config-v1.1.xml",
                                           "mx-autoconfig", "I1"), domains)
    return min(answers, key=lambda answer: ("answered", "timeout", "failed", "absent").index(answer.status))


def _domains(host: str, own: str) -> tuple[str, ...]:
    """Whom to ask, most special first. Never a public suffix (whoever registers `autoconfig.co.uk` would
    set up half a country), and never the address's own domain or its parents."""
    registered = registrable(host)
    if not registered or registered == own:
        return ()
    parent = host if host == registered else host.partition(".")[2]
    return tuple(dict.fromkeys((parent, registered)))


SOURCE = Source("mx-autoconfig", 75, online=True, third_party=False, find=find)
