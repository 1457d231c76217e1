"""The sandbox's IMAP server, driven by imapclient over verified TLS; odd commands go over a bare line."""

import base64
import socket
from datetime import UTC, date, datetime

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from advisor.sandbox.mailbox import INBOX
from advisor.sandbox.manners import Manners
from tests.sandbox.conftest import hung_up

HOST = "imap.demo.example"
LETTER = b"From: a@b.example\r\nSubject: nueva\r\n\r\nHola\r\n"


def connect(box, log_in=True):
    line = IMAPClient(HOST, ssl_context=box.tls, timeout=5)
    line.normalise_times = False
    if log_in:
        line.login(box.address, box.password)
    return line


class Raw:
    """A bare line that is logged in; `say` gives the lines up to the tagged answer."""

    def __init__(self, box, log_in=True, port=993):
        line = socket.create_connection((HOST, port))
        if port == 993:
            line = box.tls.wrap_socket(line, server_hostname=HOST)
        self.file = line.makefile("rwb", buffering=0)
        line.close()
        assert self.file.readline().startswith(b"* OK")
        if log_in:
            assert self.say(f'LOGIN "{box.address}" "{box.password}"'.encode())[-1].startswith(b"t OK")

    def say(self, command, tag=b"t "):
        self.file.write(tag + command + b"\r\n")
        lines = []
        while not lines or not lines[-1].startswith((b"t ", b"* BYE", b"* BAD")):
            lines.append(self.file.readline())
            assert lines[-1], lines
        return lines


@pytest.fixture
def raw(box):
    line = Raw(box)
    yield line
    line.file.close()


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


def test_folders_with_their_special_use(box):
    line = connect(box)
    folders = {name: set(flags) for flags, delimiter, name in line.list_folders()}
    assert set(folders) == {"INBOX", "Sent", "Drafts", "Junk", "Trash", "Archive"}
    for name in folders.keys() - {"INBOX"}:
        assert b"\\" + name.encode() in folders[name]
    assert line.list_sub_folders() == line.list_folders()
    assert [name for *_, name in line.list_folders(pattern="s%")] == ["Sent"]
    assert line.find_special_folder(b"\\Junk") == "Junk"
    assert line.namespace().personal == (("", "/"),)
    line.create_folder("Work/2026")
    assert "Work/2026" not in [name for *_, name in line.list_folders(pattern="%")]
    line.delete_folder("Work/2026")
    with pytest.raises(IMAPClientError, match="CANNOT"):
        line.delete_folder("Sent")
    line.logout()


def test_status_and_select_agree_with_the_mailbox(box):
    line = connect(box)
    folder = box.mailbox.folder(INBOX)
    unseen = sum("\\Seen" not in message.flags for message in folder.messages)
    expected = {b"MESSAGES": len(folder.messages), b"UIDNEXT": folder.uid_next, b"UNSEEN": unseen,
                b"UIDVALIDITY": folder.uid_validity, b"RECENT": 0}
    assert line.folder_status(INBOX) == expected
    selected = line.select_folder(INBOX)
    assert (selected[b"EXISTS"], selected[b"UIDNEXT"]) == (len(folder.messages), folder.uid_next)
    assert selected[b"READ-WRITE"]
    assert line.select_folder("Sent", readonly=True)[b"READ-ONLY"]
    with pytest.raises(IMAPClientError, match="READ-ONLY"):
        line.add_flags([1, 2, 3], ["\\Seen"])
    with pytest.raises(IMAPClientError, match="NONEXISTENT"):
        line.select_folder("Nowhere")
    with pytest.raises(IMAPClientError):
        line.fetch([1], ["FLAGS"])          # a failed SELECT leaves no folder selected
    line.logout()


def test_fetch_gives_what_is_stored(box):
    line = connect(box)
    line.select_folder(INBOX)
    messages = box.mailbox.folder(INBOX).messages
    answers = line.fetch(line.search(), ["FLAGS", "RFC822.SIZE", "INTERNALDATE", "BODY.PEEK[]"])
    assert list(answers) == [message.uid for message in messages]
    for message in messages:
        answer = answers[message.uid]
        assert answer[b"BODY[]"] == message.content
        assert answer[b"RFC822.SIZE"] == len(message.content)
        assert answer[b"INTERNALDATE"] == message.arrived
        assert {flag.decode() for flag in answer[b"FLAGS"]} == message.flags
    assert box.mailbox.folder(INBOX).messages == messages       # PEEK changed nothing
    line.logout()


