"""One run against the network: all sources at once, and a visit to every server as soon as somebody names it.

The thread that calls `probe` owns all state; the others only put their results into its queue. They are
daemons, so that none keeps the process alive. The run ends when the answer is good, not when all is known.
"""

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path

from advisor import registry
from advisor.checks import Check
from advisor.disclosures import disclosures
from advisor.model.address import Address
from advisor.model.endpoint import PROTOCOLS, USUAL_PORTS, Endpoint, Security
from advisor.model.evidence import Claim, Denial, Evidence, Exchange, Fact, SourceRun, Trouble, Visit
from advisor.model.provider import Profile
from advisor.net.network import Network
from advisor.net.recording import Recorder
from advisor.sources import Found, Search, Source
from advisor.watching import QUIET, Watcher

__all__ = ["QUIET", "Watcher", "probe"]

_GUESS = 90             # from this rank on a source only guesses
_HEAD_START = 0.15      # seconds that guesses wait for somebody who knows
_MOST_VISITS, _MOST_HOSTS = 24, 12      # per run: we are guests


def probe(address: Address, network: Network, *, profiles: tuple[Profile, ...], sources: tuple[Source, ...],
          local_config: Path | None = None, watcher: Watcher = QUIET, deadline: float = 8.0,
          grace: float = 0.25, offline: bool = False) -> Evidence:
    """Everything that can be learned about `address` in `deadline` seconds, usually much sooner.

    Ends when an incoming and an outgoing server are verified and every better source has spoken, or
    `grace` seconds after they were verified. offline: only sources that ask nobody, and no visits.
    Raises nothing for what the world does.
    """
    allowed = tuple(source for source in sources if not (offline and source.online))
    run = _Run(address, Recorder(network), watcher, allowed, deadline, grace, visiting=not offline)
    run.start_sources(Search(address, run.recorder, profiles, local_config))
    while not run.over():
        run.take()
    return run.evidence(registry.collect("advisor.sources", "SOURCE"), offline=offline)


