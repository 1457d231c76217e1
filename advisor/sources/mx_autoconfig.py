"""The autoconfig host of whoever takes the domain's mail: a hoster publishes once for all its customers.

It learns that somebody asks for its own domain, never for which address or domain.
"""

from msgspec.structs import replace

from advisor.sources import Found, Search, Source
from advisor.sources._documents import look
from advisor.sources._mx_domains import best, mx_domains
from advisor.sources._together import together

# How a host says that it tells only who names the full address. A stranger never learns that from us.
_WANTS_ADDRESS = ("http-400", "http-401", "http-403", "http-422")


def find(search: Search) -> Found:
    """What the autoconfig host of the MX host's own domain publishes, else that of its registered domain."""
    domains = mx_domains(search)
    if isinstance(domains, Found):
        return domains
    found = best(together(lambda domain: look(search, f"https://autoconfig.{domain}/mail/config-v1.1.xml",
                                              "mx-autoconfig", "I1"), domains))
    return replace(found, note=f"{found.note} wants-address") if found.note in _WANTS_ADDRESS else found


SOURCE = Source("mx-autoconfig", 75, online=True, third_party=False, find=find)
