"""Questions to the resolver that are under way: over UDP with two repeats, and over TCP for long answers.

Those that begin together are in the hands of one thread, with one socket to each server. Only so many of a
run are on the wire at a time; the others wait for the first answers.
"""

import queue
import selectors
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import ExitStack

import dns.exception
import dns.flags
import dns.message
import dns.rcode

from advisor.model.evidence import DnsAnswer
from advisor.net.dns import Beside, Server, beside, read, vouches
from advisor.net.line import Limit
from advisor.net.open_lines import OpenLines

SENDS = (0.0, 0.6, 1.6)     # seconds after which the question is sent (again)
TOTAL = 3.0
# RFC 6840 section 5.7: a set AD bit in a question asks whether the answer was validated.
_FLAGS = dns.flags.RD | dns.flags.AD
_LOOK = 0.02                # seconds between two looks whether others have left room
_UNREADABLE = (dns.exception.DNSException, ValueError, LookupError, struct.error)


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
        self._wires = _Wires(servers, lines)
        self._lines = lines
        self._room = room
        self._told = told
        self._waiting: deque[_Question] = deque()
        self._open: dict[int, _Question] = {}       # by the number that the answer will carry

    def send(self, name: str, kind: str, then: Callable[[DnsAnswer], None]) -> None:
        """Ask for records of type `kind` of the A-label `name`; `then` gets the answer, now or later."""
        if not self._wires.servers:
            then(DnsAnswer("failed", note="no-resolver"))
            return
        try:
            message = dns.message.make_query(name, kind, use_edns=0, payload=1232, flags=_FLAGS)
            self._waiting.append(_Question(message, self._wires, then))
        except (dns.exception.DNSException, UnicodeError, ValueError):
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

    def _all(self) -> "Iterable[_Question]":
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


class _Wires:
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


class _Question:
    """One question: whether it is under way, which servers may still answer, and what went wrong so far."""

    def __init__(self, question: dns.message.QueryMessage, wires: _Wires,
                 then: Callable[[DnsAnswer], None]) -> None:
        self.over = False
        self._question = question
        self._wires = wires
        self._then = then
        self._room: threading.Semaphore | None = None       # where it has a place, once it has begun
        self._wire = question.to_wire()
        servers = wires.servers
        self._plan = [(after, servers[turn % len(servers)]) for turn, after in enumerate(SENDS)]
        self._spare = len(servers) - 1      # servers that may still be asked when one cannot answer
        self._asked: list[Server] = []
        self._note = ""
        self._began = time.monotonic()
        self._limit = Limit(TOTAL)

    @property
    def number(self) -> int:
        """What tells it from others that are under way."""
        return self._question.id

    @property
    def due(self) -> float:
        """Seconds until there is something to do although nothing has come in."""
        if not self._wires.refused.isdisjoint(self._asked):
            return 0.0
        after = min(self._plan[0][0], TOTAL) if self._plan and self._room else TOTAL
        return max(0.0, self._began + after - time.monotonic())

    def begin(self, room: threading.Semaphore, taken: Iterable[int]) -> None:
        """Send it: there is room, which it gives back. taken: the numbers of those under way."""
        self._room = room
        while self._question.id in taken:
            self._question.id = (self._question.id + 1) % 65536
        self._wire = self._question.id.to_bytes(2, "big") + self._wire[2:]
        self.go_on()

    def go_on(self) -> None:
        """Send (again) what is due, and end where nothing can be expected any more."""
        late = time.monotonic() >= self._began + TOTAL
        if self._room is None:
            if late:
                self.end(DnsAnswer("timeout", note="not-sent"))
            return
        for server in self._wires.refused.intersection(self._asked):
            self._drop(server, "refused")
        while not self.over and self._plan and (not self.due or not self._asked):
            server = self._plan.pop(0)[1]
            if server in self._wires.refused:
                self._note = "refused"
            elif self._wires.send(server, self._wire):
                self._asked.append(server)
            else:
                self._note = "unreachable"
        if not self.over and not self._asked:
            self.end(DnsAnswer("failed", note=self._note))
        elif not self.over and late:
            self.end(DnsAnswer("timeout", note=self._note))

    def end(self, answer: DnsAnswer) -> None:
        """Give the answer to whoever asked, and listen no longer."""
        self.over = True
        if self._room is not None:
            self._room.release()
        self._then(answer)

    def _drop(self, server: Server, note: str) -> None:
        """No more is expected of this server."""
        self._note = note
        self._asked = [one for one in self._asked if one != server]

    def receive(self, data: bytes, server: Server, told: Callable[[Beside], None] | None) -> None:
        """Take what a server says, and end where it is the answer; another server may know better."""
        try:
            message = dns.message.from_wire(data, ignore_trailing=True, raise_on_truncation=False)
            if not self._question.is_response(message):
                return
            if message.flags & dns.flags.TC:
                self.over = True            # the others do not wait for this one
                threading.Thread(target=self._ask_again, args=(server,), daemon=True).start()
                return
            if message.rcode() == dns.rcode.FORMERR and self._question.edns >= 0:
                self._question.use_edns(-1)     # a server from before EDNS (RFC 6891 section 7): ask plainly
                self._wire = self._question.to_wire()
                self._wires.send(server, self._wire)
                return
            answer = read(message, vouching=vouches(server))
            if told is not None:
                for one in beside(message):
                    told(one)
        except _UNREADABLE:
            answer = DnsAnswer("failed", note="unparsable")
        if answer.status == "failed" and self._spare:
            self._spare -= 1
            self._drop(server, answer.note)
            return
        self.end(answer)

    def _ask_again(self, server: Server) -> None:                   # in a thread of its own
        """Over TCP (RFC 7766), first the server whose answer was too long."""
        answer = DnsAnswer("failed", note="tcp-failed")
        for one in (server, *(other for other in self._wires.servers if other != server)):
            try:
                answer = read(dns.message.from_wire(self._ask_tcp(one)), vouching=vouches(one))
            except OSError as error:
                late = isinstance(error, TimeoutError)
                answer = DnsAnswer("timeout" if late else "failed", note="tcp-failed")
            except _UNREADABLE:
                answer = DnsAnswer("failed", note="unparsable")
            if answer.status in ("found", "absent"):
                break
        self.end(answer)

    def _ask_tcp(self, server: Server) -> bytes:
        with (socket.create_connection(server, timeout=self._limit.left()) as sock,
              self._wires.lines.hold(sock)):
            sock.sendall(struct.pack("!H", len(self._wire)) + self._wire)
            size, = struct.unpack("!H", self._exactly(sock, 2))
            return self._exactly(sock, size)

    def _exactly(self, sock: socket.socket, size: int) -> bytes:
        data = b""
        while len(data) < size:
            sock.settimeout(self._limit.left())
            part = sock.recv(size - len(data))
            if not part:
                raise ConnectionResetError
            data += part
        return data
