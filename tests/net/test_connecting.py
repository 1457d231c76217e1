"""Dialling: the stop reaches a connection that is still being made, and late sockets are not lost."""

import contextlib
import socket
import threading
import time

import pytest

from advisor.model.evidence import DnsAnswer
from advisor.net.connecting import connect, find_addresses, plain_dial
from advisor.net.line import Ended, Limit
from advisor.net.open_lines import OpenLines


@pytest.fixture
def full_port():
    """A port on loopback whose queue is full: connecting there neither fails nor succeeds."""
    with contextlib.ExitStack() as held:
        listener = held.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = held.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def test_the_stop_reaches_a_connection_in_the_making(full_port):
    lines = OpenLines()
    ended = []

    def run():
        with pytest.raises(Ended):
            connect(("127.0.0.1",), full_port, plain_dial(lines), Limit(5))
        ended.append(time.monotonic())

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(0.3)
    assert thread.is_alive()
    stopped = time.monotonic()
    lines.stop()
    thread.join(5)
    assert ended[0] - stopped < 0.1


def test_a_socket_that_comes_too_late_is_closed():
    gate = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def dial(address, port, seconds):
            if address == "slow":
                gate.wait(5)
            return socket.create_connection(listener.getsockname(), seconds)

        address, sock = connect(("slow", "quick"), 1, dial, Limit(5))
        with sock, listener.accept()[0]:
            assert address == "quick"
            gate.set()
            with listener.accept()[0] as late:
                late.settimeout(5)
                assert late.recv(1) == b""


def answers(four, six):
    def lookup(host, kind):
        answer, seconds = four if kind == "A" else six
        time.sleep(seconds)
        return answer
    return lookup


FOUND = DnsAnswer("found", ("8.8.8.8",))


def test_a_slow_aaaa_is_not_waited_for():
    began = time.monotonic()
    slow = (DnsAnswer("timeout"), 0.5)
    assert find_addresses("h.example", answers((FOUND, 0), slow), False) == ("8.8.8.8",)
    assert time.monotonic() - began < 0.4


def test_without_an_a_the_aaaa_is_waited_for():
    six = DnsAnswer("found", ("2606:4700::1",))
    lookup = answers((DnsAnswer("absent"), 0), (six, 0.2))
    assert find_addresses("h.example", lookup, False) == ("2606:4700::1",)


@pytest.mark.parametrize(("four", "six", "outcome"), [
    ("absent", "absent", "no-address"), ("failed", "absent", "unreachable"),
    ("absent", "timeout", "timeout")])
def test_why_there_is_none(four, six, outcome):
    with pytest.raises(Ended) as end:
        find_addresses("h.example", answers((DnsAnswer(four), 0), (DnsAnswer(six), 0)), False)
    assert end.value.outcome == outcome
