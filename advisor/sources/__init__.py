"""One discovery source a module: who could know the servers of this domain, and what they say.

A source asks the network only through the `Network` it is given and raises nothing for what comes back.
Asking the same question twice is free: the network remembers, so a source that needs the MX asks for it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from advisor.model.address import Address
from advisor.model.evidence import Claim, Denial, Disclosure, Page, SourceStatus
from advisor.model.provider import Profile
from advisor.net.network import Network


class Search(Struct, frozen=True):
    """What a source may use. profiles: all known providers. local_config: folder of <domain>.xml, or None."""

    address: Address
    network: Network
    profiles: Sequence[Profile]
    local_config: Path | None = None


class Found(Struct, frozen=True):
    """What a source came back with. status `answered` means that it said something of use."""

    status: SourceStatus
    claims: tuple[Claim, ...] = ()
    denials: tuple[Denial, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    note: str = ""
    provider: str | None = None
    mx_class: str | None = None
    pages: tuple[Page, ...] = ()


class Source(Struct, frozen=True):
    """What a source module offers as SOURCE. id: the module's name with dashes.

    rank: priority for equal evidence, smaller is better (combine.py uses it). online: it asks the network.
    third_party: it tells the domain to somebody who is neither the domain nor the resolver.
    flag: it is asked only with the person's consent, which this flag gives; "" for all others.
    asks: the DNS questions (name, kind) that it begins with. Those of all sources go out together, before any
    source begins, so that it costs nothing to wait for the answers one after the other.
    """

    id: str
    rank: int
    online: bool
    third_party: bool
    find: Callable[[Search], Found]
    flag: str = ""
    asks: Callable[[Address], Sequence[tuple[str, str]]] = lambda address: ()


def addresses_of(host: str) -> tuple[tuple[str, str], ...]:
    """The DNS questions for the addresses of a host."""
    return (host, "A"), (host, "AAAA")
