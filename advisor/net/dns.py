"""Asks the resolver one question, over UDP with two repeats, over TCP where the answer is too long.

It uses the system's resolver (privacy, split DNS) unless another one was named. *Absent* is an answer;
*failed* and *timeout* are none.
"""

import ipaddress
import selectors
import socket
import struct
import time
from contextlib import ExitStack
from functools import cache

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
from dns.rdtypes.ANY.CNAME import CNAME
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT
from dns.rdtypes.IN.SRV import SRV

from advisor.model.evidence import DnsAnswer
from advisor.net.line import Limit, clean
from advisor.net.open_lines import OpenLines

Server = tuple[str, int]

SENDS = (0.0, 0.6, 1.6)     # seconds after which the question is sent (again)
TOTAL = 3.0
MAX_RECORD = 4096


def parse_resolver(given: str) -> Server:
    """`HOST[:PORT]`, HOST an IP address (IPv6 with a port in brackets). ValueError if it is not that."""
    host, port = given, "53"
    if given.startswith("["):
        host, _, rest = given[1:].partition("]")
        port = rest.removeprefix(":") or "53"
    elif given.count(":") == 1:
        host, _, port = given.partition(":")
    number = int(port)
    if not 0 < number < 65536:
        raise ValueError(f"no port: {port}")
    return str(ipaddress.ip_address(host)), number


@cache
def system_resolvers() -> tuple[Server, ...]:
    """The resolvers that the system is set to use; empty where it has none."""
    import dns.resolver

    try:
        resolver = dns.resolver.get_default_resolver()
    except dns.resolver.NoResolverConfiguration:
        return ()
    return tuple((str(server), resolver.port) for server in resolver.nameservers)


def ask(name: str, kind: str, servers: tuple[Server, ...], lines: OpenLines) -> DnsAnswer:
    """Records of type `kind` of the A-label `name`. Takes at most 3 seconds and raises nothing."""
    if not servers:
        return DnsAnswer("failed", note="no-resolver")
    try:
        question = dns.message.make_query(name, kind, use_edns=0, payload=1232)
    except (dns.exception.DNSException, UnicodeError, ValueError):
        return DnsAnswer("failed", note="bad-name")
    with ExitStack() as held:
        return _Question(question, servers, lines, held).answer()


class _Question:
    """One question under way: the sockets it was sent through, and what went wrong so far."""

    def __init__(self, question: dns.message.QueryMessage, servers: tuple[Server, ...], lines: OpenLines,
                 held: ExitStack) -> None:
        self._question = question
        self._wire = question.to_wire()
        self._lines = lines
        self._held = held
        self._selector = held.enter_context(selectors.DefaultSelector())
        self._plan = [(after, servers[turn % len(servers)]) for turn, after in enumerate(SENDS)]
        self._spare = len(servers) - 1      # servers that may still be asked when one cannot answer
        self._open = 0
        self._note = ""
        self._limit = Limit(TOTAL)

    def answer(self) -> DnsAnswer:
        began = time.monotonic()
        try:
            while not self._lines.stopped:
                elapsed = time.monotonic() - began
                if self._plan and (elapsed >= self._plan[0][0] or not self._open):
                    self._send(self._plan.pop(0)[1])
                    continue
                if not self._plan and not self._open:
                    return DnsAnswer("failed", note=self._note)
                due = self._plan[0][0] - elapsed if self._plan else TOTAL
                for key, _ in self._selector.select(min(due, self._limit.left())):
                    answer = self._receive(key.fileobj, key.data)   # type: ignore[arg-type]  # a socket: ours
                    if answer is not None:
                        return answer
        except TimeoutError:
            return DnsAnswer("timeout", note=self._note)
        return DnsAnswer("timeout", note="stopped")

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
        self._selector.register(sock, selectors.EVENT_READ, server)
        self._open += 1

    def _drop(self, sock: socket.socket, note: str) -> None:
        self._note = note
        self._selector.unregister(sock)
        self._open -= 1

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
                message = dns.message.from_wire(self._ask_tcp(server))
            if message.rcode() == dns.rcode.FORMERR and self._question.edns >= 0:
                self._question.use_edns(-1)     # a server from before EDNS (RFC 6891 section 7): ask plainly
                self._wire = self._question.to_wire()
                sock.send(self._wire)
                return None
            answer = read(message)
        except TimeoutError:
            raise
        except OSError:
            answer = DnsAnswer("failed", note="tcp-failed")
        except (dns.exception.DNSException, ValueError, LookupError, struct.error):
            answer = DnsAnswer("failed", note="unparsable")
        if answer.status == "failed" and self._spare:
            self._spare -= 1
            self._drop(sock, answer.note)
            return None
        return answer

    def _ask_tcp(self, server: Server) -> bytes:
        """The whole answer, over TCP (RFC 7766)."""
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


def read(message: dns.message.Message) -> DnsAnswer:
    """What a response means. CNAMEs inside it are followed."""
    code = message.rcode()
    if code == dns.rcode.NXDOMAIN:
        return DnsAnswer("absent", note="nxdomain")
    if code != dns.rcode.NOERROR or not isinstance(message, dns.message.QueryMessage):
        return DnsAnswer("failed", note=dns.rcode.to_text(code).lower())
    records = message.resolve_chaining().answer
    if records is None:
        return DnsAnswer("absent", note="nodata")
    return DnsAnswer("found", tuple(_present(record) for record in records))


def _present(record: dns.rdata.Rdata) -> str:
    match record:
        case MX():
            return f"{record.preference} {_name(record.exchange)}"
        case SRV():
            return f"{record.priority} {record.weight} {record.port} {_name(record.target)}"
        case CNAME():
            return _name(record.target)
        case TXT():
            return clean(b"".join(record.strings), MAX_RECORD)
        case _:
            return record.to_text()


def _name(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True).lower()
