"""The sandbox's POP3 server, driven by poplib over verified TLS."""

import base64
import poplib
import socket
import threading

import pytest

from advisor.sandbox.mailbox import INBOX
from advisor.sandbox.manners import Manners
from tests.sandbox.conftest import hung_up

HOST = "pop.demo.example"


def connect(box, log_in=True):
    line = poplib.POP3_SSL(HOST, context=box.tls, timeout=5)
    if log_in:
        try:
            line.user(box.address)
            line.pass_(box.password)
        except poplib.error_proto:
            line.close()
            raise
    return line


def raw(box, port=995):
    line = socket.create_connection((HOST, port))
    if port == 995:
        line = box.tls.wrap_socket(line, server_hostname=HOST)
    file = line.makefile("rwb", buffering=0)
    line.close()
    assert file.readline().startswith(b"+OK")
    return file


def say(file, line):
    file.write(line + b"\r\n")
    return file.readline()


def uids(box):
    return [message.uid for message in box.mailbox.folder(INBOX).messages]


def test_what_is_announced_in_clear_and_inside_tls(box):
    line = poplib.POP3(HOST, timeout=5)
    assert line.capa() == {"RESP-CODES": [], "AUTH-RESP-CODE": [], "PIPELINING": [], "EXPIRE": ["NEVER"],
                           "STLS": [], "UIDL": [], "TOP": []}
    line.stls(box.tls)
    inside = line.capa()
    assert "STLS" not in inside
    assert (inside["SASL"], inside["USER"]) == (["PLAIN"], [])
    line.user(box.address)
    assert line.pass_(box.password).startswith(b"+OK")
    line.quit()


def test_every_message_comes_whole(box):
    line = connect(box)
    messages = box.mailbox.folder(INBOX).messages
    assert line.stat() == (len(messages), sum(len(message.content) for message in messages))
    assert len(messages) >= 20
    listing = line.list()[1]
    for number, message in enumerate(messages, 1):
        assert listing[number - 1] == b"%d %d" % (number, len(message.content))
        assert b"\r\n".join(line.retr(number)[1]) + b"\r\n" == message.content
    line.quit()
    assert uids(box) == [message.uid for message in messages]


def test_top_gives_headers_and_so_many_lines(box):
    line = connect(box)
    content = box.mailbox.folder(INBOX).messages[0].content
    head, _, body = content.partition(b"\r\n\r\n")
    assert line.top(1, 0)[1] == [*head.split(b"\r\n"), b""]
    assert line.top(1, 1)[1] == [*head.split(b"\r\n"), b"", body.split(b"\r\n")[0]]
    line.quit()


def test_uidl_is_the_same_in_the_next_session(box):
    line = connect(box)
    first = line.uidl()[1]
    assert line.uidl(2).split()[1:] == first[1].split()
    line.dele(1)
    line.quit()
    line = connect(box)
    assert [entry.split()[1] for entry in line.uidl()[1]] == [entry.split()[1] for entry in first[1:]]
    line.quit()


def test_messages_go_at_quit_and_not_before(box):
    before = uids(box)
    line = connect(box)
    line.dele(1)
    line.dele(3)
    assert line.stat()[0] == len(before) - 2
    with pytest.raises(poplib.error_proto, match="no such message"):
        line.retr(1)
    assert uids(box) == before
    line.rset()
    line.dele(2)
    line.quit()
    assert uids(box) == [before[0], *before[2:]]


def test_a_session_that_breaks_off_deletes_nothing_and_frees_the_maildrop(box):
    before = uids(box)
    line = connect(box)
    line.dele(1)
    line.close()
    assert uids(box) == before
    for thread in threading.enumerate():        # the server notices the hang-up in its own thread
        if thread.name == "sandbox caller":
            thread.join(5)
    again = connect(box)
    assert again.stat()[0] == len(before)
    again.quit()


def test_a_second_session_is_told_that_the_maildrop_is_in_use(box):
    line = connect(box)
    with pytest.raises(poplib.error_proto, match=r"\[IN-USE\]"):
        connect(box)
    line.quit()
    connect(box).quit()


