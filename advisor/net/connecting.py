"""From a host name to a connected socket: look the name up once, judge its addresses, dial them staggered.

The address that was judged is the one that is dialled; nothing looks the name up a second time. A dead IPv6
address costs a quarter of a second (RFC 8305), not a timeout.
"""

import queue
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future

from advisor.model.evidence import BESIDE, DnsAnswer
from advisor.net.addresses import in_order
from advisor.net.line import Ended, Limit
from advisor.net.open_lines import OpenLines
from advisor.threads import begin

Dial = Callable[[str, int, float], socket.socket]
Addresses = tuple["Future[DnsAnswer]", "Future[DnsAnswer]"]     # A and AAAA, now or later
LookUp = Callable[[str], Addresses]

ADDRESS_KINDS = ("A", "AAAA")

STAGGER = 0.25          # RFC 8305 section 5: "Connection Attempt Delay"
RESOLUTION_DELAY = 0.05  # RFC 8305 section 3: how long a quick A waits for its AAAA
CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 4.0    # more than DNS ever takes


def connect_to_host(found: Addresses, port: int, dial: Dial, limit: Limit,
                    lan: bool) -> tuple[str, socket.socket]:
    """The first address of a host that answers, and its socket. Ends with the reason where there is none.

    Addresses that came too late to be waited for are tried when the others have failed.
    """
    first = find_addresses(found, lan)
    try:
        return connect(first, port, dial, limit)
    except Ended:
        late = tuple(one for one in find_addresses(found, lan, patience=ANSWER_SECONDS) if one not in first)
        if not late:
            raise
        return connect(late, port, dial, limit)


def find_addresses(found: Addresses, lan: bool, patience: float | None = None) -> tuple[str, ...]:
    """The addresses to dial, best first. Ends with the reason where there is none.

    patience: seconds to wait for an AAAA where there is an A. None: as long as RFC 8305 says, and not at all
    where the A came along with another answer, which would have brought the AAAA as well.
    """
    four = found[0].result()
    if patience is None:
        patience = 0.0 if four.note == BESIDE else RESOLUTION_DELAY
    try:
        # With an A at hand a slow AAAA is not waited for; without one it is all there can be.
        six = found[1].result(patience if four.status == "found" else ANSWER_SECONDS)
    except TimeoutError:
        six = DnsAnswer("timeout")
    dialled = in_order(_records(six), _records(four), lan)
    if dialled:
        return dialled
    if _records(six) or _records(four):
        raise Ended("private-address", ", ".join((*_records(six), *_records(four))[:3]))
    worst = next((answer for answer in (four, six) if answer.status in ("failed", "timeout")), None)
    if worst is None:
        raise Ended("no-address")
    raise Ended("timeout" if worst.status == "timeout" else "unreachable", f"dns-{worst.status}")


def connect(addresses: tuple[str, ...], port: int, dial: Dial, limit: Limit) -> tuple[str, socket.socket]:
    """The first address that answers, and its socket. Ends with `refused`, `unreachable` or `timeout`."""
    if len(addresses) == 1:
        return addresses[0], _dial_alone(addresses[0], port, dial, limit)
    arrived: queue.SimpleQueue[tuple[str, socket.socket | OSError]] = queue.SimpleQueue()
    race = _Race(arrived)
    waiting = list(addresses)
    under_way = 0
    failures: list[OSError] = []
    limit.step(CONNECT_SECONDS + STAGGER * (len(addresses) - 1))
    try:
        while waiting or under_way:
            if waiting:
                race.start(waiting.pop(0), port, dial)
                under_way += 1
            try:
                address, answer = arrived.get(timeout=min(limit.left(), STAGGER) if waiting else limit.left())
            except queue.Empty:
                continue
            under_way -= 1
            if isinstance(answer, socket.socket):
                return address, _prompt(answer)
            failures.append(answer)
    except TimeoutError:
        failures.append(TimeoutError())
    finally:
        race.over()
    raise _verdict(failures)


def _dial_alone(address: str, port: int, dial: Dial, limit: Limit) -> socket.socket:
    """Where there is nobody to race with, there is no need for a thread."""
    limit.step(CONNECT_SECONDS)
    try:
        return _prompt(dial(address, port, limit.left()))
    except OSError as error:
        raise _verdict([error]) from None


def _prompt(sock: socket.socket) -> socket.socket:
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)      # every line is waited for
    return sock


class _Race:
    """Several dials at once; sockets that come too late are closed."""

    def __init__(self, arrived: "queue.SimpleQueue[tuple[str, socket.socket | OSError]]") -> None:
        self._arrived = arrived
        self._lock = threading.Lock()
        self._over = False

    def start(self, address: str, port: int, dial: Dial) -> None:
        begin(self._run, address, port, dial)

    def over(self) -> None:
        with self._lock:
            self._over = True
            while not self._arrived.empty():
                _, late = self._arrived.get()
                if isinstance(late, socket.socket):
                    late.close()

    def _run(self, address: str, port: int, dial: Dial) -> None:
        answer: socket.socket | OSError
        try:
            answer = dial(address, port, CONNECT_SECONDS)
        except OSError as error:
            answer = error
        with self._lock:
            if not self._over:
                self._arrived.put((address, answer))
            elif isinstance(answer, socket.socket):
                answer.close()


def _verdict(failures: list[OSError]) -> Ended:
    if any(isinstance(error, ConnectionRefusedError) for error in failures):
        return Ended("refused")
    if any(isinstance(error, TimeoutError) for error in failures):
        return Ended("timeout", "connecting")
    return Ended("unreachable")


def _records(answer: DnsAnswer) -> tuple[str, ...]:
    return answer.records if answer.status == "found" else ()


def plain_dial(lines: OpenLines) -> Dial:
    """The ordinary way to connect to an IP address, which a stop can interrupt."""
    def dial(address: str, port: int, seconds: float) -> socket.socket:
        sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
        try:
            sock.settimeout(seconds)
            with lines.hold(sock):
                sock.connect((address, port))
        except BaseException:
            sock.close()
            raise
        return sock
    return dial
