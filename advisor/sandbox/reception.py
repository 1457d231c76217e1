"""Waits at every port of the sandbox in one thread, and gives each caller a thread of its own.

Ports are picked by the system, on 127.0.0.1 only. `close` ends every conversation at once and waits for the
threads; all of them are daemons, so a process that forgets to close still ends.
"""

import errno
import selectors
import socket
from collections.abc import Callable
from threading import Lock, Thread, current_thread

from advisor.sandbox.conversation import Conversation, Gone

LOOPBACK = "127.0.0.1"
MOST_CALLERS = 100
TRIES = 20

Serve = Callable[[Conversation], None]


class Reception:
    """The open ports. `listen` and `listen_for_datagrams` come before `open`."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._ports: list[socket.socket] = []
        self._callers: dict[Thread, socket.socket] = {}
        self._lock = Lock()
        self._thread = Thread(target=self._wait, name="sandbox reception", daemon=True)
        self._open = False

    def listen(self, serve: Serve) -> int:
        """Open a TCP port whose callers get `serve`; gives the port."""
        return self._register(_bind(socket.SOCK_STREAM, 0), serve)

    def listen_for_datagrams(self, serve: Serve, answer: Callable[[bytes], bytes | None]) -> int:
        """Open a port for TCP callers and, under the same number, for datagrams; gives the port."""
        for _ in range(TRIES):
            stream = _bind(socket.SOCK_STREAM, 0)
            try:
                datagrams = _bind(socket.SOCK_DGRAM, stream.getsockname()[1])
            except OSError:     # somebody else has that number for UDP
                stream.close()
                continue
            self._register(datagrams, answer)
            return self._register(stream, serve)
        raise OSError(errno.EADDRINUSE, "no port that is free for both TCP and UDP")

    def open(self) -> None:
        """Begin to answer."""
        self._open = True
        self._thread.start()

    def close(self) -> None:
        """Close the ports, end the conversations, wait for the threads. May be called twice."""
        if self._open:
            self._open = False
            self._wake.send(b"!")
            self._thread.join()
        for port in (*self._ports, self._wake, self._woken):
            port.close()
        self._selector.close()
        with self._lock:
            callers = dict(self._callers)
        for line in callers.values():
            try:
                line.shutdown(socket.SHUT_RDWR)     # wakes the thread that waits for this caller
            except OSError:
                continue        # that caller has just hung up
        for thread in callers:
            thread.join()

    def _register(self, port: socket.socket, what: Callable[..., bytes | None] | Serve) -> int:
        port.setblocking(False)
        self._ports.append(port)
        self._selector.register(port, selectors.EVENT_READ, what)
        number: int = port.getsockname()[1]
        return number

    def _wait(self) -> None:
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._woken:
                    return
                port = key.fileobj
                assert isinstance(port, socket.socket)
                try:
                    if port.type == socket.SOCK_DGRAM:
                        question, sender = port.recvfrom(65535)
                        if (answer := key.data(question)) is not None:
                            port.sendto(answer, sender)
                    else:
                        self._receive(port.accept()[0], key.data)
                except OSError:
                    continue    # whoever it was has gone before we turned to him

    def _receive(self, line: socket.socket, serve: Serve) -> None:
        with self._lock:
            if len(self._callers) >= MOST_CALLERS:
                line.close()
                return
            line.setblocking(True)
            # Answers of several small writes must not wait for acknowledgements (RFC 1122 section 4.2.3.4).
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # A second handle on the same connection: TLS takes the first one over, and only a shutdown
            # that does not touch the TLS object may come from another thread.
            handle = line.dup()
            thread = Thread(target=self._talk, args=(line, serve), name="sandbox caller", daemon=True)
            self._callers[thread] = handle
        thread.start()

    def _talk(self, line: socket.socket, serve: Serve) -> None:
        conversation = Conversation(line)
        try:
            serve(conversation)
        except Gone:
            pass        # the ordinary end of a conversation
        finally:
            conversation.close()
            with self._lock:
                self._callers.pop(current_thread()).close()


def _bind(kind: socket.SocketKind, number: int) -> socket.socket:
    port = socket.socket(socket.AF_INET, kind)
    try:
        port.bind((LOOPBACK, number))
        if kind == socket.SOCK_STREAM:
            port.listen(MOST_CALLERS)
    except OSError:
        port.close()
        raise
    return port
