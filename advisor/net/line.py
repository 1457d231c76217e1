"""One open line to a server: how long it may take, how much it may say, and how reading can end.

The libraries that speak IMAP, POP3 and SMTP read through `Reader`, so none of them can be kept waiting by a
slow drip, filled up by an endless banner, or fooled by what was buffered before the line was encrypted.
"""

import contextlib
import socket
import sys
import time
import unicodedata

from advisor.model.evidence import VisitOutcome

MAX_LINE = 8 * 1024
MAX_TOTAL = 256 * 1024
MAX_TEXT = 200


class Ended(Exception):
    """The conversation is over. outcome: as in `Visit`; note: a code that says more, or "". """

    def __init__(self, outcome: VisitOutcome, note: str = "") -> None:
        super().__init__(outcome, note)
        self.outcome: VisitOutcome = outcome
        self.note = note


class Limit:
    """The time that a conversation has: so much in all, and so much for the step it is in. In seconds."""

    def __init__(self, total: float) -> None:
        self._end = self._step_end = time.monotonic() + total

    def step(self, seconds: float) -> None:
        """Begin a step that may take `seconds`, but never longer than the whole."""
        self._step_end = min(self._end, time.monotonic() + seconds)

    def left(self) -> float:
        """Seconds that remain in this step; TimeoutError when there are none."""
        left = self._step_end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class Reader:
    """Reads lines of at most 8 KiB, 256 KiB in all, within the limit. Raises nothing but `Ended`.

    A longer line is cut at its last blank (`cut` remembers it): half a capability must not look like another.
    """

    def __init__(self, sock: socket.socket, limit: Limit) -> None:
        self.sock = sock
        self.cut = False
        self._limit = limit
        self._buffer = bytearray()
        self._received = 0

    @property
    def pending(self) -> bool:
        """Whether the server has said more than was read. After STARTTLS that is an attempt to inject."""
        return bool(self._buffer)

    @property
    def heard(self) -> bytes:
        """What was received and not read yet, up to the end of its line: at most 1000 bytes."""
        return bytes(self._buffer[:1000]).split(b"\n", 1)[0]

    def peek(self) -> bytes:
        """The next line, which stays to be read again."""
        while b"\n" not in self._buffer and len(self._buffer) < MAX_LINE:
            self._fill()
        return bytes(self._buffer[:MAX_LINE]).split(b"\n", 1)[0].rstrip(b"\r")

    def readline(self, size: int = -1) -> bytes:
        """The next line, ending in CRLF whatever the server ended it with. size: the library's own limit."""
        kept = bytearray()
        while True:
            position = self._buffer.find(b"\n")
            part = self._take(len(self._buffer) if position < 0 else position + 1)
            kept += part[:MAX_LINE + 1 - len(kept)]
            if position >= 0:
                break
            self._fill()
        line = bytes(kept).rstrip(b"\r\n")
        most = MAX_LINE - 2 if size < 0 else min(MAX_LINE, size - 1) - 2
        if len(line) > most:
            self.cut = True
            line = line[:most].rsplit(b" ", 1)[0]
        return line + b"\r\n"

    def read(self, size: int) -> bytes:
        """Exactly `size` bytes (an IMAP literal)."""
        if size > MAX_TOTAL:
            raise Ended("nonsense", "too-much")
        while len(self._buffer) < size:
            self._fill()
        return self._take(size)

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _fill(self) -> None:
        if self._received > MAX_TOTAL:
            raise Ended("nonsense", "too-much")
        try:
            self.sock.settimeout(self._limit.left())
            acknowledge_at_once(self.sock)
            data = self.sock.recv(16 * 1024)
            self.sock.settimeout(self._limit.left())    # what is sent next, or a handshake, has only the rest
        except TimeoutError:
            raise Ended("timeout" if self._received else "silent") from None
        except OSError:
            raise Ended("closed") from None
        if not data:
            raise Ended("closed")
        self._received += len(data)
        self._buffer += data


def acknowledge_at_once(sock: socket.socket) -> None:
    """To be called before each wait for a server. One with Nagle's algorithm (Postfix) sends its session
    ticket and holds what comes next back until that was acknowledged, which Linux puts off for 40 ms where
    nothing is to be sent (RFC 9293, 3.8.6.3), and anew after everything that was sent."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):      # the line was just ended; whoever reads will see that
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def clean(said: bytes | str, most: int = MAX_TEXT) -> str:
    """What a server said, made fit for a screen: no control, format or undecodable characters; cut."""
    told = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    if told.isascii() and told.isprintable():       # nearly always, and thirty times as fast
        return told.strip()[:most]
    kept = (" " if letter in "\t\r\n" else letter for letter in told
            if letter in "\t\r\n" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    return "".join(kept).strip()[:most]
