"""Thunderbird's database of providers. It is a third party: it learns the domain, and nothing but that."""

from advisor.sources import Found, Search, Source, addresses_of
from advisor.sources._documents import look


def find(search: Search) -> Found:
    """What the database has for this domain."""
    url = f"https://autoconfig.thunderbird.net/v1.1/{search.address.ascii_domain}"
    return look(search, url, "provider-database", "I2")


SOURCE = Source("provider-database", 65, online=True, third_party=True, find=find,
                asks=lambda address: addresses_of("autoconfig.thunderbird.net"))
