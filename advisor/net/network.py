"""What the rest of the program may ask the network, and nothing else.

There is a live one (live.py), one that remembers and one that replays (recording.py), and the tests have
their own. None of these calls ever raises for what the world does: refusals, timeouts, broken certificates
and nonsense come back as answers.
"""

from typing import Protocol

from advisor.model.endpoint import Endpoint
from advisor.model.evidence import DnsAnswer, HttpAnswer, Visit


class Network(Protocol):
    """The questions. Each blocks until it has an answer or its own time limit is over."""

    def resolve(self, name: str, kind: str) -> DnsAnswer:
        """Records of type `kind` (A AAAA MX SRV TXT CNAME) of the A-label `name`, in presentation form."""

    def fetch(self, url: str) -> HttpAnswer:
        """GET an https URL on port 443, following the redirects that policy allows."""

    def fetch_in_clear(self, url: str) -> HttpAnswer:
        """GET an http URL on port 80. Anybody on the way can read and change it: only where asked for."""

    def post(self, url: str, body: bytes) -> HttpAnswer:
        """POST XML to an https URL on port 443. Redirects are not followed: they would carry the body on."""

    def visit(self, endpoint: Endpoint) -> Visit:
        """Connect, verify TLS, read greeting and capabilities, take leave. Never logs in."""
