"""Where a mail server listens: protocol, host, port and how the line is protected."""

from typing import Literal

from msgspec import Struct

Protocol = Literal["imap", "pop3", "smtp"]
Security = Literal["tls", "starttls", "plain"]

PROTOCOLS: tuple[Protocol, ...] = ("imap", "pop3", "smtp")

# RFC 8314 section 3: implicit TLS is preferred; the classic ports speak STARTTLS (STLS) or clear text.
USUAL_PORTS: dict[tuple[Protocol, Security], int] = {
    ("imap", "tls"): 993, ("imap", "starttls"): 143, ("imap", "plain"): 143,
    ("pop3", "tls"): 995, ("pop3", "starttls"): 110, ("pop3", "plain"): 110,
    ("smtp", "tls"): 465, ("smtp", "starttls"): 587, ("smtp", "plain"): 587,
}
SECURITY_OF_PORT: dict[int, Security] = {
    993: "tls", 995: "tls", 465: "tls", 143: "starttls", 110: "starttls", 587: "starttls",
}

# RFC 8314 section 7, and 25 and 2525, which are visited only because somebody published them.
MAIL_PORTS = frozenset({143, 993, 110, 995, 465, 587, 25, 2525})
# RFC 6335 section 6: below 1024 every port is somebody's, such as SSH's 22. Those of IRC lie above, and it
# does as it is told by lines that were meant for others.
_SYSTEM_PORTS, _IRC = range(1024), frozenset({*range(6665, 6670), 6697})


def is_of_others(port: int) -> bool:
    """Whether a port is known to be for something else than mail."""
    return port not in MAIL_PORTS and (port in _SYSTEM_PORTS or port in _IRC)


class Endpoint(Struct, frozen=True, order=True):
    """One way to reach a mail server. `host` is an A-label name in lower case without trailing dot.

    `tls` is implicit TLS, `starttls` an upgrade of a clear line (STLS in POP3), `plain` no encryption.
    """

    protocol: Protocol
    host: str
    port: int
    security: Security

    def __str__(self) -> str:
        return f"{self.protocol} {self.host}:{self.port} {self.security}"
