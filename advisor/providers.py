"""Reads profiles/<id>.toml and finds the provider of a domain or of its mail exchangers.

A profile is what somebody wrote down from the provider's own pages. It says where to look and what to
prepare; whether it still holds is decided by the servers themselves, not by the profile. A person's own
profiles, in their configuration folder, go before the shipped ones.
"""

import datetime
import os
import re
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, overload

import msgspec
from msgspec import Struct, field

from advisor import data
from advisor.model.address import Address
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Claim
from advisor.model.provider import CLOSED, Profile, ProfileServer

if TYPE_CHECKING:
    from advisor.model.mistake import Mistake

# How our own files write what an address is matched against. A file that writes it in another way is found
# by the second pattern, and is then parsed at once. In bytes: who looks up an address looks into all files.
_LIST = re.compile(rb'^(domains|mx) = \[((?:\s*"[^"\\\n]*",?)*\s*)\]', re.MULTILINE)
_ANY_LIST = re.compile(rb"^\s*[\"']?(?:domains|mx)[\"']?\s*=", re.MULTILINE)
# What makes Profile.is_empty true.
_IS_EMPTY = re.compile(
    rb"^\s*[\"']?(?:became[\"']?\s*=\s*[\"']%b|mx_class[\"']?\s*=\s*[\"'](?!mailbox))" % CLOSED.encode(),
    re.MULTILINE)


class ProfileMistake(Exception):
    """A profile that does not fit the schema: the file, and what is wrong in it."""


class Names(Struct, frozen=True):
    """Mail domain or MX suffix -> place of the profile that lists it. empty: places of closed services,
    filters and forwarders, where nobody has a mailbox."""

    domains: dict[str, int] = field(default_factory=dict)
    mx: dict[str, int] = field(default_factory=dict)
    empty: set[int] = field(default_factory=set)


class Profiles(Sequence[Profile]):
    """The profiles of a folder, by id. A file is parsed when its profile is asked for, not before.

    Whoever looks up an address pays for reading a hundred small files and for parsing one. A file that does
    not fit raises ProfileMistake with its name when it is parsed.

    own: a person's own profiles, read and sound, with their files. They stand first: one replaces the shipped
    one with its id, and wins where both list a domain. left_out: what is wrong in those that are not used.
    """

    def __init__(self, folder: Path, own: Sequence[tuple[Path, Profile]] = (),
                 left_out: "Sequence[Mistake]" = ()) -> None:
        ids = {profile.id for _, profile in own}
        shipped = sorted(name.removesuffix(".toml") for name in os.listdir(folder) if name.endswith(".toml"))
        self._files = [*((profile.id, str(path)) for path, profile in own),
                       *((one, f"{folder}/{one}.toml") for one in shipped if one not in ids)]
        self._parsed: dict[int, Profile] = {place: profile for place, (_, profile) in enumerate(own)}
        self.own = frozenset(ids)
        self.left_out = tuple(left_out)

    def __len__(self) -> int:
        return len(self._files)

    @overload
    def __getitem__(self, place: int) -> Profile: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Profile]: ...
    def __getitem__(self, place: int | slice) -> Profile | Sequence[Profile]:
        if isinstance(place, slice):
            return tuple(self[one] for one in range(*place.indices(len(self))))
        if place not in self._parsed:
            self._parsed[place] = read(Path(self._files[place][1]))
        return self._parsed[place]

    @cached_property
    def names(self) -> Names:
        """What an address is matched against, by a quick look into every file."""
        names = Names()
        for place, (_, path) in enumerate(self._files):
            with open(path, "rb", buffering=0) as file:
                head = file.read().partition(b"\n[")[0]      # up to the first table
            lists = {kind: inside.decode().split('"')[1::2] for kind, inside in _LIST.findall(head)}
            if len(lists) == len(_ANY_LIST.findall(head)):
                domains, mx = lists.get(b"domains", ()), lists.get(b"mx", ())
            else:
                domains, mx = self[place].domains, self[place].mx
            _enter(names, place, domains, mx, bool(_IS_EMPTY.search(head)))
        return names

    def called(self, profile_id: str) -> Profile | None:
        """The profile with that id, or None."""
        place = next((place for place, (one, _) in enumerate(self._files) if one == profile_id), None)
        return None if place is None else self[place]


def load() -> Profiles:
    """Every shipped profile, and before them the person's own ones."""
    folder = data.own_folder("profiles")
    # A file that was mended must not be remembered as it was.
    files = () if folder is None else tuple(
        (path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.toml")) if path.is_file())
    return _load(data.folder("profiles"), tuple(path for path, _ in files), tuple(when for _, when in files))


@cache
def _load(shipped: Path, own: tuple[Path, ...], _when: tuple[int, ...]) -> Profiles:
    if not own:
        return Profiles(shipped)
    from advisor.profilecheck import check, doubles

    sound: list[tuple[Path, Profile]] = []
    wrong: list[Mistake] = []
    today = datetime.date.today()
    for path in own:
        profile, mistakes = check(path, today)
        if profile is not None and not mistakes:
            # Whoever comes first keeps a domain that two of them list.
            mistakes = tuple(one for one in doubles(
                (other.name, other.read_text(encoding="utf-8"), read(other))
                for other in (*(before for before, _ in sound), path)) if one.file == path.name)
        if profile is not None and not mistakes:
            sound.append((path, profile))
        wrong += mistakes
    return Profiles(shipped, sound, wrong)


def read(path: Path) -> Profile:
    """One profile. ProfileMistake names the file, and the line or the key that does not fit."""
    import tomllib  # most domains are in no profile

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
                 if place not in names.empty and not domain.startswith("*"))


def servers(profile: Profile, address: Address, source: str, said: str, identity: str) -> tuple[Claim, ...]:
    """What the profile says about the servers of this address, as claims of `source`, best first.

    What only others report of the provider is no more than the word of a third party (I2).
    """
    found: list[Claim] = []
    for server in profile.servers:
        if server.domains and address.ascii_domain not in server.domains:
            continue
        endpoint = fill(server, address)
        trust = min(identity, "I2") if server.protocol in profile.unsure else identity
        found.append(Claim(source, endpoint, server.username, profile.auth, said, trust, len(found)))
    return tuple(found)


def fill(server: ProfileServer, address: Address) -> Endpoint:
    """The server for this address, with the domain in its places."""
    domain = address.ascii_domain
    host = server.host.replace("{domain}", domain).replace("{domain-with-dashes}", domain.replace(".", "-"))
    return Endpoint(server.protocol, host, server.port, server.security)


def _names(profiles: Iterable[Profile]) -> Names:
    if isinstance(profiles, Profiles):
        return profiles.names
    names = Names()
    for place, profile in enumerate(profiles):
        _enter(names, place, profile.domains, profile.mx, profile.is_empty)
    return names


def _enter(names: Names, place: int, domains: Iterable[str], mx: Iterable[str], empty: bool) -> None:
    for domain in domains:
        names.domains.setdefault(domain, place)
    for suffix in mx:
        names.mx.setdefault(suffix, place)
    if empty:
        names.empty.add(place)


def _parents(name: str) -> Iterable[str]:
    """`a.b.c` -> `b.c`, `c`."""
    while "." in name:
        name = name.partition(".")[2]
        yield name