@pytest.mark.parametrize("password", ["wrong", "", "ñ", "a b"])
def test_a_wrong_password_is_refused_with_its_code(box, password):
    file = raw(box)
    assert say(file, b"USER " + box.address.encode()).startswith(b"+OK")
    assert say(file, b"PASS " + password.encode()).startswith(b"-ERR [AUTH]")
    plain = base64.b64encode(f"\0{box.address}\0{password}".encode())
    assert say(file, b"AUTH PLAIN " + plain).startswith(b"-ERR [AUTH]")
    assert say(file, b"STAT").startswith(b"-ERR")
    file.close()


def test_auth_plain_with_and_without_the_first_answer(box):
    plain = base64.b64encode(f"\0{box.address}\0{box.password}".encode())
    for at_once in (True, False):
        file = raw(box)
        answer = say(file, b"AUTH PLAIN " + plain) if at_once else say(file, b"AUTH PLAIN")
        if not at_once:
            assert answer == b"+ \r\n"
            answer = say(file, plain)
        assert answer.startswith(b"+OK")
        assert say(file, b"QUIT").startswith(b"+OK")
        file.close()


def test_no_login_in_clear(box):
    file = raw(box, 110)
    for command in (b"USER " + box.address.encode(), b"PASS x", b"AUTH PLAIN"):
        assert say(file, command).startswith(b"-ERR")
    file.close()


def test_what_is_said_in_clear_behind_stls_is_never_heard(box):
    file = raw(box, 110)
    file.write(b"STLS\r\nUSER mallory\r\n")
    assert file.readline().startswith(b"+OK")
    assert hung_up(file)
    file.close()


WRONG = [
    b"", b"HELLO", b"RETR", b"RETR x", b"RETR 0", b"RETR 999", b"RETR 99999999999", b"RETR 1 1", b"TOP 1",
    b"TOP 1 -1", b"DELE 0", b"LIST 999", b"UIDL x", b"USER a", b"STLS", b"AUTH PLAIN", b"\xff\xfe",
    b"X" * 300, b"X" * 200_000]


def test_wrong_commands_get_err_and_the_session_goes_on(box):
    file = raw(box)
    say(file, b"USER " + box.address.encode())
    say(file, b"PASS " + box.password.encode())
    for command in WRONG:
        assert say(file, command).startswith(b"-ERR"), command[:50]
        assert say(file, b"NOOP").startswith(b"+OK"), command[:50]
    file.close()


def test_commands_may_be_sent_in_one_go(box):
    file = raw(box)
    file.write(f"USER {box.address}\r\nPASS {box.password}\r\nSTAT\r\nQUIT\r\n".encode())
    assert [file.readline()[:3] for _ in range(4)] == [b"+OK"] * 4
    assert file.readline() == b""
    file.close()


def test_manners(open_sandbox):
    box = open_sandbox(Manners(uidl=False, top=False, expire=0, login_delay=300))
    line = connect(box)
    capabilities = line.capa()
    assert not {"UIDL", "TOP"} & set(capabilities)
    assert (capabilities["EXPIRE"], capabilities["LOGIN-DELAY"]) == (["0"], ["300"])
    for command in (line.uidl, lambda: line.top(1, 0)):
        with pytest.raises(poplib.error_proto, match="unknown command"):
            command()
    before = uids(box)
    line.retr(1)
    line.quit()
    assert uids(box) == before[1:]      # RFC 2449 section 6.7


def test_not_offered_means_refused(open_sandbox):
    box = open_sandbox(Manners(pop3=False))
    for port in (110, 995):
        with pytest.raises(ConnectionRefusedError):
            box.dial("127.0.0.25", port, 5)


def test_turned_away_and_silent(open_sandbox):
    open_sandbox(Manners(greeting="turned-away"))
    with pytest.raises(poplib.error_proto, match="no POP3 today"):
        poplib.POP3(HOST, timeout=5)
    open_sandbox(Manners(greeting="silent"))
    with pytest.raises(TimeoutError):
        poplib.POP3(HOST, timeout=0.2)
