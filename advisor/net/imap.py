"""Asks an IMAP server what it can do, through imaplib, over a line that we connected and verified.

imapclient hands all of this on to imaplib, and takes 30 ms to import; see account_imap_client.py.
"""

import imaplib
import socket
import ssl
from collections.abc import Callable
from typing import Any

from advisor.net.line import Ended
from advisor.net.tls import failure
from advisor.net.visiting import STEP_SECONDS, Conversation

# Some greetings (Cyrus) name only what is of use before a login, and CAPABILITY names everything. Nearly
# every server has IDLE: a greeting without it is such a short one, and asking is worth its round trip. In
# clear only STARTTLS matters.
_WHOLE = {b"IDLE", b"IMAP4REV2"}


def speak(talk: Conversation, then: Callable[["Line"], None] | None = None) -> None:
    """Capabilities, before and after STARTTLS where that is asked for. Ends with the reason otherwise.

    then: what else to do before taking leave (account_imap.py logs in).
    """
    line: Line | None = None
    try:
        line = Line(talk)
        if talk.endpoint.security == "starttls":
            _upgrade(line, talk)
        if then is not None:
            then(line)
        line.send(b"BYE LOGOUT\r\n")        # and away: nobody waits for the answer
    except imaplib.IMAP4.error as error:
        raise Ended("nonsense", "capability") from error
    except (ValueError, LookupError) as error:      # imaplib reads bytes that are no IMAP at all
        raise Ended("nonsense", "unreadable") from error
    finally:
        if line is not None:
            line.file.close()


def _upgrade(line: "Line", talk: Conversation) -> None:
    if "STARTTLS" not in (talk.before_tls or ()):
        raise Ended("no-starttls")
    line.untagged_responses = {}
    try:
        line.starttls(ssl_context=talk.trust.context())
    except (ValueError, OSError) as error:
        raise failure(error) from None
    except imaplib.IMAP4.error as error:
        if talk.encrypted:
            raise
        raise Ended("starttls-refused") from error


class Line(imaplib.IMAP4):
    """imaplib over our own line. It reads through the conversation's reader, and asks nothing twice."""

    def __init__(self, talk: Conversation) -> None:
        self.talk = talk
        super().__init__(talk.endpoint.host, talk.endpoint.port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return self.talk.sock

    def readline(self) -> bytes:
        return self.talk.reader.readline()

    def read(self, size: int) -> bytes:
        return self.talk.reader.read(size)

    def _get_capabilities(self) -> None:
        """Called by imaplib after the greeting, and again after STARTTLS."""
        talk = self.talk
        if isinstance(self.sock, ssl.SSLSocket) and self.sock is not talk.sock:
            # What was said before the line was encrypted may come from anybody (RFC 9051 section 6.2.1).
            if self.untagged_responses or talk.reader.pending:
                talk.note("injected-before-tls")
            self.untagged_responses = {}
            talk.adopt(self.sock)
            talk.limit.step(STEP_SECONDS)
        told = self.untagged_responses.pop("CAPABILITY", None)      # in the greeting: a round trip saved
        named = _last(told).upper().split() if told is not None else []
        enough = _WHOLE if talk.encrypted or talk.endpoint.security != "starttls" else {*_WHOLE, b"STARTTLS"}
        talk.keep(named if enough & set(named) else self._ask().split())
        known = (talk.after_tls if talk.encrypted else talk.before_tls) or ()
        # imaplib refuses a server that speaks IMAP4rev2 only (RFC 9051); what it needs is the same.
        self.capabilities = (*known, "IMAP4REV1") if "IMAP4REV2" in known else known

    def _ask(self) -> bytes:
        try:
            _, told = self.capability()
        except self.abort as error:
            if "BYE" in self.untagged_responses:
                raise Ended("turned-away") from error
            raise
        return _last(told)


def _last(told: list[Any] | None) -> bytes:
    """The last of several capability lists (imaplib has None for none, and a pair for a literal)."""
    if not told or not isinstance(told[-1], bytes):
        raise Ended("nonsense", "capability")
    return told[-1]
