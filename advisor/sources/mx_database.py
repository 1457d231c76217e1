"""Thunderbird's database of providers, asked for whoever takes the domain's mail.

The database is a third party: it learns the domain of the mail host, never that of the address.
"""

from advisor.sources import Found, Search, Source
from advisor.sources._documents import look
from advisor.sources._mx_domains import best, mx_domains
from advisor.sources._together import together


def find(search: Search) -> Found:
    """What the database has for the MX host's own domain, else for its registered domain."""
    domains = mx_domains(search)
    if isinstance(domains, Found):
        return domains
    # Who is asked is trustworthy, but what we ask for came out of DNS, which is not signed: I1.
    return best(together(lambda domain: look(search, f"https://autoconfig.thunderbird.net/v1.1/{domain}",
                                             "mx-database", "I1"), domains))


SOURCE = Source("mx-database", 77, online=True, third_party=True, find=find)
