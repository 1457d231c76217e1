"""Reads profiles/<id>.toml and finds the provider of a domain or of its mail exchangers.

A profile is what somebody wrote down from the provider's own pages. It says where to look and what to
prepare; whether it still holds is decided by the servers themselves, not by the profile.
"""

import tomllib
from collections.abc import Iterable
from functools import cache

import msgspec

from advisor import data
from advisor.model.address import Address
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Claim
from advisor.model.provider import Profile


class ProfileMistake(Exception):
    """A profile that does not fit the schema: the file, and what is wrong in it."""


@cache
def load() -> tuple[Profile, ...]:
    """Every shipped profile, by id. A file that does not fit raises ProfileMistake with its name."""
    profiles = []
    for path in sorted(data.folder("profiles").glob("*.toml")):
        try:
            profile = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Profile)
        except (tomllib.TOMLDecodeError, msgspec.ValidationError) as mistake:
            raise ProfileMistake(f"{path.name}: {mistake}") from mistake
        if profile.id != path.stem:
            raise ProfileMistake(f"{path.name}: id is {profile.id!r}, the file says otherwise")
        profiles.append(profile)
    return tuple(profiles)


def by_domain(profiles: Iterable[Profile], ascii_domain: str) -> Profile | None:
    """The provider that lists this mail domain (A-labels), or None."""
    return next((profile for profile in profiles if ascii_domain in profile.domains), None)


def by_mx(profiles: Iterable[Profile], hosts: Iterable[str]) -> Profile | None:
    """The provider of the first mail exchanger that any profile knows; hosts lowest preference first.

    A suffix matches on a label boundary and the longest one wins: `olc.protection.outlook.com` is
    consumer mail, `mail.protection.outlook.com` is Microsoft 365.
    """
    suffixes = [(suffix, profile) for profile in profiles for suffix in profile.mx]
    for host in hosts:
        matches = [(len(suffix), profile) for suffix, profile in suffixes
                   if host == suffix or host.endswith("." + suffix)]
        if matches:
            return max(matches, key=lambda match: match[0])[1]
    return None


def servers(profile: Profile, address: Address, source: str, said: str, identity: str) -> tuple[Claim, ...]:
    """What the profile says about the servers of this address, as claims of `source`, best first."""
    places = {"domain": address.ascii_domain, "domain-with-dashes": address.ascii_domain.replace(".", "-")}
    found = []
    for order, server in enumerate(profile.servers):
        host = server.host
        for place, value in places.items():
            host = host.replace("{" + place + "}", value)
        endpoint = Endpoint(server.protocol, host, server.port, server.security)
        found.append(Claim(source, endpoint, server.username, profile.auth, said, identity, order))
    return tuple(found)
