"""The sandbox's IMAP server: capabilities, login, and what it does with odd commands."""


import pytest
from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from advisor.sandbox.mailbox import INBOX
from advisor.sandbox.manners import Manners
from tests.sandbox.conftest import hung_up
from tests.sandbox.imap_lines import HOST, Raw, connect


def test_what_is_announced_in_clear_and_inside_tls(box):
    line = IMAPClient(HOST, port=143, ssl=False, timeout=5)
    in_clear = set(line.capabilities())
    assert {b"IMAP4REV1", b"STARTTLS", b"LOGINDISABLED"} <= in_clear
    assert b"AUTH=PLAIN" not in in_clear
    line.starttls(box.tls)
    inside = set(line.capabilities())
    assert not {b"STARTTLS", b"LOGINDISABLED"} & inside
    assert {b"AUTH=PLAIN", b"SASL-IR", b"IDLE", b"NAMESPACE", b"SPECIAL-USE", b"QUOTA", b"MOVE", b"UIDPLUS",
            b"ID", b"UNSELECT"} <= inside
    line.login(box.address, box.password)
    assert line.noop()[0] == b"here"
    line.logout()


def test_both_ways_to_log_in(box):
    connect(box).logout()
    line = connect(box, log_in=False)
    line.plain_login(box.address, box.password)
    assert line.id_({"name": "test"}) == ((b"name", b"mail-advisor demo"),)
    line.logout()


@pytest.mark.parametrize("method", ["login", "plain_login"])
def test_a_wrong_password_is_refused_with_its_code(box, method):
    line = connect(box, log_in=False)
    with pytest.raises(LoginError, match=r"\[AUTHENTICATIONFAILED\]"):
        getattr(line, method)(box.address, "wrong")
    line.login(box.address, box.password)
    line.logout()


def test_no_login_in_clear(box):
    line = Raw(box, log_in=False, port=143)
    assert line.say(b"LOGIN a b")[-1].startswith(b"t NO [PRIVACYREQUIRED]")
    assert line.say(b"AUTHENTICATE PLAIN AGEAYg==")[-1].startswith(b"t NO [PRIVACYREQUIRED]")
    line.file.close()


def test_what_is_said_in_clear_behind_starttls_is_never_heard(box):
    line = Raw(box, log_in=False, port=143)
    line.file.write(b"t STARTTLS\r\nt NOOP\r\n")
    assert line.file.readline().startswith(b"t OK")
    assert hung_up(line.file)
    line.file.close()


WRONG = [
    b"", b"HELLO", b"UID", b"UID HELLO 1", b"FETCH", b"FETCH 0 FLAGS", b"FETCH 999 FLAGS", b"FETCH x FLAGS",
    b"FETCH 1 NONSENSE", b"FETCH 1 BODY[", b"FETCH 1 BODY[HEADER.FIELDS ()]", b"FETCH 1 (FLAGS",
    b"FETCH 1 FLAGS)",
    b"FETCH 1:2:3 FLAGS", b"STORE 1 FLAGS", b"STORE 1 LABELS (a)", b"STORE 1 FLAGS (\\Odd)",
    b"SEARCH", b"SEARCH HEADER", b"SEARCH SINCE yesterday", b"SEARCH SINCE 31-Feb-2026", b"SEARCH NONSENSE",
    b"SEARCH " + b"NOT " * 40 + b"ALL", b"SEARCH " + b"(" * 40 + b"ALL" + b")" * 40, b'LOGIN "unfinished',
    b"LIST", b"STATUS INBOX", b"STATUS INBOX (NONSENSE)", b"EXPUNGE 1", b"STARTTLS", b"LOGIN a b",
    b"APPEND INBOX", b'APPEND INBOX "no date" {1}', b"X" * 10_000, b"X" * 200_000,
    b"APPEND INBOX {99999999999}", b"APPEND INBOX {99999999}", b"\xff\xfe", b"RENAME", b"CREATE"]



def test_wrong_commands_get_bad_and_the_session_goes_on(raw):
    raw.say(b"SELECT INBOX")
    for command in WRONG:
        if command.endswith(b"{1}"):
            raw.file.write(b"t " + command + b"\r\n")
            assert raw.file.readline().startswith(b"+ ")
            answer = raw.say(b"x", tag=b"")
        else:
            answer = raw.say(command)
        assert b" BAD" in answer[-1] or b" NO" in answer[-1], command[:50]
        assert raw.say(b"NOOP")[-1].startswith(b"t OK"), command[:50]


def test_too_many_blunders_and_too_large_literals_end_the_conversation(box):
    line = Raw(box, log_in=False)
    assert line.say(b"LOGIN {5000+}")[-1].startswith(b"* BYE [TOOBIG]")
    line.file.close()
    line = Raw(box, log_in=False)
    for _ in range(50):
        answer = line.say(b"HELLO")
    assert answer[-1].startswith(b"t BAD")
    assert line.file.readline().startswith(b"* BYE")
    line.file.close()


def test_literals_with_and_without_waiting(box):
    line = Raw(box, log_in=False)
    user, password = box.address.encode(), box.password.encode()
    line.file.write(b"t LOGIN {%d}\r\n" % len(user))
    assert line.file.readline().startswith(b"+ ")
    answer = line.say(b"%b {%d+}\r\n%b" % (user, len(password), password), tag=b"")
    assert answer[-1].startswith(b"t OK")
    line.file.close()


def test_nothing_said_is_echoed_into_an_answer(raw):
    evil = b"a\r\n* BYE mallory"
    for command in (b"SELECT", b"CREATE", b"STATUS", b"GETQUOTA"):
        more = b" (MESSAGES)" if command == b"STATUS" else b""
        raw.file.write(b"t " + command + b" {%d+}\r\n" % len(evil) + evil + more + b"\r\n")
        assert raw.file.readline().startswith((b"t NO", b"t BAD"))
    assert raw.say(b"NOOP") == [b"t OK here\r\n"]


def test_manners(open_sandbox):
    box = open_sandbox(Manners(idle=False, special_use=False, quota=False, move=False))
    line = connect(box)
    assert not {b"IDLE", b"SPECIAL-USE", b"QUOTA", b"MOVE"} & set(line.capabilities())
    line.select_folder(INBOX)
    assert all(not flag.startswith(b"\\S") for flags, *_ in line.list_folders() for flag in flags)
    line.logout()
    bare = Raw(box)
    for command in (b"IDLE", b"GETQUOTAROOT INBOX", b"MOVE 1 Trash"):
        assert bare.say(command)[-1].startswith(b"t BAD")
    bare.file.close()


@pytest.mark.parametrize(("manners", "refused", "answers"), [
    (Manners(starttls_only=True), 993, 143), (Manners(tls_only=True), 143, 993)])
def test_ports_that_are_not_offered_refuse(open_sandbox, manners, refused, answers):
    box = open_sandbox(manners)
    box.dial("127.0.0.25", answers, 5).close()
    with pytest.raises(ConnectionRefusedError):
        box.dial("127.0.0.25", refused, 5)


def test_turned_away(open_sandbox):
    open_sandbox(Manners(greeting="turned-away"))
    with pytest.raises(Exception, match="no IMAP today"):
        IMAPClient(HOST, port=143, ssl=False, timeout=5)
