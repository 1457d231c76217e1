"""Which mail servers to visit, in what order, and whether what they said is enough.

Nothing here has a clock or a socket: probing.py tells what was named and how a visit ended, and is told whom
to visit next. Servers that somebody named go first; of the usual names one a protocol goes with them.
"""

from collections.abc import Iterable

from advisor.model.endpoint import PROTOCOLS, USUAL_PORTS, Endpoint, Protocol
from advisor.model.evidence import Denial, Visit

GUESS = 90                              # from this rank on a source only guesses
_MOST_VISITS, _MOST_HOSTS = 24, 12      # per run: we are guests

_LONGEST_FIRST: tuple[Protocol, ...] = ("smtp", "pop3", "imap")     # by the round trips of a visit
_PATIENCE = 0.25                        # seconds that a guess waits for a better one in its protocol

Place = tuple[int, int]                 # rank of the best source that names a server, and its place with it


class Visits:
    """The visits of one run. `flying`: those under way, and when they began (seconds)."""

    def __init__(self) -> None:
        self.flying: dict[Endpoint, float] = {}
        self._places: dict[Endpoint, Place] = {}
        self._guesses: dict[Endpoint, int] = {}             # usual names, and how usual they are
        self._pending: list[Endpoint] = []
        self._ended: dict[Endpoint, Visit | None] = {}      # None: our own code broke
        self._denials: list[Denial] = []
        self._connected: set[Endpoint] = set()              # somebody is there: it may only be slow

    def name(self, endpoint: Endpoint, rank: int, order: int) -> None:
        """Somebody names this server. rank: of the source. order: its place among what the source names."""
        if rank >= GUESS:
            self._guesses[endpoint] = order
        if endpoint not in self._places:
            self._pending.append(endpoint)
        self._places[endpoint] = min((rank, order), self._places.get(endpoint, (rank, order)))

    def deny(self, denials: Iterable[Denial]) -> None:
        """Somebody says that these are not offered: then nobody guesses them."""
        self._denials += denials

    def next(self, now: float, *, guessing: bool, awaited: int = GUESS) -> list[Endpoint]:
        """Whom to visit now (seconds); they count as under way. guessing: guesses may go out as well.

        awaited: the rank of the best source that has not spoken; it may well name a usual name.
        """
        started = []
        for endpoint in sorted(self._pending, key=lambda one: self._places[one]):
            if self._has_room(endpoint) and self._is_due(endpoint, now, guessing, awaited):
                self._pending.remove(endpoint)
                self.flying[endpoint] = now
                started.append(endpoint)
        return sorted(started, key=lambda one: _LONGEST_FIRST.index(one.protocol))

    def connect(self, endpoint: Endpoint) -> None:
        """Somebody has taken the connection to this server."""
        self._connected.add(endpoint)

    def end(self, endpoint: Endpoint, visit: Visit | None) -> None:
        """A visit is over."""
        del self.flying[endpoint]
        self._ended[endpoint] = visit

    def due(self, now: float) -> list[float]:
        """The moments from now on at which somebody may be visited although nothing has happened."""
        return [began + _PATIENCE for began in self.flying.values() if began + _PATIENCE > now]

    @property
    def answered(self) -> bool:
        """Whether mail can be read and sent: an incoming and an outgoing server were verified."""
        return self._best("smtp") is not None and (
            self._best("imap") is not None or self._best("pop3") is not None)

    @property
    def rank(self) -> int:
        """The worst rank among the best verified servers: who ranks better could still improve something."""
        return max((self._places[best][0] for protocol in PROTOCOLS if (best := self._best(protocol))),
                   default=0)

    @property
    def missing(self) -> frozenset[Protocol]:
        """The protocols without a verified server, unless denied. Advice weighs IMAP against POP3."""
        return frozenset(protocol for protocol in PROTOCOLS if self._best(protocol) is None and not (
            self._denied(protocol, "tls") and self._denied(protocol, "starttls")))

    @property
    def promising(self) -> bool:
        """Whether a visit under way, or one still to be made, may give a better server than there is."""
        return any(self._would_improve(one) for one in self.flying) or any(
            one.protocol in self.missing for one in self._pending)

    def _would_improve(self, endpoint: Endpoint) -> bool:
        best = self._best(endpoint.protocol)
        if best is None:                        # what somebody names may be there although SRV denies it
            return endpoint.protocol in self.missing or self._places[endpoint][0] < GUESS
        if endpoint.security == "plain":
            return False
        if endpoint.host == best.host:          # one server, two ways: TLS decides (RFC 8314 section 3)
            return endpoint.security == "tls" != best.security
        return self._places[endpoint] < self._places[best]

    def _best(self, protocol: Protocol) -> Endpoint | None:
        """The verified server that the best source names."""
        return min((one for one, visit in self._ended.items()
                    if visit is not None and visit.outcome == "spoke"
                    and one.security != "plain" and one.protocol == protocol),
                   key=lambda one: (self._places[one], one.security != "tls"), default=None)

    def _has_room(self, endpoint: Endpoint) -> bool:
        taken = {*self._ended, *self.flying}
        hosts = {one.host for one in taken}
        if len(taken) >= _MOST_VISITS or (endpoint.host not in hosts and len(hosts) >= _MOST_HOSTS):
            return False
        # One conversation at a time on the same port of a host.
        return not any((one.host, one.port) == (endpoint.host, endpoint.port) for one in self.flying)

    def _is_due(self, endpoint: Endpoint, now: float, guessing: bool, awaited: int) -> bool:
        if endpoint.security == "starttls" and self._tls_may_come(endpoint, now):
            return False
        if self._places[endpoint][0] < GUESS:
            return True
        if not guessing or self._denied(endpoint.protocol, endpoint.security):
            return False
        best = self._best(endpoint.protocol)
        if best is not None and (self._places[best][0] <= awaited or self._guessed(endpoint.protocol)):
            return False
        return not any(self._holds_back(one, endpoint, awaited)
                       for one, began in self.flying.items() if now < began + _PATIENCE)

    def _holds_back(self, visited: Endpoint, guess: Endpoint, awaited: int) -> bool:
        """Whether a guess waits for this visit: to a better guess, or a server that nobody will better."""
        if visited.protocol != guess.protocol:
            return False
        if visited in self._guesses and self._guesses[visited] < self._guesses[guess]:
            return True
        return self._places[visited][0] <= awaited

    def _guessed(self, protocol: Protocol) -> bool:
        """Whether one of the usual names was tried in this protocol."""
        return any(one.protocol == protocol and one in self._guesses for one in (*self.flying, *self._ended))

    def _tls_may_come(self, endpoint: Endpoint, now: float) -> bool:
        """STARTTLS is the second choice: it waits while implicit TLS is tried on that host, unless that port
        does not even take the connection, as behind a firewall that drops what it does not like."""
        first = Endpoint(endpoint.protocol, endpoint.host, USUAL_PORTS[endpoint.protocol, "tls"], "tls")
        if first in self._pending or first in self._connected:
            return first not in self._ended
        return first in self.flying and now < self.flying[first] + _PATIENCE

    def _denied(self, protocol: Protocol, security: str) -> bool:
        return any(denial.protocol == protocol and denial.security in (None, security)
                   for denial in self._denials)
