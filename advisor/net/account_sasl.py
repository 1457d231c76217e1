"""Which way of proving who one is goes first, and what is said in each of them.

All of this is for verified TLS only (net/account.py sees to it). SCRAM comes first because it does not give
the password away and has the server prove itself; then come the ways that send the password.
"""

import binascii
import hmac
from base64 import b64decode, b64encode
from typing import Protocol

from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Visit
from advisor.net.account_scram import HASHES, Scram
from advisor.password import Kind, Secret

_PASSWORD = ("PLAIN", "LOGIN")
_TOKEN = ("OAUTHBEARER", "XOAUTH2")
MOST_CHALLENGES = 4     # SCRAM has two, and OAuth an error message


def ways(told: Visit, kind: Kind) -> tuple[str, ...]:
    """The mechanisms to try, strongest first, out of what the server announced inside TLS.

    `LOGIN` is the command in IMAP, the mechanism in SMTP; `USER` is POP3's own. Of several SCRAMs only the
    strongest goes: a server that has no key for it has none for the others. CRAM-MD5 and APOP, which need
    the password in clear in the server's files, count only where there is nothing else.
    """
    offered = _announced(told)
    if kind == "token":
        return tuple(name for name in _TOKEN if name in offered)
    found = [name for name in HASHES if name in offered][:1]
    found += [name for name in _PASSWORD if name in offered]
    match told.endpoint.protocol:
        case "imap":
            if "LOGIN" not in found and "LOGINDISABLED" not in (told.after_tls or ()):
                found.append("LOGIN")       # RFC 9051 section 6.2.3: it is there unless it is disabled
        case "pop3":
            found = [name for name in found if name != "LOGIN"]
            # RFC 2449 section 6.3. A server that announces no way at all mostly has this one; APOP's stamp
            # beside a list without USER says that it has not.
            if "USER" in offered or not (offered or (told.after_tls and told.stamp())):
                found.append("USER")
        case "smtp":
            pass
    if found:
        return tuple(found)
    return (*(["CRAM-MD5"] if "CRAM-MD5" in offered else []), *(["APOP"] if told.stamp() else []))


class Way(Protocol):
    """One mechanism at work.

    proven: the server has shown what the mechanism wants of it. broken: it has shown that it cannot.
    """

    proven: bool
    broken: bool

    def first(self) -> bytes | None:
        """What is said unasked; None where the server speaks first."""

    def answer(self, challenge: bytes) -> bytes | None:
        """The answer to a challenge; None breaks it off."""


def way(mechanism: str, name: str, secret: Secret, endpoint: Endpoint) -> Way:
    """The mechanism called `mechanism`, ready to begin. LookupError where there is none."""
    if mechanism in HASHES:
        return Scram(mechanism, name, secret.reveal())
    if mechanism == "CRAM-MD5":
        return _Digest(name, secret.reveal())
    # A second challenge is an error message, to be acknowledged (RFC 7628 section 3.2.3); XOAUTH2 wants an
    # empty line there.
    return _OneMessage(message(mechanism, name, secret, endpoint),
                       b"\1" if mechanism == "OAUTHBEARER" else b"")


class _OneMessage:
    """PLAIN, XOAUTH2, OAUTHBEARER: one message says it all."""

    proven, broken = True, False

    def __init__(self, said: bytes, acknowledgement: bytes) -> None:
        self._said, self._acknowledgement = said, acknowledgement

    def first(self) -> bytes | None:
        return self._said

    def answer(self, challenge: bytes) -> bytes | None:
        return self._acknowledgement


class _Digest:
    """CRAM-MD5 (RFC 2195)."""

    proven = True

    def __init__(self, name: str, letters: bytes) -> None:
        self._name, self._letters = name.encode(), letters
        self.broken = False

    def first(self) -> bytes | None:
        return None

    def answer(self, challenge: bytes) -> bytes | None:
        if not challenge:
            self.broken = True
            return None
        return self._name + b" " + hmac.new(self._letters, challenge, "md5").hexdigest().encode()


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


def encoded(said: bytes | None) -> str:
    """Base64, as all three protocols put it on the wire; `*` breaks the exchange off (RFC 4422)."""
    return "*" if said is None else b64encode(said).decode()


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


def decoded(said: bytes) -> bytes:
    """A challenge; empty where it is none."""
    try:
        return b64decode(said, validate=True)
    except binascii.Error:
        return b""
