"""A small Internet on loopback for tests: DNS, https and mail servers that follow a script, over real TLS.

`Internet` gives each host name an address of its own that looks public; its `dial` leads that address and
port to a listener on 127.0.0.1. What a server does is a function of one `Peer`.

    with Internet() as internet:
        internet.mail("imap.d.example", 993, imap_server("IMAP4rev1 IDLE"))
        visit = internet.network().visit(Endpoint("imap", "imap.d.example", 993, "tls"))
"""

import contextlib
import datetime
import functools
import socket
import ssl
import tempfile
import threading
from pathlib import Path

import trustme

from advisor.net.live import LiveNetwork
from tests.nameserver import Nameserver

PAST = datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)
FUTURE = datetime.datetime(2120, 1, 1, tzinfo=datetime.UTC)


@functools.cache
def authority():
    """The authority that the tests trust."""
    return trustme.CA()


@functools.cache
def stranger():
    """An authority that nobody trusts."""
    return trustme.CA()


@functools.cache
def server_context(*names, ca=authority, expired=False, early=False):
    """A server's TLS context with a certificate for `names`."""
    times = {"not_before": PAST, "not_after": PAST + datetime.timedelta(days=9)} if expired else {}
    if early:
        times = {"not_before": FUTURE, "not_after": FUTURE + datetime.timedelta(days=9)}
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca().issue_cert(*names, **times).configure_cert(context)
    return context


class Peer:
    """One accepted connection, seen by the server. heard: the lines that the client said."""

    def __init__(self, sock, heard, stopped):
        self.sock = sock
        self.heard = heard
        self.stopped = stopped
        self._buffer = b""

    def say(self, *lines):
        for line in lines:
            self.raw((line.encode() if isinstance(line, str) else line) + b"\r\n")

    def raw(self, data):
        self.sock.sendall(data)

    def hear(self):
        """The client's next line; EOFError when it has gone."""
        while b"\n" not in self._buffer:
            data = self.sock.recv(4096)
            if not data:
                raise EOFError
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        text = line.rstrip(b"\r").decode("latin-1")
        self.heard.append(text)
        return text

    def secure(self, context):
        self.sock = context.wrap_socket(self.sock, server_side=True)
        self._buffer = b""

    def drip(self, data, pause=0.05):
        """One byte after the other, until the client or the test has had enough."""
        for byte in data:
            self.sock.sendall(bytes([byte]))
            if self.stopped.wait(pause):
                return

    def wait(self):
        """Say nothing more until the client goes or the test ends."""
        with contextlib.suppress(EOFError):
            while not self.stopped.is_set():
                self.hear()


class Listener:
    """Accepts on 127.0.0.1 and runs `script` for each connection, behind TLS where a context is given."""

    def __init__(self, script, context=None):
        self.heard = []
        self.connections = 0
        self._script = script
        self._context = context
        self._stopped = threading.Event()
        self._peers = []
        self._threads = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._start(self._accept)

    def close(self):
        self._stopped.set()
        for sock in (self._socket, *self._peers):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)

    def _start(self, target, *args):
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self):
        while not self._stopped.is_set():
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            handle = sock.dup()     # TLS replaces the object; this one can always be shut
            self._peers.append(handle)
            self._start(self._serve, sock, handle)

    def _serve(self, sock, handle):
        peer = Peer(sock, self.heard, self._stopped)
        try:
            with contextlib.suppress(OSError, EOFError):
                if self._context is not None:
                    peer.secure(self._context)
                self._script(peer)
        finally:
            peer.sock.close()
            handle.close()


