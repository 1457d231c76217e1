"""How IMAP commands are read into words, and words put into IMAP's form."""

import socket
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.sandbox.conversation import Conversation, Gone, TooLong
from advisor.sandbox.imap_words import (
    BadCommand,
    date_time,
    flags_of,
    number_set,
    quoted,
    read_command,
    read_date_time,
    read_day,
    string,
)


def read(said, largest=1000):
    """The words of what a client said, and what the server answered meanwhile."""
    server, client = socket.socketpair()
    with server, client:
        client.sendall(said)
        client.shutdown(socket.SHUT_WR)
        words = read_command(Conversation(server), largest)
        server.close()
        return words, client.recv(1000)


@pytest.mark.parametrize(("said", "words"), [
    (b"a NOOP\r\n", [b"a", b"NOOP"]),
    (b'a LOGIN "an\\"a \\\\" ""\r\n', [b"a", b"LOGIN", b'an"a \\', b""]),
    (b"a STORE 1:* +FLAGS (\\Seen work)\r\n", [b"a", b"STORE", b"1:*", b"+FLAGS", [b"\\Seen", b"work"]]),
    (b"a FETCH 1 (UID BODY.PEEK[HEADER.FIELDS (DATE FROM)]<0.10>)\r\n",
     [b"a", b"FETCH", b"1", [b"UID", b"BODY.PEEK[HEADER.FIELDS (DATE FROM)]<0.10>"]]),
    (b"a SEARCH (OR (SEEN) ()) ALL\r\n", [b"a", b"SEARCH", [b"OR", [b"SEEN"], []], b"ALL"]),
    (b"a X {3+}\r\n\r\n) {0+}\r\n\r\n", [b"a", b"X", b"\r\n)", b""]),
])
def test_words(said, words):
    assert read(said) == (words, b"")


def test_a_literal_is_asked_for():
    assert read(b"a X {2}\r\nhi y\r\n") == ([b"a", b"X", b"hi", b"y"], b"+ go on\r\n")


@pytest.mark.parametrize("said", [
    b"a (\r\n", b"a )\r\n", b'a "x\r\n', b"a [x\r\n", b"a ]\r\n", b"a {x}\r\n",
    b"a " + b"(" * 30 + b")" * 30 + b"\r\n",
    b"a X {1001}\r\n", b'a "\\x"\r\n'])
def test_what_cannot_be_read_names_its_tag(said):
    with pytest.raises(BadCommand) as bad:
        read(said)
    assert bad.value.tag == "a"


def test_literals_are_bounded_together():
    with pytest.raises(Gone):
        read(b"a X {600+}\r\n" + b"x" * 600 + b" {600+}\r\n" + b"x" * 600 + b"\r\n")
    with pytest.raises(Gone):
        read(b"a X" + b" {1+}\r\nx" * 100 + b"\r\n")


@given(st.binary(max_size=300))
def test_rubbish_never_breaks_the_reader(said):
    try:
        words, _ = read(said + b"\r\n")
    except (BadCommand, Gone, TooLong):
        return
    assert isinstance(words, list)


@given(st.binary(max_size=1200))
def test_any_octets_go_out_and_come_back(value):
    assert read(b"a " + string(value) + b"\r\n", 2000)[0] == [b"a", value]


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=50))
def test_quoted_text_comes_back(value):
    assert read(b"a " + quoted(value).encode() + b"\r\n")[0] == [b"a", value.encode()]


@given(st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_moments_come_back(moment, offset):
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset)))
    written = date_time(moment)
    assert len(written) == 28
    assert read_date_time(written.strip('"').encode()) == moment


def test_dates():
    assert date_time(datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)) == '" 3-Feb-2026 04:05:06 +0000"'
    assert read_day(b"1-feb-1994") == (1994, 2, 1)
    for wrong in (b"1-foo-1994", b"yesterday", b"1-Feb-94"):
        with pytest.raises(BadCommand):
            read_day(wrong)
    for wrong in (b"31-Feb-2026 00:00:00 +0000", b"01-Feb-2026", b"01-Feb-2026 25:00:00 +0000",
                  b"01-Feb-2026 00:00:00 +9999"):
        with pytest.raises(BadCommand):
            read_date_time(wrong)


def test_sets_of_numbers():
    assert number_set(b"1,3:5,9:7,*", 12) == [(1, 1), (3, 5), (7, 9), (12, 12)]
    assert number_set(b"20:*", 12) == [(12, 20)]        # RFC 3501 section 6.4.8: always has the last one
    for wrong in (b"", b"0", b"1:", b"1:2:3", b"x", b"-1", b"1,,2", b"99999999999"):
        with pytest.raises(BadCommand):
            number_set(wrong, 12)


def test_flags_are_spelled_as_usual_and_cannot_smuggle_anything():
    assert flags_of([b"\\sEEN", b"Work", b"$Junk"]) == ("\\Seen", "Work", "$Junk")
    assert flags_of(b"\\Deleted") == ("\\Deleted",)
    for wrong in (b"\\Odd", b"\\Recent", b"a b", b"a\r\nb", b"", b")", "ñ".encode(), b"x" * 200):
        with pytest.raises(BadCommand):
            flags_of([wrong])
