"""Questions to the resolver that are under way: over UDP with two repeats, and over TCP for long answers.

Those that begin together are in the hands of one thread, with one socket to each server. Only so many of a
run are on the wire at a time; the others wait for the first answers.
"""

import queue
import selectors
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import ExitStack

from advisor.model.evidence import DnsAnswer
from advisor.net import wire
from advisor.net.glance import Beside
from advisor.net.open_lines import OpenLines
from advisor.net.question import Question
from advisor.net.resolvers import Server

_LOOK = 0.02                # seconds between two looks whether others have left room


def ask(name: str, kind: str, servers: tuple[Server, ...], lines: OpenLines,
        room: threading.Semaphore) -> DnsAnswer:
    """Records of type `kind` of the A-label `name`. Takes at most 3 seconds and raises nothing."""
    answers: queue.SimpleQueue[DnsAnswer] = queue.SimpleQueue()
    asking = Asking(servers, lines, room)
    asking.send(name, kind, answers.put)
    asking.finish()
    return answers.get()


class Asking:
    """Questions that are under way together. `send` them all, then `finish`, which may be in another thread:
    so twenty questions are on the wire within a millisecond, where twenty threads would take thirty.

    room: for how many on the wire at a time, shared by all of a run. told: gets what came beside an answer.
    """

    def __init__(self, servers: tuple[Server, ...], lines: OpenLines, room: threading.Semaphore,
                 told: Callable[[Beside], None] | None = None) -> None:
        self._wires = _Lines(servers, lines)
        self._lines = lines
        self._room = room
        self._told = told
        self._waiting: deque[Question] = deque()
        self._open: dict[int, Question] = {}       # by the number that the answer will carry

    def send(self, name: str, kind: str, then: Callable[[DnsAnswer], None]) -> None:
        """Ask for records of type `kind` of the A-label `name`; `then` gets the answer, now or later."""
        if not self._wires.servers:
            then(DnsAnswer("failed", note="no-resolver"))
            return
        try:
            self._waiting.append(Question(_asking(name, kind), self._wires, then))
        except ValueError:
            then(DnsAnswer("failed", note="bad-name"))
            return
        self._begin()

    def finish(self) -> None:
        """Take in the answers; returns after 3 seconds at the latest. One that was too long for a datagram
        may still be on its way, over TCP and in a thread of its own."""
        with self._wires.held:
            while (self._open or self._waiting) and not self._lines.stopped:
                due = min(question.due for question in self._all())
                for server, data in self._wires.receive(min(due, _LOOK) if self._waiting else due):
                    self._take(server, data)
                for question in self._all():
                    question.go_on()
                self._sweep()
            for question in self._all():
                question.end(DnsAnswer("timeout", note="stopped"))

    def _all(self) -> "Iterable[Question]":
        return [*self._open.values(), *self._waiting]

    def _begin(self) -> None:
        """Send as many of those that wait as there is room for."""
        while self._waiting and self._room.acquire(blocking=False):
            question = self._waiting.popleft()
            question.begin(self._room, taken=self._open)
            if not question.over:
                self._open[question.number] = question

    def _sweep(self) -> None:
        """Forget those that have their answer, and let others take their place."""
        self._open = {number: question for number, question in self._open.items() if not question.over}
        self._waiting = deque(question for question in self._waiting if not question.over)
        self._begin()

    def _take(self, server: Server, data: bytes) -> None:
        question = self._open.get(int.from_bytes(data[:2], "big"))
        if question is not None and not question.over:      # else a guess of somebody else, or too late
            question.receive(data, server, self._told)


def _asking(name: str, kind: str) -> bytes:
    """The question as it is sent. ValueError where it cannot be asked."""
    try:
        return wire.asking(name, kind)
    except wire.Unusual:
        from advisor.net import dns  # it takes names with whatever is in them

        return dns.asking(name, kind)


class _Lines:
    """One socket to each server. Which port it has, nobody else knows (RFC 5452 section 4.5).

    refused: servers where nobody listens.
    """

    def __init__(self, servers: tuple[Server, ...], lines: OpenLines) -> None:
        self.servers = servers
        self.lines = lines
        self.held = ExitStack()
        self._selector = self.held.enter_context(selectors.DefaultSelector())
        self.refused: set[Server] = set()
        self._sockets: dict[Server, socket.socket] = {}

    def send(self, server: Server, data: bytes) -> bool:
        """Whether it could be sent."""
        try:
            if server not in self._sockets:
                self._open(server)
            self._sockets[server].send(data)
        except ConnectionRefusedError:          # says the network of something that was sent before
            self.refused.add(server)
        except OSError:
            return False
        return True

    def receive(self, seconds: float) -> Iterable[tuple[Server, bytes]]:
        """What comes in within so many seconds."""
        for key, _ in self._selector.select(seconds):
            while True:
                try:
                    yield key.data, key.fileobj.recv(65535)     # type: ignore[union-attr]  # it is a socket
                except BlockingIOError:
                    break
                except OSError:
                    self.refused.add(key.data)
                    break

    def _open(self, server: Server) -> None:
        sock = socket.socket(socket.AF_INET6 if ":" in server[0] else socket.AF_INET, socket.SOCK_DGRAM)
        self.held.callback(sock.close)
        # Connected, the kernel drops what others send, and tells at once when nobody listens there.
        sock.setblocking(False)
        sock.connect(server)
        self.held.enter_context(self.lines.hold(sock))
        self._selector.register(sock, selectors.EVENT_READ, server)
        self._sockets[server] = sock
