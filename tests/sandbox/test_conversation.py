"""One caller on one line, and the reception that takes callers in."""

import socket
import threading

import pytest

from advisor.sandbox.conversation import LONGEST_RUBBISH, Conversation, Gone, TooLong
from advisor.sandbox.reception import MOST_CALLERS, Reception


@pytest.fixture
def pair():
    server, client = socket.socketpair()
    client.settimeout(5)
    with server, client:
        yield Conversation(server), client


def test_lines_and_octets_come_as_they_were_sent(pair):
    server, client = pair
    client.sendall(b"one\r\ntwo\nthr")
    client.sendall(b"ee\r\n12345")
    assert [server.read_line() for _ in range(3)] == [b"one\r\n", b"two\n", b"three\r\n"]
    assert server.read_exactly(4) == b"1234"
    client.close()
    with pytest.raises(Gone):
        server.read_line()


@pytest.mark.parametrize("length", [9, 10, 11, 500])
def test_a_line_that_is_too_long_is_thrown_away_whole(pair, length):
    server, client = pair
    client.sendall(b"x" * (length - 1) + b"\nnext\n")
    if length <= 10:
        assert len(server.read_line(10)) == length
    else:
        with pytest.raises(TooLong):
            server.read_line(10)
    assert server.read_line(10) == b"next\n"


def test_a_line_without_end_is_not_listened_to_for_ever(pair):
    server, client = pair

    def talk():
        try:
            client.sendall(b"x" * (2 * LONGEST_RUBBISH))
        except OSError:
            return      # hung up on, as it should be

    talking = threading.Thread(target=talk)
    talking.start()
    with pytest.raises(Gone):
        server.read_line()
    server.close()
    talking.join()


def test_wait_tells_who_spoke_first(pair):
    server, client = pair
    other, waker = socket.socketpair()
    with other, waker:
        waker.send(b"!")
        assert not server.wait(other)
        other.recv(1)
        client.send(b"a\nb\n")
        assert server.wait(other)
        server.read_line()
        waker.send(b"!")
        assert server.wait(other)       # what is read already counts first


def test_no_more_callers_than_it_can_take():
    reception = Reception()
    port = reception.listen(lambda conversation: conversation.read_line())
    reception.open()
    callers = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(MOST_CALLERS + 1)]
    assert callers[-1].recv(1) == b""
    reception.close()
    assert callers[0].recv(1) == b""
    for caller in callers:
        caller.close()
