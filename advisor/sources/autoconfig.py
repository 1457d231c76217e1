"""The domain's own autoconfig host, asked over https and without telling it who asks."""

from advisor.sources import Found, Search, Source, addresses_of
from advisor.sources._documents import look


def find(search: Search) -> Found:
    """What autoconfig.<domain> publishes."""
    url = f"https://autoconfig.{search.address.ascii_domain}/mail/config-v1.1.xml"
    return look(search, url, "autoconfig", "I3")


SOURCE = Source("autoconfig", 30, online=True, third_party=False, find=find,
                asks=lambda address: addresses_of(f"autoconfig.{address.ascii_domain}"))
