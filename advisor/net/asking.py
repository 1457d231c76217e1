"""Questions to the resolver that are under way: over UDP with two repeats, and over TCP for long answers.

Those that begin together are in the hands of one thread. Only so many of a run are on the wire at a time; the
others wait for the first answers.
"""

import queue
import selectors
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
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
        self._servers = servers
        self._lines = lines
        self._room = room
        self._told = told
        self._held = ExitStack()
        self._selector = self._held.enter_context(selectors.DefaultSelector())
        self._waiting: deque[_Question] = deque()
        self._open: list[_Question] = []

    def send(self, name: str, kind: str, then: Callable[[DnsAnswer], None]) -> None:
        """Ask for records of type `kind` of the A-label `name`; `then` gets the answer, now or later."""
        if not self._servers:
            then(DnsAnswer("failed", note="no-resolver"))
            return
        try:
            message = dns.message.make_query(name, kind, use_edns=0, payload=1232, flags=_FLAGS)
        except (dns.exception.DNSException, UnicodeError, ValueError):
            then(DnsAnswer("failed", note="bad-name"))
            return
        self._waiting.append(_Question(message, self._servers, self._lines, self._held, self._selector, then,
                                       self._room, self._told))
        self._begin()

    def finish(self) -> None:
        """Take in the answers; returns after 3 seconds at the latest. One that was too long for a datagram
        may still be on its way, over TCP and in a thread of its own."""
        with self._held:
            while (self._open or self._waiting) and not self._lines.stopped:
                due = [question.due for question in (*self._open, *self._waiting)]
                for key, _ in self._selector.select(min([*due, _LOOK] if self._waiting else due)):
                    question, server = key.data
                    question.receive(key.fileobj, server)
                for question in (*self._open, *self._waiting):
                    question.go_on()
                self._open = [question for question in self._open if not question.over]
                self._begin()
            for question in (*self._open, *self._waiting):
                question.end(DnsAnswer("timeout", note="stopped"))

    def _begin(self) -> None:
        """Send as many of those that wait as there is room for."""
        while self._waiting and (self._waiting[0].over or self._room.acquire(blocking=False)):
            question = self._waiting.popleft()
            if not question.over:
                question.begin()
                if not question.over:
                    self._open.append(question)


