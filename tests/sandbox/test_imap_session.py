"""What a session tells of the changes that others make (RFC 3501 sections 5.2, 5.5 and 7.4.1)."""

from datetime import UTC, datetime

from advisor.sandbox.mailbox import INBOX
from tests.sandbox.imap_lines import LETTER, connect


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
