"""One run against the network: all sources at once, and a visit to every server as soon as somebody names it.

The thread that calls `probe` owns all state; the others only put their results into its queue. They are
daemons, so that none keeps the process alive. The run ends when the answer is good, not when all is known.
"""

import contextlib
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from advisor import registry
from advisor.checks import Check
from advisor.disclosures import disclosures
from advisor.meanwhile import PIECE, Meanwhile, Step
from advisor.model.address import Address
from advisor.model.endpoint import USUAL_PORTS, Endpoint, Security, is_of_others
from advisor.model.evidence import Claim, Denial, Evidence, Exchange, Fact, SourceRun, Trouble, Visit
from advisor.model.provider import Profile
from advisor.net.live import LATER, LiveNetwork
from advisor.net.network import Network
from advisor.net.recording import Recorder
from advisor.renaming import renamed
from advisor.sources import Found, Search, Source
from advisor.threads import begin
from advisor.visits import GUESS, Visits
from advisor.watching import QUIET, Watcher

__all__ = ["QUIET", "Watcher", "probe"]

_URGENCY = {"SRV": 0, "MX": 0, "TXT": 2, "CNAME": 2}        # of a kind of DNS question; 1 for all others
_SRV = "srv"            # may say that a service is not offered, and may not choose any port
_LOOK = 0.05            # seconds between two looks at `stop`
_HEAD_START = 0.15      # seconds that guesses wait for that
_LULL = 0.003           # seconds without any news, after which there is time for something else
_TURN = 0.0005          # seconds until a thread lets another one go on; Python's own 0.005 add up


def probe(address: Address, network: Network, *, profiles: Sequence[Profile], sources: tuple[Source, ...],
          local_config: Path | None = None, watcher: Watcher = QUIET, deadline: float = 8.0,
          grace: float = 0.25, offline: bool = False, stop: threading.Event | None = None,
          meanwhile: Sequence[Step] = ()) -> Evidence:
    """Everything that can be learned about `address` in `deadline` seconds, usually much sooner.

    Ends when an incoming and an outgoing server are verified and every better source has spoken, or
    `grace` seconds after they were verified, or when somebody sets `stop`. offline: only sources that ask
    nobody, and no visits. meanwhile: what the caller needs afterwards. Raises nothing for what the
    world does.
    """
    allowed = tuple(source for source in sources if not (offline and source.online))
    run = _Run(address, Recorder(network), watcher, allowed, deadline, grace, stop,
               visiting=not offline)
    if isinstance(network, LiveNetwork):
        network.connected, run.permit = run.connected, network.permit
        run.meanwhile.add(LATER)
    with _short_turns():
        run.start_sources(Search(address, run.recorder, profiles, local_config))
        if isinstance(network, LiveNetwork):        # to look for the checks takes time too
            run.meanwhile.add((*registry.modules("advisor.checks"), *meanwhile))
        while not run.over():
            run.take()
    return run.evidence(registry.collect("advisor.sources", "SOURCE"), offline=offline)