class _Question:
    """One question: whether it is under way, the sockets it was sent through, and what went wrong so far."""

    def __init__(self, question: dns.message.QueryMessage, servers: tuple[Server, ...], lines: OpenLines,
                 held: ExitStack, selector: selectors.BaseSelector, then: Callable[[DnsAnswer], None],
                 room: threading.Semaphore, told: Callable[[Beside], None] | None) -> None:
        self.over = False
        self._begun = False
        self._room = room
        self._told = told
        self._question = question
        self._wire = question.to_wire()
        self._lines = lines
        self._held = held
        self._selector = selector
        self._then = then
        self._servers = servers
        self._plan = [(after, servers[turn % len(servers)]) for turn, after in enumerate(SENDS)]
        self._spare = len(servers) - 1      # servers that may still be asked when one cannot answer
        self._open: list[socket.socket] = []
        self._note = ""
        self._began = time.monotonic()
        self._limit = Limit(TOTAL)

    @property
    def due(self) -> float:
        """Seconds until there is something to do although nothing has come in."""
        after = min(self._plan[0][0], TOTAL) if self._plan and self._begun else TOTAL
        return max(0.0, self._began + after - time.monotonic())

    def begin(self) -> None:
        """Send it: there is room."""
        self._begun = True
        self.go_on()

    def go_on(self) -> None:
        """Send (again) what is due, and end where nothing can be expected any more."""
        if not self._begun:
            if time.monotonic() >= self._began + TOTAL:
                self.end(DnsAnswer("timeout", note="not-sent"))
            return
        while not self.over and self._plan and (not self.due or not self._open):
            self._send(self._plan.pop(0)[1])
        if self.over:
            return
        if not self._open:
            self.end(DnsAnswer("failed", note=self._note))
        elif time.monotonic() >= self._began + TOTAL:
            self.end(DnsAnswer("timeout", note=self._note))

    def receive(self, sock: socket.socket, server: Server) -> None:
        """Something has come in: take it, and end where it is the answer."""
        if not self.over and sock in self._open:
            answer = self._receive(sock, server)
            if answer is not None:
                self.end(answer)

    def end(self, answer: DnsAnswer) -> None:
        """Give the answer to whoever asked, and listen no longer."""
        self._leave()
        self._give(answer)

    def _give(self, answer: DnsAnswer) -> None:
        if self._begun:
            self._room.release()
        self._then(answer)

    def _leave(self) -> None:
        self.over = True
        for sock in self._open:
            self._selector.unregister(sock)
        self._open = []

    def _send(self, server: Server) -> None:
        sock = socket.socket(socket.AF_INET6 if ":" in server[0] else socket.AF_INET, socket.SOCK_DGRAM)
        self._held.callback(sock.close)
        try:
            # Connected, the kernel drops what others send, and tells at once when nobody listens there.
            sock.setblocking(False)
            sock.connect(server)
            sock.send(self._wire)
        except OSError:
            self._note = "unreachable"
            return
        self._held.enter_context(self._lines.hold(sock))
        self._selector.register(sock, selectors.EVENT_READ, (self, server))
        self._open.append(sock)

    def _drop(self, sock: socket.socket, note: str) -> None:
        self._note = note
        self._selector.unregister(sock)
        self._open.remove(sock)

    def _receive(self, sock: socket.socket, server: Server) -> DnsAnswer | None:
        """The answer in a datagram; None when it was none for us, or another server may know better."""
        try:
            data = sock.recv(65535)
        except BlockingIOError:
            return None
        except OSError:
            self._drop(sock, "refused")
            return None
        if data[:2] != self._wire[:2]:
            return None         # not an answer to us; a guess of somebody else
        try:
            message = dns.message.from_wire(data, ignore_trailing=True, raise_on_truncation=False)
            if not self._question.is_response(message):
                return None
            if message.flags & dns.flags.TC:
                self._leave()       # the others do not wait for this one
                threading.Thread(target=self._ask_again, args=(server,), daemon=True).start()
                return None
            if message.rcode() == dns.rcode.FORMERR and self._question.edns >= 0:
                self._question.use_edns(-1)     # a server from before EDNS (RFC 6891 section 7): ask plainly
                self._wire = self._question.to_wire()
                sock.send(self._wire)
                return None
            answer = read(message, vouching=vouches(server))
            if self._told is not None:
                for one in beside(message):
                    self._told(one)
        except OSError:
            answer = DnsAnswer("failed", note="refused")
        except (dns.exception.DNSException, ValueError, LookupError, struct.error):
            answer = DnsAnswer("failed", note="unparsable")
        if answer.status == "failed" and self._spare:
            self._spare -= 1
            self._drop(sock, answer.note)
            return None
        return answer

    def _ask_again(self, server: Server) -> None:                   # in a thread of its own
        """Over TCP (RFC 7766), first the server whose answer was too long."""
        answer = DnsAnswer("failed", note="tcp-failed")
        for one in (server, *(other for other in self._servers if other != server)):
            try:
                answer = read(dns.message.from_wire(self._ask_tcp(one)), vouching=vouches(one))
            except OSError as error:
                late = isinstance(error, TimeoutError)
                answer = DnsAnswer("timeout" if late else "failed", note="tcp-failed")
            except (dns.exception.DNSException, ValueError, LookupError, struct.error):
                answer = DnsAnswer("failed", note="unparsable")
            if answer.status in ("found", "absent"):
                break
        self._give(answer)

    def _ask_tcp(self, server: Server) -> bytes:
        with socket.create_connection(server, timeout=self._limit.left()) as sock, self._lines.hold(sock):
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


