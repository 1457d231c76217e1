"""Visits the servers that profiles name and compares what they say: `mail-advisor providers check`.

Nobody logs in and no address is told to anybody. We are guests: the servers of one owner are visited one
after the other with a pause between them, and only a few owners at a time.
"""

import datetime
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from msgspec import Struct

from advisor import registry
from advisor.checks import Check
from advisor.contradicting import against
from advisor.disagreeing import owner
from advisor.model.address import Address
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Fact, Visit
from advisor.model.picture import Contradiction
from advisor.model.provider import Profile, ProfileServer
from advisor.net.network import Network
from advisor.providers import fill

PAUSE = 1.0         # seconds between two visits to servers of one owner
_AT_ONCE = 6        # owners


class Looked(Struct, frozen=True):
    """One server of a profile and what became of the visit; None where only a customer's domain names it."""

    profile: Profile
    server: ProfileServer
    endpoint: Endpoint | None
    visit: Visit | None = None
    facts: tuple[Fact, ...] = ()

    @property
    def holds(self) -> str:
        """`yes`, `no`, or `unknown`: a timeout may as well be our own network."""
        if self.visit is None:
            return "unknown"
        if against(self.profile, self.server, self.visit, self.facts, reached=True):
            return "no"
        return "yes" if self.visit.outcome == "spoke" else "unknown"


class Checked(Struct, frozen=True):
    """A whole check. reached: some server answered, so that a refusal is a server's own."""

    day: datetime.date
    looked: tuple[Looked, ...]

    @property
    def reached(self) -> bool:
        """Whether the network let us through to anybody."""
        return any(one.visit is not None and (
            one.visit.outcome == "spoke" or one.visit.outcome.startswith("certificate-"))
            for one in self.looked)

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What no longer holds."""
        return tuple(
            Contradiction(one.profile.id, fact, says, said, one.profile.checked, self.day)
            for one in self.looked if one.visit is not None
            for fact, says, said in against(one.profile, one.server, one.visit, one.facts,
                                            reached=self.reached))


def check(profiles: Iterable[Profile], network: Network, day: datetime.date, *, pause: float | None = None,
          seen: Callable[[Looked], None] = lambda looked: None) -> Checked:
    """Visit every server of `profiles` once. pause: seconds between visits to one owner, None for the usual.
    seen: is told of each, from any thread."""
    planned = [one for profile in profiles for one in _servers(profile)]
    queues: dict[str, list[Endpoint]] = {}
    for endpoint in dict.fromkeys(one.endpoint for one in planned if one.endpoint is not None):
        queues.setdefault(owner(endpoint), []).append(endpoint)
    visits: dict[Endpoint, Visit] = {}
    rest = threading.Event()        # never set: waiting for it is the pause

    def visit_all(endpoints: Sequence[Endpoint]) -> None:
        for number, endpoint in enumerate(endpoints):
            if number:
                rest.wait(PAUSE if pause is None else pause)
            visits[endpoint] = network.visit(endpoint)
            for one in planned:
                if one.endpoint == endpoint:
                    seen(_looked(one, visits))

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(visit_all, queues.values()))
    return Checked(day, tuple(_looked(one, visits) for one in planned))


def _servers(profile: Profile) -> list[Looked]:
    """Every server of the profile, once for each of its domains where the name depends on that."""
    found = []
    for server in profile.servers:
        if "{" not in server.host:
            found.append(Looked(profile, server, Endpoint(server.protocol, server.host, server.port,
                                                          server.security)))
        elif not server.domains:
            found.append(Looked(profile, server, None))
        for domain in server.domains if "{" in server.host else ():
            found.append(Looked(profile, server, fill(server, Address(domain, "", domain, domain, domain))))
    return found


def _looked(one: Looked, visits: dict[Endpoint, Visit]) -> Looked:
    if one.endpoint is None:
        return one
    visit = visits[one.endpoint]
    checks: tuple[Check, ...] = registry.collect("advisor.checks", "CHECK")
    facts = tuple(fact for member in checks if visit.endpoint.protocol in member.protocols
                  for fact in member.read(visit))
    return Looked(one.profile, one.server, one.endpoint, visit, facts)
