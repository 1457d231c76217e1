"""One question to the resolver: what is sent when and to whom, and whether what comes back is the answer.

It is told what has come in (see asking.py) and never waits itself, but where an answer was too long for a
datagram: then it goes on over TCP, in a thread of its own.
"""

import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable
from typing import Protocol

from advisor.model.evidence import DnsAnswer
from advisor.net.glance import AUTHENTIC, Beside, glance
from advisor.net.line import Limit
from advisor.net.open_lines import OpenLines
from advisor.net.resolvers import Server, vouches
from advisor.net.wire import OPT
from advisor.threads import begin

SENDS = (0.0, 0.6, 1.6)     # seconds after which the question is sent (again)
TOTAL = 3.0
_TOO_LATE = 0.05            # seconds before the end: who finds room only now would have no answer in time
_RECURSION = 0x100          # among the flags: RD
# RFC 6840 section 5.7: a set AD bit in a question asks whether the answer was validated.
_FLAGS = _RECURSION | AUTHENTIC
_EDNS = struct.pack("!BHHIH", 0, OPT, 1232, 0, 0)       # so long may an answer over UDP be


class Wires(Protocol):
    """What leads to the servers. refused: those where nobody listens."""

    servers: tuple[Server, ...]
    lines: OpenLines
    refused: set[Server]

    def send(self, server: Server, data: bytes) -> bool:
        """Whether it could be sent."""


class Question:
    """One question: whether it is under way, which servers may still answer, and what went wrong so far."""

    def __init__(self, asked: bytes, wires: Wires, then: Callable[[DnsAnswer], None]) -> None:
        """asked: name and kind as they are sent (see wire.asking)."""
        self.over = False
        self.number = int.from_bytes(os.urandom(2))      # what tells it from others that are under way
        self._asked_for = asked
        self._plain = False     # without EDNS, for a server from before it
        self._wires = wires
        self._then = then
        self._room: threading.Semaphore | None = None       # where it has a place, once it has begun
        servers = wires.servers
        self._plan = [(after, servers[turn % len(servers)]) for turn, after in enumerate(SENDS)]
        self._spare = len(servers) - 1      # servers that may still be asked when one cannot answer
        self._asked: list[Server] = []
        self._note = ""
        self._began = time.monotonic()
        self._limit = Limit(TOTAL)

    @property
    def _wire(self) -> bytes:
        """It as it is sent (RFC 1035 section 4.1, RFC 6891 section 6.1.2)."""
        header = struct.pack("!6H", self.number, _FLAGS, 1, 0, 0, 0 if self._plain else 1)
        return header + self._asked_for + (b"" if self._plain else _EDNS)

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
        while self.number in taken:
            self.number = (self.number + 1) % 65536
        self.go_on()

    def go_on(self) -> None:
        """Send (again) what is due, and end where nothing can be expected any more."""
        left = self._began + TOTAL - time.monotonic()
        late = left <= 0
        if left < _TOO_LATE and not self._asked and not self._note:
            self.end(DnsAnswer("timeout", note="not-sent"))
        if self._room is None or self.over:
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
        seen = glance(data, self._asked_for, vouching=vouches(server))
        if seen is not None:
            answer, along = seen
        else:
            from advisor.net import dns  # what is out of the ordinary may take its time

            looked = dns.look(data, self._asked_for, vouching=vouches(server))
            if looked is None:
                return
            if looked.cut:
                self.over = True            # the others do not wait for this one
                begin(self._ask_again, server)
                return
            if looked.from_before_edns and not self._plain:
                self._plain = True
                self._wires.send(server, self._wire)
                return
            answer, along = looked.answer, [*looked.beside]
        if told is not None:
            for one in along:
                told(one)
        if answer.status == "failed" and self._spare:
            self._spare -= 1
            self._drop(server, answer.note)
            return
        self.end(answer)

    def _ask_again(self, server: Server) -> None:                   # in a thread of its own
        """Over TCP (RFC 7766), first the server whose answer was too long."""
        from advisor.net import dns

        answer = DnsAnswer("failed", note="tcp-failed")
        for one in (server, *(other for other in self._wires.servers if other != server)):
            try:
                looked = dns.look(self._ask_tcp(one), self._asked_for, vouching=vouches(one))
                answer = looked.answer if looked else DnsAnswer("failed", note="not-an-answer")
            except OSError as error:
                late = isinstance(error, TimeoutError)
                answer = DnsAnswer("timeout" if late else "failed", note="tcp-failed")
            if answer.status in ("found", "absent"):
                break
        self.end(answer)

    def _ask_tcp(self, server: Server) -> bytes:
        with (socket.create_connection(server, timeout=self._limit.left()) as sock,
              self._wires.lines.hold(sock)):
            wire = self._wire
            sock.sendall(struct.pack("!H", len(wire)) + wire)
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
