"""One visit to a mail server: connect, verify, listen, leave. What was heard is kept whatever happens next.

imap.py, pop3.py and submission.py hold the conversations; this module holds what they have in common.
"""

import socket
import ssl
from collections.abc import Callable, Iterable

from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Tls, Visit
from advisor.net.line import Ended, Limit, Reader, clean
from advisor.net.tls import Trust, describe

VISIT_SECONDS = 6.0
STEP_SECONDS = 3.0
MAX_CAPABILITIES = 200


class Conversation:
    """What is said on one line, and the means to go on. `sock` changes when the line is encrypted."""

    def __init__(self, endpoint: Endpoint, sock: socket.socket, trust: Trust, limit: Limit) -> None:
        self.endpoint = endpoint
        self.sock = sock
        self.trust = trust
        self.limit = limit
        self.reader = Reader(sock, limit)
        self.greeting = ""
        self.tls: Tls | None = None
        self.before_tls: tuple[str, ...] | None = None
        self.after_tls: tuple[str, ...] | None = None
        self.notes: list[str] = []

    @property
    def encrypted(self) -> bool:
        return isinstance(self.sock, ssl.SSLSocket)

    def secure(self) -> ssl.SSLSocket:
        """Encrypt the line. Whatever the old reader still held was said in clear and is dropped."""
        if self.reader.pending:
            self.note("injected-before-tls")
        self.limit.step(STEP_SECONDS)
        secured = self.trust.secure(self.sock, self.endpoint.host, self.limit)
        self.adopt(secured)
        return secured

    def adopt(self, secured: ssl.SSLSocket) -> None:
        """Go on with a line that a library has encrypted."""
        self.sock = secured
        self.tls = describe(secured)
        self.reader = Reader(secured, self.limit)

    def note(self, code: str) -> None:
        if code not in self.notes:
            self.notes.append(code)

    def told(self, lines: Iterable[str | bytes]) -> tuple[str, ...]:
        """Capabilities as they are kept: clean, upper case, at most 200."""
        capabilities = [line for line in (clean(said, 1000).upper() for said in lines) if line]
        if len(capabilities) > MAX_CAPABILITIES or self.reader.cut:
            self.note("capabilities-cut")
        return tuple(capabilities[:MAX_CAPABILITIES])

    def keep(self, lines: Iterable[str | bytes]) -> None:
        """Capabilities of the line as it is now. A `plain` endpoint is judged by what it says in clear."""
        if self.encrypted:
            self.after_tls = self.told(lines)
        else:
            self.before_tls = self.told(lines)

    def visit(self, ended: Ended | None, address: str) -> Visit:
        """All of it, as evidence."""
        notes = [*([ended.note] if ended and ended.note else []), *self.notes]
        outcome = ended.outcome if ended else "spoke"
        return Visit(self.endpoint, "timeout" if outcome == "silent" and self.greeting else outcome, address,
                     self.tls, self.greeting, self.before_tls, self.after_tls, None, " ".join(notes))


# Who speaks like that? The first word of the first line decides.
_VOICES = ((b"* ", "imap"), (b"+OK", "pop3"), (b"-ERR", "pop3"), (b"SSH-", "ssh"), (b"HTTP/", "http"))


def listen(talk: Conversation) -> bytes:
    """Read the greeting, without taking it from the library, and see that it is a welcome in our protocol."""
    try:
        line = talk.reader.peek()
    finally:
        talk.greeting = clean(talk.reader.heard)
    voice = next((name for start, name in _VOICES if line.upper().startswith(start)), "")
    if not voice and line[:3].isdigit() and line[3:4] in (b" ", b"-", b""):
        voice = "smtp"
    if voice != talk.endpoint.protocol:
        raise Ended("wrong-protocol", voice) if voice else Ended("nonsense", "greeting")
    first = line.upper().split()
    if voice == "imap":
        status = first[1] if len(first) > 1 else b""
        if status == b"PREAUTH" and not talk.encrypted:
            raise Ended("preauth")      # RFC 9051 section 7.1.4: then STARTTLS can never be had
        if status == b"BYE":
            raise Ended("turned-away")
        if status not in (b"OK", b"PREAUTH"):
            raise Ended("nonsense", "greeting")
    elif (voice == "pop3" and first[0].startswith(b"-ERR")) or (voice == "smtp" and line[:1] in b"45"):
        raise Ended("turned-away")
    elif voice == "smtp" and line[:3] != b"220":
        raise Ended("nonsense", "greeting")
    return line


def converse(talk: Conversation, address: str, speak: Callable[[Conversation], None]) -> Visit:
    """Hold the conversation over a connected line and give what came of it. Raises nothing; closes it."""
    ended: Ended | None = None
    try:
        if talk.endpoint.security == "tls":
            talk.secure()
        else:
            talk.limit.step(STEP_SECONDS)
        listen(talk)
        talk.limit.step(STEP_SECONDS)
        speak(talk)
    except Ended as end:
        ended = end
    except TimeoutError:
        ended = Ended("timeout")
    except OSError:
        ended = Ended("closed")
    finally:
        talk.sock.close()
    return talk.visit(ended, address)
