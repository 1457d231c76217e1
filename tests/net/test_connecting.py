"""Dialling: the stop reaches a connection that is still being made, and late sockets are not lost."""

import contextlib
import socket
import threading
import time
from concurrent.futures import Future

import pytest

from advisor.model.evidence import BESIDE, DnsAnswer
from advisor.net.connecting import connect, connect_to_host, find_addresses, plain_dial
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


def test_it_connects_to_the_address_that_was_judged(monkeypatch):
    called = []

    class Socket(socket.socket):
        def connect(self, where):
            called.append((self.family, where))

    monkeypatch.setattr(socket, "socket", Socket)
    for address in ("192.0.2.7", "2001:db8::7"):
        connect((address,), 993, plain_dial(OpenLines()), Limit(5))[1].close()
    assert called == [(socket.AF_INET, ("192.0.2.7", 993)), (socket.AF_INET6, ("2001:db8::7", 993))]


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
    assert ended[0] - stopped < 1     # and not the two seconds that a connection may take


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
    """What is known of a host: an A and an AAAA answer, each after so many seconds."""
    futures = Future(), Future()
    for future, (answer, seconds) in zip(futures, (four, six), strict=True):
        if seconds:
            threading.Timer(seconds, future.set_result, (answer,)).start()
        else:
            future.set_result(answer)
    return futures


FOUND = DnsAnswer("found", ("8.8.8.8",))
SIX = DnsAnswer("found", ("2606:4700::1",))


def test_a_slow_aaaa_is_not_waited_for():
    began = time.monotonic()
    slow = (DnsAnswer("timeout"), 0.5)
    assert find_addresses(answers((FOUND, 0), slow), False) == ("8.8.8.8",)
    assert time.monotonic() - began < 0.4


def test_without_an_a_the_aaaa_is_waited_for():
    assert find_addresses(answers((DnsAnswer("absent"), 0), (SIX, 0.2)), False) == ("2606:4700::1",)


def test_an_a_that_came_unasked_does_not_wait_at_all():
    began = time.monotonic()
    beside = DnsAnswer("found", ("8.8.8.8",), BESIDE)
    assert find_addresses(answers((beside, 0), (SIX, 0.5)), False) == ("8.8.8.8",)
    assert time.monotonic() - began < 0.04


def test_addresses_that_came_too_late_are_tried_when_the_others_have_failed():
    """The same with an AAAA that took its time: its host is not lost because the A leads nowhere."""
    tried = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        def dial(address, port, seconds):
            tried.append(address)
            if ":" not in address:
                raise ConnectionRefusedError
            return socket.create_connection(listener.getsockname(), seconds)

        found = answers((FOUND, 0), (SIX, 0.2))
        address, sock = connect_to_host(found, 1, dial, Limit(5), False)
        with sock:
            assert (address, tried) == ("2606:4700::1", ["8.8.8.8", "2606:4700::1"])


def test_where_nothing_came_late_the_first_reason_stands():
    def dial(address, port, seconds):
        raise ConnectionRefusedError

    with pytest.raises(Ended) as end:
        connect_to_host(answers((FOUND, 0), (DnsAnswer("absent"), 0)), 1, dial, Limit(5), False)
    assert end.value.outcome == "refused"


@pytest.mark.parametrize(("four", "six", "outcome"), [
    ("absent", "absent", "no-address"), ("failed", "absent", "unreachable"),
    ("absent", "timeout", "timeout")])
def test_why_there_is_none(four, six, outcome):
    with pytest.raises(Ended) as end:
        find_addresses(answers((DnsAnswer(four), 0), (DnsAnswer(six), 0)), False)
    assert end.value.outcome == outcome
