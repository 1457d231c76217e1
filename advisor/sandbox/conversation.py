"""One caller on one line: reads bounded lines, writes, and goes over to TLS when asked.

Whatever ends a conversation (the caller hung up, the handshake broke, the sandbox stops) arrives as `Gone`.
"""

import selectors
import socket
import ssl

LONGEST_LINE = 8192
LONGEST_RUBBISH = 1_048_576     # of one line without end, before we hang up
PATIENCE = 1800.0       # seconds; RFC 3501 section 5.4 asks IMAP servers for at least 30 minutes


class Gone(Exception):
    """The caller is not there any more, or must not be listened to any longer."""


class TooLong(Exception):
    """A line exceeded its limit. It was thrown away; the conversation may go on with the next one."""


class Conversation:
    """A line to one caller. secure: whether it runs over TLS."""

    def __init__(self, line: socket.socket) -> None:
        line.settimeout(PATIENCE)
        self._line = line
        self._buffer = bytearray()
        self.secure = False

    def start_tls(self, context: ssl.SSLContext) -> None:
        """Do the server's side of the handshake.

        Raises Gone where the caller sent anything in clear behind its STARTTLS: bytes from before the
        handshake must never count as said inside it (RFC 3207 section 6, CVE-2011-0411).
        """
        if self._buffer:
            raise Gone
        try:
            self._line.getpeername()    # where the caller is gone already, wrap_socket would lose the socket
            self._line = context.wrap_socket(self._line, server_side=True)
        except OSError as broken:
            raise Gone from broken
        self.secure = True

    def read_line(self, limit: int = LONGEST_LINE) -> bytes:
        """The next line with its ending, at most `limit` octets. Raises TooLong, Gone."""
        thrown = 0
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) >= limit:
                thrown += len(self._take(len(self._buffer)))
                if thrown > LONGEST_RUBBISH:
                    raise Gone
            self._more()
        line = self._take(end + 1)
        if thrown or len(line) > limit:
            raise TooLong
        return line

    def read_exactly(self, size: int) -> bytes:
        """The next `size` octets. Raises Gone."""
        while len(self._buffer) < size:
            self._more()
        return self._take(size)

    def write(self, data: bytes) -> None:
        """Send everything. Raises Gone."""
        try:
            self._line.sendall(data)
        except OSError as broken:
            raise Gone from broken

    def wait(self, other: socket.socket) -> bool:
        """Wait until the caller has said something, or `other` has something to read: then False."""
        if self._buffer or (isinstance(self._line, ssl.SSLSocket) and self._line.pending()):
            return True
        with selectors.DefaultSelector() as either:
            either.register(self._line, selectors.EVENT_READ)
            either.register(other, selectors.EVENT_READ)
            ready = [key.fileobj for key, _ in either.select(PATIENCE)]
        if not ready:
            raise Gone
        return self._line in ready

    def close(self) -> None:
        """Take leave (a close_notify inside TLS, RFC 8446 section 6.1) and hang up."""
        try:
            if isinstance(self._line, ssl.SSLSocket):
                self._line.settimeout(0)    # say it, but do not wait for the other side to say it too
                self._line.unwrap()
        except (OSError, ValueError):
            return      # the caller was faster; there is nobody left to say it to
        finally:
            self._line.close()

    def _more(self) -> None:
        try:
            chunk = self._line.recv(65536)
        except OSError as broken:
            raise Gone from broken
        if not chunk:
            raise Gone
        self._buffer += chunk

    def _take(self, size: int) -> bytes:
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken
