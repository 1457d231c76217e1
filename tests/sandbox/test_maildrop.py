"""One POP3 session's view of INBOX (the random walk beside other sessions is in test_mailbox)."""

from datetime import UTC, datetime

import pytest

from advisor.sandbox.mailbox import INBOX, Mailbox
from advisor.sandbox.maildrop import Maildrop, NoSuchMessage

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.fixture
def mailbox():
    mailbox = Mailbox(1000, uid_validity=7)
    for content in (b"one", b"two", b"three"):
        mailbox.append(INBOX, content, (), NOW)
    return mailbox


def contents(mailbox):
    return [message.content for message in mailbox.folder(INBOX).messages]


def test_numbers_stay_while_messages_are_marked(mailbox):
    drop = Maildrop(mailbox)
    drop.delete(2)
    assert [number for number, _ in drop.listed()] == [1, 3]
    for number in (0, 2, 4, -1):
        with pytest.raises(NoSuchMessage):
            drop.message(number)
    with pytest.raises(NoSuchMessage):
        drop.delete(2)


def test_only_the_update_deletes(mailbox):
    broken_off = Maildrop(mailbox)
    broken_off.delete(1)
    assert len(contents(mailbox)) == 3
    drop = Maildrop(mailbox)
    drop.delete(1)
    drop.reset()
    drop.delete(3)
    drop.update()
    assert contents(mailbox) == [b"one", b"two"]


def test_unique_ids_last_over_sessions_and_are_never_reused(mailbox):
    before = Maildrop(mailbox)
    first = {message.content: before.unique_id(message) for _, message in before.listed()}
    assert len(set(first.values())) == 3
    mailbox.remove(INBOX, {3})
    mailbox.append(INBOX, b"four", (), NOW)
    again = Maildrop(mailbox)
    later = {message.content: again.unique_id(message) for _, message in again.listed()}
    assert later[b"one"] == first[b"one"]
    assert later[b"four"] not in first.values()
    assert all(1 <= len(uid) <= 70 and uid.isalnum() for uid in later.values())     # RFC 1939 section 7


def test_expire_0_counts_what_was_retrieved_as_deleted(mailbox):
    drop = Maildrop(mailbox)
    drop.retrieve(2)
    drop.update(retrieved_too=True)
    assert contents(mailbox) == [b"one", b"three"]
