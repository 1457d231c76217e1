"""The real network: DNS, https and mail servers, under one address policy and one stop.

Whoever brings their own `dial` (the demo's provider does) changes where an address leads, and nothing else.
"""

import contextlib
import functools
import socket
import threading
from collections.abc import Callable, Container, Iterable, Iterator
from concurrent.futures import Future
from pathlib import Path

from msgspec.structs import replace

from advisor.model.endpoint import MAIL_PORTS, Endpoint
from advisor.model.evidence import DnsAnswer, HttpAnswer, Visit
from advisor.net.asking import Asking, ask
from advisor.net.connecting import (
    ADDRESS_KINDS,
    Addresses,
    Dial,
    LookUp,
    connect,
    connect_to_host,
    plain_dial,
)
from advisor.net.line import Ended, Limit
from advisor.net.open_lines import OpenLines
from advisor.net.resolvers import Server, parse_resolver, system_resolvers
from advisor.net.tls import Trust
from advisor.net.visiting import STEP_SECONDS, VISIT_SECONDS, Conversation, converse
from advisor.threads import begin

# What the answers need that come first: of web servers, of mail servers (whoever has the most round trips
# before the others). In small pieces: what the modules import themselves stands before them.
LATER = ("encodings.idna", "email.parser", "http.client", "advisor.net.http", "_strptime", "smtplib",
         "advisor.net.submission", "imaplib", "advisor.net.imap", "advisor.net.pop3")
MOST_QUESTIONS = 32     # to DNS, on the wire at a time: the resolver at home is a small box


