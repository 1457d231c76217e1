"""Every socket that is open, so that all of them can be ended at once (a hard stop, Ctrl-C).

Shutting a socket down wakes the thread that waits in it, on every system and inside TLS as well.
"""

import contextlib
import socket
import threading
from collections.abc import Iterator


class OpenLines:
    """The open sockets of one network."""

    def __init__(self) -> None:
        self.stopped = False
        self._lock = threading.Lock()
        self._held: set[socket.socket] = set()

    @contextlib.contextmanager
    def hold(self, sock: socket.socket) -> Iterator[None]:
        """Remember `sock` while the block runs.

        A duplicate is kept: wrapping in TLS replaces the object, and a number that was closed may already
        belong to somebody else.
        """
        handle = sock.dup()
        with self._lock:
            self._held.add(handle)
            if self.stopped:
                _shut(handle)
        try:
            yield
        finally:
            with self._lock:
                self._held.discard(handle)
            handle.close()

    def stop(self) -> None:
        """End everything that is open, now; what is opened later ends at once."""
        with self._lock:
            self.stopped = True
            for handle in self._held:
                _shut(handle)


def _shut(handle: socket.socket) -> None:
    with contextlib.suppress(OSError):     # not connected (yet): Linux wakes the waiting thread all the same
        handle.shutdown(socket.SHUT_RDWR)