class _Run:
    """The state of one run; only the thread that called `probe` touches it."""

    def __init__(self, address: Address, recorder: Recorder, watcher: Watcher, sources: tuple[Source, ...],
                 deadline: float, grace: float, *, visiting: bool) -> None:
        self.recorder = recorder
        self._address, self._watcher, self._sources = address, watcher, sources
        self._deadline, self._grace, self._visiting = deadline, grace, visiting
        self._started = time.monotonic()
        self._events: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._rank = {source.id: source.rank for source in sources}
        self._waiting = {source.id for source in sources}       # sources that have not answered yet
        self._runs: list[SourceRun] = []
        self._claims: list[Claim] = []
        self._denials: list[Denial] = []
        self._troubles: list[Trouble] = []
        self._ranks: dict[Endpoint, int] = {}                   # best rank of those who claim it
        self._pending: list[Endpoint] = []
        self._flying: dict[Endpoint, float] = {}                # endpoint -> when the visit began
        self._visits: dict[Endpoint, Visit | None] = {}         # None: our own code broke
        self._settled: float | None = None                      # when an answer was first verified

    def start_sources(self, search: Search) -> None:
        for source in self._sources:
            self._watcher.source_started(source)
            threading.Thread(target=self._search, args=(source, search), daemon=True).start()

    def over(self) -> bool:
        """Whether the run is at its end; starts what can be started."""
        self._start_visits()
        now = self._elapsed()
        if now >= self._deadline or (not self._waiting and not self._flying):
            return True
        if self._settled is None:
            return False
        return now >= self._settled + self._grace or (self._better_are_done() and not self._worth_waiting())

    def take(self) -> None:
        """Wait for the next result, or for the moment at which something is due, and take it in."""
        due = [self._deadline]
        if self._settled is not None:
            due.append(self._settled + self._grace)
        if self._pending and self._elapsed() < _HEAD_START:
            due.append(_HEAD_START)
        try:
            self._events.get(timeout=max(0.0, min(due) - self._elapsed()))()
        except queue.Empty:
            return

    def evidence(self, members: tuple[Source, ...], *, offline: bool) -> Evidence:
        """What was learned, in an order that does not depend on who was faster. members: all sources there
        are; those that were not asked are `skipped`."""
        with contextlib.suppress(queue.Empty):
            while True:         # what has come in by now counts
                self._events.get_nowait()()
        elapsed = self._elapsed()
        why_open = "deadline" if elapsed >= self._deadline else "not-awaited"
        for source in self._sources:
            if source.id in self._waiting:
                self._end(SourceRun(source.id, "timeout", _ms(elapsed), why_open))
        ranks = {source.id: source.rank for source in members} | self._rank
        why = "offline" if offline else "switched-off"
        skipped = [SourceRun(source.id, "skipped", 0, why) for source in members
                   if source.id not in self._rank]
        answered = self.recorder.exchanges
        exchanges = (*answered, *self._unfinished({one.asked for one in answered}, elapsed, why_open))
        facts = [fact for exchange in exchanges if isinstance(exchange.answer, Visit)
                 for fact in self._facts(exchange.answer)]
        return Evidence(
            self._address,
            tuple(sorted(self._claims, key=lambda claim: (
                ranks[claim.source], claim.source, claim.order, claim.endpoint, claim.said))),
            tuple(sorted(self._denials, key=lambda denial: (
                ranks[denial.source], denial.source, denial.protocol, denial.said))),
            tuple(sorted(facts, key=lambda fact: (fact.endpoint, fact.name))),
            tuple(sorted([*self._runs, *skipped], key=lambda run: (ranks[run.id], run.id))),
            tuple(sorted(exchanges, key=lambda exchange: exchange.asked)),
            disclosures(self._address, exchanges),
            tuple(sorted(self._troubles, key=lambda trouble: (trouble.where, trouble.what))),
            _ms(elapsed))

    def _search(self, source: Source, search: Search) -> None:      # in the source's own thread
        began = self._elapsed()
        try:
            found = source.find(search)
        except Exception as failure:  # noqa: BLE001 - one broken leaf must not end the run; it is recorded
            trouble = _trouble(f"source {source.id}", failure)
            ended = SourceRun(source.id, "failed", _ms(self._elapsed() - began), "broken")
            self._events.put(lambda: self._source_ended(ended, Found("failed"), trouble))
            return
        run = SourceRun(source.id, found.status, _ms(self._elapsed() - began), found.note, found.provider,
                        found.mx_class)
        self._events.put(lambda: self._source_ended(run, found))

    def _visit(self, endpoint: Endpoint) -> None:                   # in the visit's own thread
        try:
            visit = self.recorder.visit(endpoint)
        except Exception as failure:  # noqa: BLE001 - one broken reader must not end the run; it is recorded
            trouble = _trouble(f"visit {endpoint}", failure)
            self._events.put(lambda: self._visit_ended(endpoint, None, trouble))
            return
        self._events.put(lambda: self._visit_ended(endpoint, visit))

    def _source_ended(self, run: SourceRun, found: Found, trouble: Trouble | None = None) -> None:
        self._waiting.discard(run.id)
        self._troubles += [trouble] if trouble else []
        self._denials += found.denials
        for claim in found.claims:
            self._claims.append(claim)
            self._note(claim.endpoint, self._rank[run.id])
            for form in _encrypted_forms(claim):
                self._claims.append(form)
                self._note(form.endpoint, self._rank[run.id])
        self._end(run)

    def _end(self, run: SourceRun) -> None:
        self._runs.append(run)
        self._watcher.source_ended(run)

    def _note(self, endpoint: Endpoint, rank: int) -> None:
        if endpoint not in self._ranks:
            self._pending.append(endpoint)
        self._ranks[endpoint] = min(rank, self._ranks.get(endpoint, rank))

    def _visit_ended(self, endpoint: Endpoint, visit: Visit | None, trouble: Trouble | None = None) -> None:
        del self._flying[endpoint]
        self._visits[endpoint] = visit
        self._troubles += [trouble] if trouble else []
        if visit is not None:
            self._watcher.visit_ended(visit)
        if self._settled is None and self._best("smtp") is not None and (
                self._best("imap") is not None or self._best("pop3") is not None):
            self._settled = self._elapsed()

    def _start_visits(self) -> None:
        if not self._visiting:
            return
        for endpoint in sorted(self._pending, key=lambda one: self._ranks[one]):
            taken = {*self._visits, *self._flying}
            hosts = {one.host for one in taken}
            if len(taken) >= _MOST_VISITS or (endpoint.host not in hosts and len(hosts) >= _MOST_HOSTS):
                continue
            # One conversation at a time on the same port of a host.
            if any((one.host, one.port) == (endpoint.host, endpoint.port) for one in self._flying):
                continue
            if self._ranks[endpoint] < _GUESS or self._guess_is_needed(endpoint):
                self._pending.remove(endpoint)
                self._flying[endpoint] = self._elapsed()
                self._watcher.visit_started(endpoint)
                threading.Thread(target=self._visit, args=(endpoint,), daemon=True).start()

    def _guess_is_needed(self, endpoint: Endpoint) -> bool:
        better = any(self._rank[source] < _GUESS for source in self._waiting) or any(
            self._ranks[one] < _GUESS and one.protocol == endpoint.protocol for one in self._flying)
        if (better and self._elapsed() < _HEAD_START) or self._best(endpoint.protocol) is not None:
            return False
        if self._denied(endpoint.protocol, endpoint.security):
            return False
        if endpoint.security == "tls":
            return True
        # STARTTLS is the second choice: only where implicit TLS was tried on that host and did not work.
        first = Endpoint(endpoint.protocol, endpoint.host, USUAL_PORTS[endpoint.protocol, "tls"], "tls")
        return first not in self._pending and first not in self._flying

    def _best(self, protocol: str) -> int | None:
        """Rank of the best source whose server of this protocol was verified; None where there is none."""
        return min((self._ranks[endpoint] for endpoint, visit in self._visits.items()
                    if visit is not None and visit.outcome == "spoke" and endpoint.security != "plain"
                    and endpoint.protocol == protocol), default=None)

    def _better_are_done(self) -> bool:
        """Whether nobody who is still being asked could name a better server than those verified."""
        worst = max(rank for protocol in PROTOCOLS
                    if (rank := self._best(protocol)) is not None)
        return not any(self._rank[source] < worst for source in self._waiting)

    def _worth_waiting(self) -> bool:
        """Whether something goes on that advice needs: a visit to a server that somebody named, or anything
        that may still find the first server of a protocol. Advice weighs IMAP against POP3."""
        missing = {protocol for protocol in PROTOCOLS if self._best(protocol) is None and not (
            self._denied(protocol, "tls") and self._denied(protocol, "starttls"))}
        return (any(self._ranks[one] < _GUESS or one.protocol in missing for one in self._flying)
                or any(one.protocol in missing for one in self._pending)
                or (bool(missing) and bool(self._waiting)))

    def _denied(self, protocol: str, security: str) -> bool:
        return any(denial.protocol == protocol and denial.security in (None, security)
                   for denial in self._denials)

    def _unfinished(self, answered: set[str], elapsed: float, note: str) -> list[Exchange]:
        return [Exchange(str(endpoint), Visit(endpoint, "timeout", note=note), _ms(began),
                         _ms(elapsed - began)) for endpoint, began in self._flying.items()
                if str(endpoint) not in answered]       # its answer may have come in this very moment

    def _facts(self, visit: Visit) -> list[Fact]:
        facts: list[Fact] = []
        checks: tuple[Check, ...] = registry.collect("advisor.checks", "CHECK")
        for check in checks:
            if visit.endpoint.protocol in check.protocols:
                try:
                    facts += check.read(visit)
                except Exception as failure:  # noqa: BLE001 - a broken check is recorded, the rest goes on
                    self._troubles.append(_trouble(f"check {check.id}", failure))
        return facts

    def _elapsed(self) -> float:
        return time.monotonic() - self._started


def _encrypted_forms(claim: Claim) -> tuple[Claim, ...]:
    """Where a source names a plain-text server, the encrypted ways to the same host, which are guesses."""
    if claim.endpoint.security != "plain":
        return ()
    protocol, host = claim.endpoint.protocol, claim.endpoint.host
    modes: tuple[Security, ...] = ("tls", "starttls")
    return tuple(Claim("guess", Endpoint(protocol, host, USUAL_PORTS[protocol, mode], mode), claim.username,
                       claim.auth, f"encrypted form of {claim.endpoint} ({claim.source})", claim.identity,
                       claim.order) for mode in modes)


def _trouble(where: str, failure: Exception) -> Trouble:
    return Trouble(where, f"{type(failure).__name__}: {failure}")


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
