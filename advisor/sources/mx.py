"""The hosts that take the domain's mail, and which known provider they belong to.

A filter takes mail for somebody else and says nothing about the mailbox; a forwarder has no mailbox at all.
"""

from advisor import providers
from advisor.sources import Found, Search, Source
from advisor.sources._exchangers import exchangers


def find(search: Search) -> Found:
    """The servers of the provider whose mail exchangers the domain uses."""
    found = exchangers(search)
    if found.status in ("failed", "timeout"):
        return Found("timeout" if found.status == "timeout" else "failed", note=found.note)
    if found.null:
        return Found("answered", note="null-mx", mx_class="null")
    if found.profile is None:
        return Found("absent", note=found.hosts[0] if found.hosts else found.note)
    profile, said = found.profile, f"MX {found.hosts[0]}"
    if profile.mx_class != "mailbox":
        return Found("answered", note=f"{profile.id} {found.hosts[0]}", mx_class=profile.mx_class)
    # Not signed, and only derived: whoever can answer DNS questions could have planted it.
    return Found("answered", providers.servers(profile, search.address, "mx", said, "I1"),
                 note=found.hosts[0], provider=profile.id, mx_class="mailbox")


SOURCE = Source("mx", 70, online=True, third_party=False, find=find,
                asks=lambda address: [(address.ascii_domain, "MX")])