class Internet:
    """DNS, mail and web servers on loopback, and the network that leads there."""

    def __init__(self):
        self.zone = {}
        self.nameserver = Nameserver(self.zone)
        self._folder = tempfile.TemporaryDirectory()
        self.ca_file = Path(self._folder.name) / "ca.pem"
        authority().cert_pem.write_to_path(str(self.ca_file))
        self._listeners = {}
        self._black_holes = set()
        self._networks = []
        self._over = threading.Event()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._over.set()
        for network in self._networks:
            network.close()
        for listener in self._listeners.values():
            listener.close()
        self.nameserver.close()
        self._folder.cleanup()

    def address(self, host):
        """The public-looking address of `host`; made, and put into the zone, when first asked for."""
        if (host, "A") not in self.zone:
            self.zone[host, "A"] = [f"93.184.216.{len(self.zone) % 250 + 1}"]
        return self.zone[host, "A"][0]

    def mail(self, host, port, script, tls="own", address=None):
        """A server at host:port. tls: `own` (a good certificate), None (clear), or a context."""
        context = server_context(host) if tls == "own" else tls
        listener = Listener(script, context)
        self._listeners[address or self.address(host), port] = listener
        return listener

    def web(self, host, pages, **options):
        """An https server. pages: path to body, to (status, headers, body), or to a script."""
        return self.mail(host, 443, https_server(pages), **options)

    def black_hole(self, address, port):
        """Connecting there never ends."""
        self._black_holes.add((address, port))

    def dial(self, address, port, seconds):
        """Connect as the network would, only to the listener that stands for address and port."""
        if (address, port) in self._black_holes:
            self._over.wait(seconds)
            raise TimeoutError
        if (address, port) not in self._listeners:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self._listeners[address, port].port), seconds)

    def network(self, **options):
        """A LiveNetwork in this Internet."""
        settings = {"resolver": f"127.0.0.1:{self.nameserver.port}", "ca_file": self.ca_file,
                    "dial": self.dial}
        network = LiveNetwork(**{**settings, **options})
        self._networks.append(network)
        return network


def imap_server(capabilities, greeting=None, starttls=None, after=None):
    """An IMAP server. greeting: with its capabilities by default. starttls: context; after: list then."""
    def script(peer):
        peer.say(greeting or f"* OK [CAPABILITY {capabilities}] ready")
        told = capabilities
        while True:
            tag, _, command = peer.hear().partition(" ")
            match command.upper():
                case "CAPABILITY":
                    peer.say(f"* CAPABILITY {told}", f"{tag} OK done")
                case "STARTTLS" if starttls is not None:
                    peer.say(f"{tag} OK go on")
                    peer.secure(starttls)
                    told = after or capabilities
                case "LOGOUT":
                    peer.say("* BYE", f"{tag} OK bye")
                    return
                case _:
                    peer.say(f"{tag} BAD what")
    return script


def pop3_server(capabilities, starttls=None, after=None):
    """A POP3 server. capabilities: lines of CAPA, or None where it is unknown."""
    def script(peer):
        peer.say("+OK ready")
        told = capabilities
        while True:
            match peer.hear().upper():
                case "CAPA" if told is not None:
                    peer.say("+OK", *told, ".")
                case "STLS" if starttls is not None:
                    peer.say("+OK go on")
                    peer.secure(starttls)
                    told = after or capabilities
                case "QUIT":
                    peer.say("+OK bye")
                    return
                case _:
                    peer.say("-ERR what")
    return script


def smtp_server(extensions, starttls=None, after=None):
    """A submission server. extensions: lines of the answer to EHLO."""
    def script(peer):
        peer.say("220 smtp ready")
        told = extensions
        while True:
            command = peer.hear().split(" ")[0].upper()
            match command:
                case "EHLO":
                    lines = ["smtp hello", *told]
                    peer.say(*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}")
                case "STARTTLS" if starttls is not None:
                    peer.say("220 go on")
                    peer.secure(starttls)
                    told = after or extensions
                case "QUIT":
                    peer.say("221 bye")
                    return
                case _:
                    peer.say("500 what")
    return script


def https_server(pages):
    """A web server, one request a connection."""
    def script(peer):
        _, _, rest = peer.hear().partition(" ")
        path, _, _ = rest.partition(" ")
        while peer.hear():
            pass
        page = pages.get(path, (404, {}, b"not here"))
        if callable(page):
            page(peer)
            return
        status, headers, body = page if isinstance(page, tuple) else (200, {}, page)
        peer.say(f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}",
                 *(f"{name}: {value}" for name, value in headers.items()), "")
        peer.raw(body)
    return script
