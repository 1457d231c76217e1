"""Lets real mail libraries talk to the sandbox: its name server says where, and `dial` connects."""

import socket
import ssl

import dns.resolver
import pytest

from advisor import sandbox
from tests.sandbox.imap_lines import Raw


def resolver_of(running):
    """A dnspython resolver that knows the sandbox's name server only."""
    host, _, port = running.resolver.partition(":")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [host], int(port)
    resolver.lifetime = 5
    return resolver


def hung_up(file):
    """Whether the other side has ended the conversation."""
    try:
        return file.read(1) == b""
    except ConnectionResetError:
        return True


@pytest.fixture
def open_sandbox(monkeypatch):
    """Starts a sandbox with the manners given, and turns this process's connections to it."""
    running, lines = [], []

    def begin(*arguments, **more):
        box = sandbox.start(*arguments, **more)
        running.append(box)
        resolver = resolver_of(box)

        def connect(address, timeout=5, *rest, **ignored):
            (found, *_) = resolver.resolve(address[0], "A")
            lines.append(box.dial(found.to_text(), address[1],
                                  timeout if isinstance(timeout, int | float) else 5))
            return lines[-1]

        monkeypatch.setattr(socket, "create_connection", connect)
        box.tls = ssl.create_default_context(cafile=box.ca_file)
        return box

    yield begin
    for line in lines:      # poplib and smtplib leave the line open where their constructor fails
        line.close()
    for box in running:
        box.stop()


@pytest.fixture
def box(open_sandbox):
    """A sandbox with the best manners."""
    return open_sandbox()


@pytest.fixture
def raw(box):
    """A bare IMAP line that is logged in."""
    line = Raw(box)
    yield line
    line.file.close()