@contextlib.contextmanager
def _short_turns() -> Iterator[None]:
    """While two dozen threads wait for the network, whoever has an answer goes on at once."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class _Run:
    """The state of one run; only the thread that called `probe` touches it."""

    def __init__(self, address: Address, recorder: Recorder, watcher: Watcher, sources: tuple[Source, ...],
                 deadline: float, grace: float, stop: threading.Event | None, *, visiting: bool) -> None:
        self.recorder = recorder
        self._address, self._watcher, self._sources = address, watcher, sources
        self._deadline, self._grace, self._stop, self._visiting = deadline, grace, stop, visiting
        self._started = time.monotonic()
        self._events: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._rank = {source.id: source.rank for source in sources}
        self._waiting = {source.id for source in sources}       # sources that have not answered yet
        self._runs: list[SourceRun] = []
        self._claims: list[Claim] = []
        self._denials: list[Denial] = []
        self._troubles: list[Trouble] = []
        self._visits = Visits()
        self._settled: float | None = None                      # when an answer was first verified
        self.permit: Callable[[Endpoint], None] = lambda endpoint: None
        self.meanwhile = Meanwhile(())

    def start_sources(self, search: Search) -> None:
        # Services first, then addresses, those of whoever asks most before others, who would know all last;
        # hints can wait. So the first mail server is visited a few milliseconds sooner.
        asked = sorted((source.asks(self._address) for source in self._sources), key=len, reverse=True)
        self.recorder.ask_ahead(sorted((question for questions in asked for question in questions),
                                       key=lambda question: _URGENCY.get(question[1], 1)))
        self.meanwhile.work()
        for source in self._sources:
            self._watcher.source_started(source)
            begin(self._search, source, search)

    def over(self) -> bool:
        """Whether the run is at its end; starts what can be started."""
        now = self._elapsed()
        if now >= self._deadline or (self._stop is not None and self._stop.is_set()):
            return True
        self._start_visits(now)
        if not self._waiting and not self._visits.flying:
            return True
        if self._settled is None:
            return False
        if now >= self._settled + self._grace:
            return True
        better = any(self._rank[source] < self._visits.rank for source in self._waiting)
        return not (better or self._visits.promising or (self._visits.missing and self._waiting))

    def take(self) -> None:
        """Wait for the next result, or for the moment at which something is due, and take it in."""
        now = self._elapsed()
        due = [self._deadline]
        if self._stop is not None:
            due.append(now + _LOOK)
        if self._settled is not None:
            due.append(self._settled + self._grace)
        due += self._visits.due(now)
        if now < _HEAD_START:
            due.append(_HEAD_START)
        with contextlib.suppress(queue.Empty):
            self._next(max(0.0, min(due) - now))()

    def _next(self, seconds: float) -> Callable[[], None]:
        """The next result; queue.Empty where none comes in so many seconds. While all wait for a mail server,
        what is needed later is imported."""
        until = time.monotonic() + seconds
        while self.meanwhile and self._visits.flying and (left := until - time.monotonic()) > _LULL:
            used = time.process_time()
            try:
                return self._events.get(timeout=_LULL)
            except queue.Empty:
                if time.process_time() - used < _LULL / 2 and left > _LULL + PIECE:
                    self.meanwhile.work()
        return self._events.get(timeout=max(0.0, until - time.monotonic()))

    def connected(self, endpoint: Endpoint) -> None:                # in the visit's own thread
        """A server has taken the connection."""
        self._events.put(lambda: self._visits.connect(endpoint))

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
                        found.mx_class, found.pages)
        self._events.put(lambda: self._source_ended(run, found))

    def _visit(self, endpoint: Endpoint) -> None:                   # in the visit's own thread
        try:
            visit = self.recorder.visit(endpoint)
            claims = renamed(visit, self.recorder)
        except Exception as failure:  # noqa: BLE001 - one broken reader must not end the run; it is recorded
            trouble = _trouble(f"visit {endpoint}", failure)
            self._events.put(lambda: self._visit_ended(endpoint, None, trouble))
            return
        self._events.put(lambda: self._visit_ended(endpoint, visit, claims=claims))

    def _source_ended(self, run: SourceRun, found: Found, trouble: Trouble | None = None) -> None:
        self._waiting.discard(run.id)
        self._troubles += [trouble] if trouble else []
        self._denials += found.denials
        self._visits.deny(found.denials)
        for claim in found.claims:
            for one in (claim, *_encrypted_forms(claim)):
                self._claims.append(one)
                if _may_choose_a_port(one):
                    self.permit(one.endpoint)
                self._visits.name(one.endpoint, self._rank[run.id], one.order)
        self._end(run)

    def _end(self, run: SourceRun) -> None:
        self._runs.append(run)
        self._watcher.source_ended(run)

    def _visit_ended(self, endpoint: Endpoint, visit: Visit | None, trouble: Trouble | None = None,
                     claims: Sequence[Claim] = ()) -> None:
        self._visits.end(endpoint, visit)
        for claim in claims:
            self._claims.append(claim)
            self._visits.name(claim.endpoint, GUESS, claim.order)
        self._troubles += [trouble] if trouble else []
        if visit is not None:
            self._watcher.visit_ended(visit)
        if self._settled is None and self._visits.answered:
            self._settled = self._elapsed()

    def _start_visits(self, now: float) -> None:
        if not self._visiting:
            return
        awaited = min((self._rank[source] for source in self._waiting), default=GUESS)
        guessing = now >= _HEAD_START or _SRV not in self._waiting
        for endpoint in self._visits.next(now, guessing=guessing, awaited=awaited):
            self._watcher.visit_started(endpoint)
            begin(self._visit, endpoint)

    def _unfinished(self, answered: set[str], elapsed: float, note: str) -> list[Exchange]:
        return [Exchange(str(endpoint), Visit(endpoint, "timeout", note=note), _ms(began),
                         _ms(elapsed - began)) for endpoint, began in self._visits.flying.items()
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


def _may_choose_a_port(claim: Claim) -> bool:
    """Whether the server may be visited on a port that is unusual for mail: the person says so, or a document
    that came over https. DNS records are not signed, and would have us knock anywhere."""
    return claim.identity == "I4" or (
        claim.identity >= "I2" and claim.source != _SRV and not is_of_others(claim.endpoint.port))


def _trouble(where: str, failure: Exception) -> Trouble:
    return Trouble(where, f"{type(failure).__name__}: {failure}")


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
