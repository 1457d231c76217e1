"""A network that remembers, and one that only remembers.

`Recorder` asks every question once, however many ask it and however many at the same time, and keeps what was
answered as evidence. `Replay` gives those answers again, so that a run can be judged without a network.
"""

import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from typing import cast

from advisor.model.endpoint import Endpoint
from advisor.model.evidence import BESIDE, DnsAnswer, Exchange, HttpAnswer, Visit
from advisor.net.connecting import ADDRESS_KINDS, Addresses
from advisor.net.live import LiveNetwork
from advisor.net.network import Network

Answer = DnsAnswer | HttpAnswer | Visit


class Recorder:
    """Asks `network`, each question once. clock: seconds, monotonic; the run begins now."""

    def __init__(self, network: Network, clock: Callable[[], float] = time.monotonic) -> None:
        self._network = network
        self._clock = clock
        self._began = clock()
        self._lock = threading.Lock()
        self._answers: dict[str, Future[Answer]] = {}
        self._exchanges: list[Exchange] = []
        if isinstance(network, LiveNetwork):
            network.look_up = self.look_up      # the addresses it needs are questions like all others

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """What was asked and answered so far, in the order in which the questions began."""
        with self._lock:
            return tuple(sorted(self._exchanges, key=lambda exchange: (exchange.started, exchange.asked)))

    def resolve(self, name: str, kind: str) -> DnsAnswer:
        asked = dns_question(name, kind)
        return cast(DnsAnswer, self._once(asked, lambda: self._network.resolve(name, kind)))

    def ask_ahead(self, questions: Iterable[tuple[str, str]]) -> None:
        """Ask these DNS questions (name, kind) all at once; returns at once. Who asks one of them later waits
        for that answer. A network without sockets answers in no time, so there is nothing to gain."""
        if not isinstance(self._network, LiveNetwork):
            return
        with self._lock:
            new = [question for question in dict.fromkeys(questions)
                   if dns_question(*question) not in self._answers]
            self._answers.update((dns_question(*question), Future()) for question in new)
        if not new:
            return
        started = self._clock()

        def then(name: str, kind: str, answer: DnsAnswer) -> None:
            asked = dns_question(name, kind)
            if answer.note == BESIDE:
                with self._lock:
                    if asked in self._answers:      # somebody has asked: that answer counts
                        return
                    self._answers[asked] = Future()
            self._keep(asked, answer, started)

        self._network.resolve_together(new, then)

    def look_up(self, host: str) -> Addresses:
        """The addresses of a host, now or later: its A and its AAAA records."""
        self.ask_ahead((host, kind) for kind in ADDRESS_KINDS)
        with self._lock:
            four, six = (self._answers[dns_question(host, kind)] for kind in ADDRESS_KINDS)
        return cast(Addresses, (four, six))

    def fetch(self, url: str) -> HttpAnswer:
        return cast(HttpAnswer, self._once(url, lambda: self._network.fetch(url)))

    def fetch_in_clear(self, url: str) -> HttpAnswer:
        return cast(HttpAnswer, self._once(url, lambda: self._network.fetch_in_clear(url)))

    def post(self, url: str, body: bytes) -> HttpAnswer:
        # The body follows from the address, of which a run has one: the URL names the question.
        return cast(HttpAnswer, self._once(f"POST {url}", lambda: self._network.post(url, body)))

    def visit(self, endpoint: Endpoint) -> Visit:
        return cast(Visit, self._once(str(endpoint), lambda: self._network.visit(endpoint)))

    def _once(self, asked: str, ask: Callable[[], Answer]) -> Answer:
        with self._lock:
            future = self._answers.get(asked)
            mine = future is None
            if future is None:
                future = self._answers[asked] = Future()
        if mine:
            self._settle(asked, ask, future)
        return future.result()

    def _settle(self, asked: str, ask: Callable[[], Answer], future: "Future[Answer]") -> None:
        started = self._clock()
        try:
            answer = ask()
        except BaseException as error:
            future.set_exception(error)     # our own mistake: everybody who waits learns of it
            raise
        self._keep(asked, answer, started)

    def _keep(self, asked: str, answer: Answer, started: float) -> None:
        exchange = Exchange(asked, answer, _ms(started - self._began), _ms(self._clock() - started))
        with self._lock:
            self._exchanges.append(exchange)
            future = self._answers[asked]
        future.set_result(answer)


class Replay:
    """Answers from recorded exchanges. What was not asked then is failed, with the note `not-recorded`."""

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        self._answers: dict[str, Answer] = {}
        for exchange in exchanges:
            self._answers.setdefault(exchange.asked, exchange.answer)

    def resolve(self, name: str, kind: str) -> DnsAnswer:
        answer = self._answers.get(dns_question(name, kind))
        return answer if isinstance(answer, DnsAnswer) else DnsAnswer("failed", note="not-recorded")

    def fetch(self, url: str) -> HttpAnswer:
        answer = self._answers.get(url)
        return answer if isinstance(answer, HttpAnswer) else HttpAnswer("failed", note="not-recorded")

    fetch_in_clear = fetch      # the URL says which it was

    def post(self, url: str, body: bytes) -> HttpAnswer:
        return self.fetch(f"POST {url}")

    def visit(self, endpoint: Endpoint) -> Visit:
        answer = self._answers.get(str(endpoint))
        return answer if isinstance(answer, Visit) else Visit(endpoint, "not-visited", note="not-recorded")


def dns_question(name: str, kind: str) -> str:
    """A DNS question as evidence names it."""
    return f"{kind} {name}"


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
