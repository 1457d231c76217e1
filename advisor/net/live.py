"""The real network: DNS, https and mail servers, under one address policy and one stop.

Whoever brings their own `dial` (the demo's provider does) changes where an address leads, and nothing else.
"""

import contextlib
import socket
import threading
from collections.abc import Callable, Container, Iterator
from pathlib import Path

from advisor.model.endpoint import Endpoint, Protocol
from advisor.model.evidence import DnsAnswer, HttpAnswer, Visit
from advisor.net.connecting import Dial, Lookup, connect, find_addresses, plain_dial
from advisor.net.line import Ended, Limit
from advisor.net.open_lines import OpenLines
from advisor.net.tls import Trust
from advisor.net.visiting import VISIT_SECONDS, Conversation, converse

# RFC 8314 section 7, and 25 and 2525, which are visited only because somebody published them: no source of
# ours guesses them.
PORTS = frozenset({143, 993, 110, 995, 465, 587, 25, 2525})


class LiveNetwork:
    """A `Network` with sockets. Every call blocks until it has an answer or its own time limit is over.

    resolver: `IP[:PORT]` instead of the system's (ValueError if it is none). ca_file: trusted in addition
    (AdvisorError if it cannot be read). lan: private addresses may be used. ports: those we talk to.
    `lookup` is how this network itself asks for addresses; a Recorder puts itself there, so that these
    questions are in the evidence and nobody asks them twice.
    """

    def __init__(self, *, resolver: str | None = None, ca_file: Path | None = None, lan: bool = False,
                 dial: Dial | None = None, ports: Container[int] = PORTS) -> None:
        self.lookup: Lookup = self.resolve
        self._lines = OpenLines()
        self._resolver = resolver
        if resolver is not None:
            from advisor.net.dns import parse_resolver
            parse_resolver(resolver)
        self._trust = Trust(ca_file)
        self._warm = False
        self._lan = lan
        self._dial = dial or plain_dial(self._lines)
        self._ports = ports

    def resolve(self, name: str, kind: str) -> DnsAnswer:
        """See Network.resolve. Takes at most 3 seconds."""
        from advisor.net import dns

        self._warm_up()
        given = self._resolver
        servers = (dns.parse_resolver(given),) if given else dns.system_resolvers()
        return dns.ask(name, kind, servers, self._lines)

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
        if endpoint.port not in self._ports:
            return Visit(endpoint, "not-visited", note="port")
        visit = self._visit(endpoint)
        return Visit(endpoint, "timeout", visit.address, note="stopped") if self._lines.stopped else visit

    def close(self) -> None:
        """Stop now: everything that is open ends, whoever waits for it goes on with `timeout`."""
        self._lines.stop()

    def _warm_up(self) -> None:
        """Import and set up, while the first question is on its way, what the answers will need: 0.2 s."""
        if not self._warm:
            self._warm = True
            threading.Thread(target=_prepare, args=(self._trust,), daemon=True).start()

    def _visit(self, endpoint: Endpoint) -> Visit:
        self._warm_up()
        limit = Limit(VISIT_SECONDS)
        address = ""
        try:
            addresses = find_addresses(endpoint.host, self.lookup, self._lan)
            address, sock = connect(addresses, endpoint.port, self._dial, limit)
        except Ended as end:
            return Visit(endpoint, end.outcome, note=end.note)
        with self._lines.hold(sock):
            talk = Conversation(endpoint, sock, self._trust, limit)
            return converse(talk, address, _speaker(endpoint.protocol))

    @contextlib.contextmanager
    def _open(self, host: str, port: int, limit: Limit) -> Iterator[socket.socket]:
        _, sock = connect(find_addresses(host, self.lookup, self._lan), port, self._dial, limit)
        with sock, self._lines.hold(sock):
            yield sock


def _prepare(trust: Trust) -> None:
    from advisor.net import http, imap, pop3, submission  # noqa: F401  # for later, from other threads

    trust.context()


def _speaker(protocol: Protocol) -> Callable[[Conversation], None]:
    """Who speaks `protocol`. The libraries are imported by the first who needs them."""
    match protocol:
        case "imap":
            from advisor.net import imap
            return imap.speak
        case "pop3":
            from advisor.net import pop3
            return pop3.speak
        case "smtp":
            from advisor.net import submission
            return submission.speak
