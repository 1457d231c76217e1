"""The web of the lab: autoconfig files over http and https. Unknown paths get 404; `requests` is its log."""

import http.server
import socket
import ssl
import threading
from dataclasses import dataclass

from tests.real.lab import scenarios
from tests.real.lab.namespaces import inside


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    scheme: str
    host: str
    path: str       # with the query


class _Answer(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        host = (self.headers.get("Host") or "").split(":")[0].lower()
        self.server.requests.append(Request(self.server.scheme, host, self.path))
        body = self.server.files.get((self.server.scheme, host, self.path.split("?")[0]))
        content = (body or "not here\n").encode()
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/plain" if body is None else "text/xml; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words):
        """The log is `requests`; nothing goes to the screen."""


class _Server(http.server.ThreadingHTTPServer):
    def __init__(self, address, scheme, context, files, requests):
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self.scheme, self.context, self.files, self.requests = scheme, context, files, requests
        super().__init__((address, 443 if context else 80), _Answer)

    def finish_request(self, request, client_address):
        """The handshake belongs to the thread of its connection: a silent client holds up nobody."""
        request.settimeout(10)
        if self.context:
            request = self.context.wrap_socket(request, server_side=True)
        with request:
            super().finish_request(request, client_address)

    def handle_error(self, request, client_address):
        """A client that hangs up in the middle of a handshake is everyday life here."""


class WebHost:
    """Serves `scenarios.web_files()` in the namespace until `stop`."""

    def __init__(self, namespace, authority):
        files = scenarios.web_files()
        names = sorted({name for scheme, name, _ in files if scheme == "https"})
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority.issue("web", names))
        self.requests: list[Request] = []
        with inside(namespace):
            self.servers = [_Server(address, scheme, chosen, files, self.requests)
                            for address in (scenarios.WEB, scenarios.WEB6)
                            for scheme, chosen in (("http", None), ("https", context))]
        for server in self.servers:
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        """Stop listening."""
        for server in self.servers:
            server.shutdown()
            server.server_close()
