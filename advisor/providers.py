"""Reads profiles/<id>.toml and finds the provider of a domain or of its mail exchangers.

A profile is what somebody wrote down from the provider's own pages. It says where to look and what to
prepare; whether it still holds is decided by the servers themselves, not by the profile.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import overload

import msgspec

from advisor import data
from advisor.model.address import Address
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Claim
from advisor.model.provider import Profile

# How our own files write what an address is matched against. A file that writes it in another way is found
# by the second pattern, and is then parsed at once.
_LIST = re.compile(r'^(domains|mx) = \[((?:\s*"[^"\\\n]*",?)*\s*)\]', re.MULTILINE)
_ANY_LIST = re.compile(r"^\s*[\"']?(?:domains|mx)[\"']?\s*=", re.MULTILINE)
_QUOTED = re.compile(r'"([^"]*)"')
_CLOSED = "service-closed"
_IS_CLOSED = re.compile(rf"^\s*[\"']?became[\"']?\s*=\s*[\"']{_CLOSED}[\"']", re.MULTILINE)


class ProfileMistake(Exception):
    """A profile that does not fit the schema: the file, and what is wrong in it."""


@dataclass(frozen=True)
class Names:
    """Mail domain or MX suffix -> place of the profile that lists it. closed: places of closed services."""

    domains: dict[str, int] = field(default_factory=dict)
    mx: dict[str, int] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)


class Profiles(Sequence[Profile]):
    """The profiles of a folder, by id. A file is parsed when its profile is asked for, not before.

    Whoever looks up an address pays for reading a hundred small files and for parsing one. A file that does
    not fit raises ProfileMistake with its name when it is parsed.
    """

    def __init__(self, folder: Path) -> None:
        self._paths = sorted(folder.glob("*.toml"), key=lambda path: path.stem)
        self._parsed: dict[int, Profile] = {}

    def __len__(self) -> int:
        return len(self._paths)

    @overload
    def __getitem__(self, place: int) -> Profile: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Profile]: ...
    def __getitem__(self, place: int | slice) -> Profile | Sequence[Profile]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        if place not in self._parsed:
            self._parsed[place] = read(self._paths[place])
        return self._parsed[place]

    @cached_property
    def names(self) -> Names:
        """What an address is matched against, by a quick look into every file."""
        names = Names()
        for place, path in enumerate(self._paths):
            text = path.read_text(encoding="utf-8").partition("\n[")[0]     # up to the first table
            lists = {kind: tuple(_QUOTED.findall(inside)) for kind, inside in _LIST.findall(text)}
            if len(lists) != len(_ANY_LIST.findall(text)):
                lists = {"domains": self[place].domains, "mx": self[place].mx}
            _enter(names, place, lists.get("domains", ()), lists.get("mx", ()), bool(_IS_CLOSED.search(text)))
        return names

    def called(self, profile_id: str) -> Profile | None:
        """The profile with that id, or None."""
        place = next((place for place, path in enumerate(self._paths) if path.stem == profile_id), None)
        return None if place is None else self[place]


@cache
def load() -> Profiles:
    """Every shipped profile."""
    return Profiles(data.folder("profiles"))


def read(path: Path) -> Profile:
    """One profile. ProfileMistake names the file, and the line or the key that does not fit."""
    try:
        profile = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Profile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, UnicodeDecodeError) as mistake:
        raise ProfileMistake(f"{path.name}: {mistake}") from mistake
    if profile.id != path.stem:
        raise ProfileMistake(f"{path.name}: id is {profile.id!r}, the file says otherwise")
    return profile


def by_id(profiles: Iterable[Profile], profile_id: str) -> Profile | None:
    """The provider called `profile_id`, or None."""
    if isinstance(profiles, Profiles):
        return profiles.called(profile_id)
    return next((profile for profile in profiles if profile.id == profile_id), None)


def by_domain(profiles: Sequence[Profile], ascii_domain: str) -> Profile | None:
    """The provider that lists this mail domain (A-labels), or None. `*.rr.com` is every domain below it."""
    known = _names(profiles).domains
    patterns = (ascii_domain, *(f"*.{parent}" for parent in _parents(ascii_domain)))
    place = next((known[one] for one in patterns if one in known), None)
    return None if place is None else profiles[place]


def by_mx(profiles: Sequence[Profile], hosts: Iterable[str]) -> Profile | None:
    """The provider of the first mail exchanger that any profile knows; hosts lowest preference first.

    A suffix matches on a label boundary and the longest one wins: `olc.protection.outlook.com` is
    consumer mail, `mail.protection.outlook.com` is Microsoft 365.
    """
    known = _names(profiles).mx
    for host in hosts:
        for suffix in (host, *_parents(host)):
            if suffix in known:
                return profiles[known[suffix]]
    return None


def domains(profiles: Iterable[Profile]) -> tuple[str, ...]:
    """Every mail domain at which somebody may have a mailbox today."""
    names = _names(profiles)
    return tuple(domain for domain, place in names.domains.items()
                 if place not in names.closed and not domain.startswith("*"))


def servers(profile: Profile, address: Address, source: str, said: str, identity: str) -> tuple[Claim, ...]:
    """What the profile says about the servers of this address, as claims of `source`, best first.

    What only others report of the provider is no more than the word of a third party (I2).
    """
    places = {"domain": address.ascii_domain, "domain-with-dashes": address.ascii_domain.replace(".", "-")}
    found: list[Claim] = []
    for server in profile.servers:
        if server.domains and address.ascii_domain not in server.domains:
            continue
        host = server.host
        for place, value in places.items():
            host = host.replace("{" + place + "}", value)
        endpoint = Endpoint(server.protocol, host, server.port, server.security)
        trust = min(identity, "I2") if server.protocol in profile.unsure else identity
        found.append(Claim(source, endpoint, server.username, profile.auth, said, trust, len(found)))
    return tuple(found)


def _names(profiles: Iterable[Profile]) -> Names:
    if isinstance(profiles, Profiles):
        return profiles.names
    names = Names()
    for place, profile in enumerate(profiles):
        _enter(names, place, profile.domains, profile.mx, profile.became == _CLOSED)
    return names


def _enter(names: Names, place: int, domains: Iterable[str], mx: Iterable[str], closed: bool) -> None:
    for domain in domains:
        names.domains.setdefault(domain, place)
    for suffix in mx:
        names.mx.setdefault(suffix, place)
    if closed:
        names.closed.add(place)


def _parents(name: str) -> Iterable[str]:
    """`a.b.c` -> `b.c`, `c`."""
    while "." in name:
        name = name.partition(".")[2]
        yield name
