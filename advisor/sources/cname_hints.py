"""Aliases in the domain's DNS that lead to a known provider, such as Microsoft’s autodiscover host.

They cost one DNS question each and tell the address to nobody. Behind a mail filter, where the MX says
nothing about the mailbox, they are often the only sign of where it is.
"""

from advisor import providers
from advisor.address import host_from
from advisor.model.provider import Profile
from advisor.sources import Found, Search, Source
from advisor.sources._together import resolved
from advisor.suffixes import registrable

_NAMES = ("autodiscover", "autoconfig", "imap", "mail")
# Microsoft's sign for organisations; private people there have no domain of their own.
_MICROSOFT = ("autodiscover.outlook.com", "autodiscover.office365.com")


def find(search: Search) -> Found:
    """The servers of the provider that an alias of the domain leads to; `autodiscover` speaks first."""
    domain = search.address.ascii_domain
    answers = resolved(search.network, [(f"{name}.{domain}", "CNAME") for name in _NAMES])
    for name, answer in zip(_NAMES, answers, strict=True):
        for target in (host for record in answer.records if (host := host_from(record))):
            profile = _owner(search, target, name)
            if profile is not None:
                said = f"CNAME {name}.{domain} {target}"
                claims = providers.servers(profile, search.address, "cname-hints", said, "I1")
                return Found("answered", claims, note=target, provider=profile.id)
    failed = next((answer for answer in answers if answer.status in ("failed", "timeout")), None)
    if failed is not None:
        return Found("timeout" if failed.status == "timeout" else "failed", note=failed.note)
    return Found("absent")


def _owner(search: Search, target: str, name: str) -> Profile | None:
    if name == "autodiscover":
        return providers.by_id(search.profiles, "microsoft365") if target in _MICROSOFT else None
    owner = registrable(target)
    if not owner or owner == search.address.registrable:
        return None
    return next((profile for profile in search.profiles if profile.mx_class == "mailbox"
                 and any(registrable(server.host) == owner for server in profile.servers)), None)


SOURCE = Source("cname-hints", 72, online=True, third_party=False, find=find,
                asks=lambda address: [(f"{name}.{address.ascii_domain}", "CNAME") for name in _NAMES])
