"""Asks a POP3 server what it can do, through poplib, over a line that we connected and verified."""

import poplib
import socket
from collections.abc import Callable

from advisor.net.line import Ended
from advisor.net.visiting import STEP_SECONDS, Conversation


def speak(talk: Conversation, then: Callable[["_Client"], None] | None = None) -> None:
    """CAPA, before and after STLS where that is asked for. Ends with the reason otherwise.

    then: what else to do before taking leave (account_pop3.py logs in).
    """
    client = _Client(talk)
    try:
        talk.keep(_ask(client, talk))
        if talk.endpoint.security == "starttls":
            _upgrade(client, talk)
            talk.keep(_ask(client, talk))
        if then is not None:
            then(client)
        client.sock.sendall(b"QUIT\r\n")        # and away: nobody waits for the answer
    except poplib.error_proto as error:
        raise Ended("nonsense", "answer") from error
    finally:
        client.file.close()


def _ask(client: "_Client", talk: Conversation) -> list[bytes]:
    # poplib's capa() stumbles over an empty line and forgets one of two lines with the same name.
    try:
        return client.long("CAPA")
    except poplib.error_proto:
        # RFC 2449 section 5: an old server answers -ERR. Then UIDL and TOP are known only after login.
        talk.note("capa-refused")
        return []


def _upgrade(client: "_Client", talk: Conversation) -> None:
    offered = "STLS" in (talk.before_tls or ())
    if not offered and "capa-refused" not in talk.notes:
        raise Ended("no-starttls")
    try:
        client.short("STLS")
    except poplib.error_proto as error:
        raise Ended("starttls-refused" if offered else "no-starttls") from error
    if "capa-refused" in talk.notes:
        talk.notes.remove("capa-refused")
    client.sock = talk.secure()
    talk.limit.step(STEP_SECONDS)


class _Client(poplib.POP3):
    """poplib over our own line. It reads through the conversation's reader."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        try:
            super().__init__(talk.endpoint.host, talk.endpoint.port)
        except Ended:
            self.file.close()       # poplib would leave it open, and with it the line
            raise

    def short(self, command: str) -> bytes:
        """A command with an answer of one line; poplib.error_proto when that is not +OK."""
        self._putcmd(command)       # type: ignore[attr-defined]    # poplib's own, missing in its stubs
        answer: bytes = self._getresp()     # type: ignore[attr-defined]    # the same
        return answer

    def long(self, command: str) -> list[bytes]:
        """A command with an answer of many lines."""
        self._putcmd(command)       # type: ignore[attr-defined]    # the same
        lines: list[bytes] = self._getlongresp()[1]     # type: ignore[attr-defined]    # the same
        return lines

    def _create_socket(self, timeout: float | None = None) -> socket.socket:
        return self._talk.sock

    def _getline(self) -> tuple[bytes, int]:
        line = self._talk.reader.readline()
        return line[:-2], len(line)
