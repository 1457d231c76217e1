"""The providers that we know beforehand, found by the domain of the address. Asks nobody."""

from advisor import providers
from advisor.model.evidence import Denial
from advisor.sources import Found, Search, Source


def find(search: Search) -> Found:
    """The servers of the provider that lists this domain, and what it says it does not offer."""
    profile = providers.by_domain(search.profiles, search.address.ascii_domain)
    if profile is None:
        return Found("absent")
    said = f"profile {profile.id}"
    return Found(
        "answered", providers.servers(profile, search.address, "profile", said, "I4"),
        tuple(Denial("profile", protocol, said) for protocol in profile.absent), provider=profile.id,
        mx_class=None if profile.mx_class == "mailbox" else profile.mx_class)


SOURCE = Source("profile", 60, online=False, third_party=False, find=find)
