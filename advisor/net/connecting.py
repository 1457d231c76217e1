"""From a host name to a connected socket: look the name up once, judge its addresses, dial them staggered.

The address that was judged is the one that is dialled; nothing looks the name up a second time. A dead IPv6
address costs a quarter of a second (RFC 8305), not a timeout.
"""

import queue
import socket
import threading
from collections.abc import Callable

from advisor.model.evidence import DnsAnswer
from advisor.net.addresses import in_order
from advisor.net.line import Ended, Limit
from advisor.net.open_lines import OpenLines

Dial = Callable[[str, int, float], socket.socket]
Lookup = Callable[[str, str], DnsAnswer]

STAGGER = 0.25          # RFC 8305 section 5: "Connection Attempt Delay"
RESOLUTION_DELAY = 0.05  # RFC 8305 section 3: how long a quick A waits for its AAAA
CONNECT_SECONDS = 2.0


def find_addresses(host: str, lookup: Lookup, lan: bool) -> tuple[str, ...]:
    """The addresses of `host` to dial, best first. Ends with the reason where there is none."""
    sixes: queue.SimpleQueue[DnsAnswer] = queue.SimpleQueue()
    threading.Thread(target=lambda: sixes.put(lookup(host, "AAAA")), daemon=True).start()
    four = lookup(host, "A")
    try:
        # With an A at hand a slow AAAA is not waited for; without one it is all there can be.
        six = sixes.get(timeout=RESOLUTION_DELAY if four.status == "found" else 4.0)
    except queue.Empty:
        six = DnsAnswer("timeout")
    found = in_order(_records(six), _records(four), lan)
    if found:
        return found
    if _records(six) or _records(four):
        raise Ended("private-address", ", ".join((*_records(six), *_records(four))[:3]))
    worst = next((answer for answer in (four, six) if answer.status in ("failed", "timeout")), None)
    if worst is None:
        raise Ended("no-address")
    raise Ended("timeout" if worst.status == "timeout" else "unreachable", f"dns-{worst.status}")


def connect(addresses: tuple[str, ...], port: int, dial: Dial, limit: Limit) -> tuple[str, socket.socket]:
    """The first address that answers, and its socket. Ends with `refused`, `unreachable` or `timeout`."""
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
                answer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)    # every line is waited for
                return address, answer
            failures.append(answer)
    except TimeoutError:
        failures.append(TimeoutError())
    finally:
        race.over()
    raise _verdict(failures)


class _Race:
    """Several dials at once; sockets that come too late are closed."""

    def __init__(self, arrived: "queue.SimpleQueue[tuple[str, socket.socket | OSError]]") -> None:
        self._arrived = arrived
        self._lock = threading.Lock()
        self._over = False

    def start(self, address: str, port: int, dial: Dial) -> None:
        threading.Thread(target=self._run, args=(address, port, dial), daemon=True).start()

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