def test_reading_without_peek_marks_as_seen_except_in_a_read_only_folder(box):
    line = connect(box)
    uid = box.mailbox.folder(INBOX).messages[-1].uid
    line.select_folder(INBOX, readonly=True)
    line.fetch(uid, ["BODY[TEXT]"])
    assert "\\Seen" not in box.mailbox.folder(INBOX).messages[-1].flags
    line.select_folder(INBOX)
    assert b"\\Seen" in line.fetch(uid, ["BODY[TEXT]"])[uid][b"FLAGS"]
    assert "\\Seen" in box.mailbox.folder(INBOX).messages[-1].flags
    line.logout()


def test_envelope_and_structure(box):
    line = connect(box)
    line.select_folder(INBOX)
    (uid,) = line.search(["SUBJECT", "Factura"])
    answer = line.fetch(uid, ["ENVELOPE", "BODYSTRUCTURE", "BODY.PEEK[HEADER.FIELDS (Subject Date)]",
                              "BODY.PEEK[2]", "BODY.PEEK[1.MIME]", "BODY.PEEK[]<5.10>", "BODY.PEEK[9]"])[uid]
    envelope = answer[b"ENVELOPE"]
    assert (envelope.subject, envelope.from_[0].mailbox, envelope.from_[0].host) == (
        b"Factura 0815", b"luis", b"taller.example")
    assert envelope.to[0].host == b"demo.example"
    structure = answer[b"BODYSTRUCTURE"]
    assert structure.is_multipart
    assert [(one[0], one[1]) for one in structure[0]] == [(b"TEXT", b"PLAIN"), (b"TEXT", b"CSV")]
    assert structure[1] == b"MIXED"
    assert base64.b64decode(answer[b"BODY[2]"]).startswith(b"concepto;importe")
    assert answer[b"BODY[1.MIME]"].lower().startswith(b"content-type: text/plain")
    assert answer[b"BODY[]<5>"] == line.fetch(uid, ["BODY.PEEK[]"])[uid][b"BODY[]"][5:15]
    assert answer[b"BODY[9]"] is None
    head = answer[b"BODY[HEADER.FIELDS (SUBJECT DATE)]"]
    assert sorted(field.split(b":")[0] for field in head.split(b"\r\n") if field) == [b"Date", b"Subject"]
    line.logout()


def test_all_messages_of_all_folders_have_a_structure(box):
    line = connect(box)
    for folder in box.mailbox.folders():
        line.select_folder(folder.name, readonly=True)
        for answer in line.fetch(line.search(), ["ENVELOPE", "BODYSTRUCTURE", "BODY"]).values():
            assert answer[b"ENVELOPE"].from_
            assert answer[b"ENVELOPE"].date
    line.logout()


@pytest.mark.parametrize(("criteria", "keep"), [
    (["ALL"], lambda m: True),
    (["UNSEEN"], lambda m: "\\Seen" not in m.flags),
    (["NOT", ["OR", "FLAGGED", "ANSWERED"]], lambda m: not {"\\Flagged", "\\Answered"} & m.flags),
    (["LARGER", 500], lambda m: len(m.content) > 500),
    (["BODY", "gazpacho"], lambda m: False),
    (["FROM", "marta", "SEEN"], lambda m: b"marta@" in m.content and "\\Seen" in m.flags),
    (["SUBJECT", "cenamos"], lambda m: b"Cenamos" in m.content),
    (["UID", "5:9"], lambda m: 5 <= m.uid <= 9),
    (["KEYWORD", "none"], lambda m: False),
])
def test_search(box, criteria, keep):
    line = connect(box)
    line.select_folder(INBOX)
    expected = [message.uid for message in box.mailbox.folder(INBOX).messages if keep(message)]
    assert list(line.search(criteria)) == expected
    line.logout()


