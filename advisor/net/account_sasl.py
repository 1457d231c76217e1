"""The messages that prove who one is, and which way of proving it goes first.

All of them send the secret itself, so they are for verified TLS only (net/account.py sees to it). SCRAM would
not have to, but no library that we use speaks it well; inside verified TLS it protects little more.
"""

from base64 import b64encode
from collections.abc import Iterator

from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Visit
from advisor.password import Kind, Secret

_PASSWORD = ("PLAIN", "LOGIN")
_TOKEN = ("OAUTHBEARER", "XOAUTH2")


def ways(told: Visit, kind: Kind) -> tuple[str, ...]:
    """The mechanisms to try, strongest first, out of what the server announced inside TLS.

    `LOGIN` is the command in IMAP, the mechanism in SMTP; `USER` is POP3's own.
    """
    offered = _announced(told)
    known = _PASSWORD if kind == "password" else _TOKEN
    found = [name for name in known if name in offered]
    if kind == "password" and told.endpoint.protocol == "imap" and "LOGIN" not in found \
            and "LOGINDISABLED" not in (told.after_tls or ()):
        found.append("LOGIN")       # RFC 9051 section 6.2.3: it is there unless it is disabled
    if kind == "password" and told.endpoint.protocol == "pop3":
        found = [name for name in found if name == "PLAIN"]
        if "USER" in offered or not offered:        # RFC 2449 section 6.3; an old server announces nothing
            found.append("USER")
    return tuple(found)


def message(mechanism: str, name: str, secret: Secret, endpoint: Endpoint) -> bytes:
    """What is sent, before base64: RFC 4616 for PLAIN, RFC 7628 for OAUTHBEARER, Google for XOAUTH2."""
    user, letters = name.encode(), secret.reveal()
    match mechanism:
        case "PLAIN":
            return b"\0" + user + b"\0" + letters
        case "XOAUTH2":
            return b"user=" + user + b"\1auth=Bearer " + letters + b"\1\1"
        case "OAUTHBEARER":
            quoted = user.replace(b"=", b"=3D").replace(b",", b"=2C")      # RFC 5801 section 4
            where = f"\1host={endpoint.host}\1port={endpoint.port}".encode()
            return b"n,a=" + quoted + b"," + where + b"\1auth=Bearer " + letters + b"\1\1"
    raise LookupError(mechanism)


def replies(mechanism: str, name: str, secret: Secret, endpoint: Endpoint) -> Iterator[bytes]:
    """One answer for each challenge. A second one is an error message, to be acknowledged (RFC 7628 section
    3.2.3); XOAUTH2 wants an empty line there."""
    yield message(mechanism, name, secret, endpoint)
    while True:
        yield b"\1" if mechanism == "OAUTHBEARER" else b""


def encoded(said: bytes) -> str:
    """Base64, as all three protocols put it on the wire."""
    return b64encode(said).decode()


def _announced(told: Visit) -> set[str]:
    lines = told.after_tls or ()
    match told.endpoint.protocol:
        case "imap":
            return {line.removeprefix("AUTH=") for line in lines if line.startswith("AUTH=")}
        case "pop3":
            words = [word for line in lines if line.split()[:1] == ["SASL"] for word in line.split()[1:]]
            return {*words, *(line for line in lines if line == "USER")}
        case "smtp":
            # `AUTH=LOGIN` is what servers said before RFC 4954, and what some still say beside it.
            return {word for line in lines if line[:5] in ("AUTH ", "AUTH=") for word in line[5:].split()}
