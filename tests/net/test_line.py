"""Reading within limits, and cleaning what was read."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.net.line import MAX_LINE, Ended, Limit, Reader, clean


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_lines(pair):
    pair[1].sendall(b"one\r\ntwo\nthree")
    pair[1].shutdown(socket.SHUT_WR)
    reader = Reader(pair[0], Limit(1))
    assert reader.peek() == b"one"
    assert reader.readline() == b"one\r\n"
    assert reader.pending
    assert reader.readline() == b"two\r\n"
    with pytest.raises(Ended) as end:
        reader.readline()
    assert end.value.outcome == "closed"


def test_a_long_line_is_cut_at_a_blank(pair):
    pair[1].sendall(b"word " * (MAX_LINE // 5) + b"IDLEX more\r\nnext\r\n")
    reader = Reader(pair[0], Limit(1))
    line = reader.readline()
    assert len(line) <= MAX_LINE
    assert set(line.split()) == {b"word"}
    assert reader.cut
    assert reader.readline() == b"next\r\n"


def test_a_literal(pair):
    pair[1].sendall(b"12345678")
    assert Reader(pair[0], Limit(1)).read(5) == b"12345"
    with pytest.raises(Ended) as end:
        Reader(pair[0], Limit(1)).read(10**9)
    assert end.value.outcome == "nonsense"


def test_time_is_over(pair):
    limit = Limit(5)
    limit.step(0.05)
    with pytest.raises(Ended) as end:
        Reader(pair[0], limit).readline()
    assert end.value.outcome == "silent"
    with pytest.raises(TimeoutError):
        limit.left()


def test_a_step_is_never_longer_than_the_whole():
    limit = Limit(0.5)
    limit.step(100)
    assert limit.left() <= 0.5


@given(st.one_of(st.text(), st.binary()))
def test_clean_is_fit_for_a_screen(said):
    shown = clean(said)
    assert len(shown) <= 200
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 or letter in "‪‫‬‭‮⁦⁧⁨⁩"
                   for letter in shown)