def test_search_by_day_and_by_decoded_words(box):
    line = connect(box)
    line.select_folder(INBOX)
    messages = box.mailbox.folder(INBOX).messages
    middle = messages[10].arrived.date()
    for key, keep in (("SINCE", lambda day: day >= middle), ("BEFORE", lambda day: day < middle),
                      ("ON", lambda day: day == middle), ("SENTSINCE", lambda day: day >= middle)):
        assert list(line.search([key, middle])) == [m.uid for m in messages if keep(m.arrived.date())]
    assert len(line.search(["SUBJECT", "extracto del mes está"], "UTF-8")) == 1
    with pytest.raises(IMAPClientError, match="BADCHARSET"):
        line.search("ALL", "KOI8-R")
    line.logout()


def test_flags_copy_move_append_and_expunge(box):
    line = connect(box)
    line.select_folder(INBOX)
    first, second, third, *_ = uids = line.search()
    assert {b"\\Flagged", b"work"} <= set(line.add_flags(first, ["\\Flagged", "work"])[first])
    line.remove_flags(first, ["work"], silent=True)
    assert b"work" not in line.get_flags(first)[first]
    line.copy([first], "Archive")
    assert box.mailbox.folder("Archive").messages[-1].content == box.mailbox.folder(INBOX).messages[0].content
    line.move([second], "Trash")
    assert line.search() == [uid for uid in uids if uid != second]
    line.delete_messages([first, third])
    line.uid_expunge([third])
    assert third not in line.search()
    line.expunge()
    assert line.search() == uids[3:]
    answer = line.append("Drafts", LETTER, ["\\Draft"], datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC))
    message = box.mailbox.folder("Drafts").messages[-1]
    assert f"{message.uid}]".encode() in answer
    assert (message.content, message.flags) == (LETTER, {"\\Draft"})
    assert message.arrived == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    with pytest.raises(IMAPClientError, match="TRYCREATE"):
        line.copy(uids[3:4], "Nowhere")
    line.close_folder()
    line.logout()


def test_quota(open_sandbox):
    box = open_sandbox(Manners(quota_kb=40))
    line = connect(box)
    (quota,) = line.get_quota()
    assert (quota.resource, quota.limit) == ("STORAGE", 40)
    assert quota.usage == -(-box.mailbox.used() // 1024)
    with pytest.raises(IMAPClientError, match="OVERQUOTA"):
        line.append(INBOX, LETTER + b"x\r\n" * 14_000)
    assert line.get_quota()[0].usage == quota.usage
    line.logout()


def test_idle_tells_what_others_do(box):
    line = connect(box)
    existing = line.select_folder(INBOX)[b"EXISTS"]
    line.idle()
    uid = box.mailbox.append(INBOX, LETTER, (), datetime.now(UTC))
    assert line.idle_check(timeout=5) == [(existing + 1, b"EXISTS")]
    box.mailbox.change_flags(INBOX, {uid}, ["\\Seen"], "add")
    ((number, what, values),) = line.idle_check(timeout=5)
    assert (number, what) == (existing + 1, b"FETCH")
    assert b"\\Seen" in str(values).encode()
    box.mailbox.remove(INBOX, {uid})
    assert line.idle_check(timeout=5) == [(existing + 1, b"EXPUNGE")]
    line.idle_done()
    line.logout()


def test_numbers_change_only_when_the_client_is_told(box, raw):
    count = int(next(x for x in raw.say(b"SELECT INBOX") if b"EXISTS" in x).split()[1])
    gone = box.mailbox.folder(INBOX).messages[0].uid
    box.mailbox.remove(INBOX, {gone})
    answer = raw.say(b"FETCH 1:* UID")
    assert not any(b"EXPUNGE" in line for line in answer)
    assert answer[0].startswith(b"* 2 FETCH")
    assert b"* 1 EXPUNGE\r\n" in raw.say(b"NOOP")
    answer = raw.say(b"FETCH 1:* UID")
    assert answer[0].startswith(b"* 1 FETCH")
    assert len(answer) == count


def test_a_folder_deleted_meanwhile_ends_the_session(box, raw):
    raw.say(b"CREATE Work")
    raw.say(b"SELECT Work")
    box.mailbox.delete("Work")
    assert raw.say(b"NOOP")[-1].startswith(b"* BYE")


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


def test_the_dates_of_the_letters_are_recent(box):
    newest = max(message.arrived for message in box.mailbox.folder(INBOX).messages)
    assert (date.today() - newest.date()).days <= 1
