"""The autoconfig file on the domain's own web server, asked over https and without telling who asks."""

from advisor.sources import Found, Search, Source, addresses_of
from advisor.sources._documents import look


def find(search: Search) -> Found:
    """What <domain>/.well-known/autoconfig publishes."""
    url = f"https://{search.address.ascii_domain}/.well-known/autoconfig/mail/config-v1.1.xml"
    return look(search, url, "well-known", "I3")


SOURCE = Source("well-known", 40, online=True, third_party=False, find=find,
                asks=lambda address: addresses_of(address.ascii_domain))
