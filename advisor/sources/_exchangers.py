"""Reads the MX records of a domain: which hosts take its mail, and who they belong to."""

import re

from msgspec import Struct

from advisor import providers
from advisor.address import host_from
from advisor.model.evidence import DnsStatus
from advisor.model.provider import Profile
from advisor.sources import Search

_RECORD = re.compile(r"([0-9]{1,5}) (\S+)")


class Exchangers(Struct, frozen=True):
    """hosts: those of the lowest preference, by name. null: the domain takes no mail (RFC 7505)."""

    status: DnsStatus
    hosts: tuple[str, ...] = ()
    null: bool = False
    profile: Profile | None = None
    note: str = ""


def exchangers(search: Search) -> Exchangers:
    """The mail exchangers of the address's domain."""
    answer = search.network.resolve(search.address.ascii_domain, "MX")
    if answer.status != "found":
        return Exchangers(answer.status, note=answer.note)
    read = [match for record in answer.records if (match := _RECORD.fullmatch(record))]
    if [match[2] for match in read] == ["."]:
        return Exchangers("found", null=True)
    # What is no host name, such as an IP address or a name with underscores, is passed over.
    hosts = [(int(match[1]), host) for match in read if (host := host_from(match[2]))]
    if not hosts:
        return Exchangers("absent", note="no-usable-host")
    lowest = min(hosts)[0]
    best = tuple(sorted(host for preference, host in hosts if preference == lowest))
    return Exchangers("found", best, profile=providers.by_mx(search.profiles, best))