class LiveNetwork:
    """A `Network` with sockets. Every call blocks until it has an answer or its own time limit is over.

    resolver: `IP[:PORT]` instead of the system's (ValueError if it is none). ca_file: trusted in addition
    (AdvisorError if it cannot be read). lan: private addresses may be used. ports: those we talk to.
    `look_up` is how this network itself asks for addresses; a Recorder puts itself there, so that these
    questions are in the evidence and nobody asks them twice. `connected` is told, in the thread of a visit,
    that a server has taken the connection.
    """

    def __init__(self, *, resolver: str | None = None, ca_file: Path | None = None, lan: bool = False,
                 dial: Dial | None = None, ports: Container[int] = MAIL_PORTS) -> None:
        self.look_up: LookUp = self._look_up
        self.connected: Callable[[Endpoint], None] = lambda endpoint: None
        self._lines = OpenLines()
        self._room = threading.Semaphore(MOST_QUESTIONS)
        self._resolver = resolver
        if resolver is not None:
            parse_resolver(resolver)
        self._trust = Trust(ca_file)
        self._lan = lan
        self._dial = dial or plain_dial(self._lines)
        self._ports = ports
        self._permitted: set[Endpoint] = set()

    def permit(self, endpoint: Endpoint) -> None:
        """This server may be visited although its port is unusual: whoever named it may be believed."""
        self._permitted.add(endpoint)

    def warm_up(self) -> None:
        """Get ready for the first question; what is needed LATER is imported while that is on its way."""
        self._trust.get_ready()
        self._servers()

    def resolve(self, name: str, kind: str) -> DnsAnswer:
        """See Network.resolve. Takes at most 3 seconds."""
        return ask(name, kind, self._servers(), self._lines, self._room)

    def resolve_together(self, questions: Iterable[tuple[str, str]],
                         then: Callable[[str, str, DnsAnswer], None]) -> None:
        """Ask many questions (name, kind) in one go. Returns when they are sent; `then` gets each answer, and
        before it those that came along unasked (see dns.beside)."""
        asking = Asking(self._servers(), self._lines, self._room, lambda told: then(*told))
        for name, kind in questions:
            asking.send(name, kind, functools.partial(then, name, kind))
        begin(asking.finish)

    def _look_up(self, host: str) -> Addresses:
        """Ask for the addresses of a host; nobody else wants to know."""
        found: Addresses = (Future(), Future())
        futures = dict(zip(ADDRESS_KINDS, found, strict=True))
        self.resolve_together([(host, kind) for kind in ADDRESS_KINDS],
                              lambda _, kind, answer: futures[kind].set_result(answer))
        return found

    def _servers(self) -> tuple[Server, ...]:
        return (parse_resolver(self._resolver),) if self._resolver else system_resolvers()

    def resolvers(self) -> tuple[str, ...]:
        """The DNS servers that are asked, as a person would write them."""
        return tuple(host if port == 53 else f"{host}:{port}" for host, port in self._servers())

    def authorities(self) -> int | None:
        """How many certificate authorities are trusted; None where only the operating system knows."""
        return self._trust.authorities()

    def fetch(self, url: str) -> HttpAnswer:
        """See Network.fetch. Takes at most 3 seconds."""
        from advisor.net import http

        answer = http.get(url, self._open, self._trust)
        return HttpAnswer("timeout", None, answer.hops, note="stopped") if self._lines.stopped else answer

    def fetch_in_clear(self, url: str) -> HttpAnswer:
        """See Network.fetch_in_clear. Takes at most 3 seconds."""
        from advisor.net import http

        answer = http.get(url, self._open, self._trust, clear=True)
        return HttpAnswer("timeout", None, answer.hops, note="stopped") if self._lines.stopped else answer

    def post(self, url: str, body: bytes) -> HttpAnswer:
        """See Network.post. Takes at most 3 seconds."""
        from advisor.net import http

        answer = http.post(url, body, self._open, self._trust)
        return HttpAnswer("timeout", None, answer.hops, note="stopped") if self._lines.stopped else answer

    def visit(self, endpoint: Endpoint) -> Visit:
        """See Network.visit. Takes at most 6 seconds."""
        if endpoint.port not in self._ports and endpoint not in self._permitted:
            return Visit(endpoint, "not-visited", note="port")
        visit = self._visit(endpoint)
        if visit.outcome == "certificate-wrong-name" and endpoint.security == "tls":
            visit = replace(visit, other_names=self._names(visit))
        return Visit(endpoint, "timeout", visit.address, note="stopped") if self._lines.stopped else visit

    def hold(self, endpoint: Endpoint, seconds: float, speak: Callable[[Conversation], None]) -> Visit:
        """A conversation that `speak` leads, for `seconds` at most: net/account.py logs in that way."""
        if endpoint.port not in self._ports and endpoint not in self._permitted:
            return Visit(endpoint, "not-visited", note="port")
        return self._visit(endpoint, speak, seconds)

    def close(self) -> None:
        """Stop now: everything that is open ends, whoever waits for it goes on with `timeout`."""
        self._lines.stop()

    def _visit(self, endpoint: Endpoint, speak: Callable[[Conversation], None] | None = None,
               seconds: float | None = None) -> Visit:
        limit = Limit(VISIT_SECONDS if seconds is None else seconds)
        address = ""
        try:
            found = self.look_up(endpoint.host)
            address, sock = connect_to_host(found, endpoint.port, self._dial, limit, self._lan)
            self.connected(endpoint)
        except Ended as end:
            return Visit(endpoint, end.outcome, note=end.note)
        with self._lines.hold(sock):
            talk = Conversation(endpoint, sock, self._trust, limit)
            return converse(talk, address, speak or _speak)

    def _names(self, visit: Visit) -> tuple[str, ...]:
        """For whom the certificate at the other end is good, if not for the host of the endpoint."""
        limit = Limit(STEP_SECONDS)
        try:
            _, sock = connect((visit.address,), visit.endpoint.port, self._dial, limit)
        except Ended:
            return ()
        with sock, self._lines.hold(sock):
            return self._trust.names(sock, visit.endpoint.host, limit)

    @contextlib.contextmanager
    def _open(self, host: str, port: int, limit: Limit) -> Iterator[socket.socket]:
        _, sock = connect_to_host(self.look_up(host), port, self._dial, limit, self._lan)
        with sock, self._lines.hold(sock):
            yield sock


def _speak(talk: Conversation) -> None:
    """In the endpoint's protocol. Libraries are imported by the first who needs them."""
    match talk.endpoint.protocol:
        case "imap":
            from advisor.net import imap
            imap.speak(talk)
        case "pop3":
            from advisor.net import pop3
            pop3.speak(talk)
        case "smtp":
            from advisor.net import submission
            submission.speak(talk)
