"""The mailbox as pure data: whatever happens to it, its promises hold."""

from datetime import UTC, datetime
from threading import Thread

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from advisor.sandbox.mailbox import INBOX, Mailbox, NoSuchFolder, NotAllowed, OverQuota
from advisor.sandbox.maildrop import Maildrop, NoSuchMessage

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FOLDERS = st.sampled_from([INBOX, "Sent", "Trash"])
CONTENT = st.binary(max_size=60)
QUOTA = 300


class MailboxMachine(RuleBasedStateMachine):
    """Appends, copies, moves, flags and removes at random, beside a POP3 session."""

    def __init__(self):
        super().__init__()
        self.mailbox = Mailbox(QUOTA)
        self.given = {folder.name: [] for folder in self.mailbox.folders()}
        self.drop = None

    def uids(self, name):
        return {message.uid for message in self.mailbox.folder(name).messages}

    @rule(name=FOLDERS, content=CONTENT, skip=st.integers(0, 3))
    def append(self, name, content, skip):
        used = self.mailbox.used()
        try:
            uid = self.mailbox.append(name, content, (), NOW, skip_uids=skip)
        except OverQuota:
            assert used + len(content) > QUOTA
            assert self.mailbox.used() == used
        else:
            self.given[name].append(uid)

    @rule(name=FOLDERS, to=FOLDERS, move=st.booleans(), take=st.integers(0, 5))
    def carry(self, name, to, move, take):
        chosen = set(sorted(self.uids(name))[:take])
        before, used = self.uids(to), self.mailbox.used()
        try:
            pairs = (self.mailbox.move if move else self.mailbox.copy)(name, chosen, to)
        except OverQuota:
            assert not move
            assert (self.uids(to), self.mailbox.used()) == (before, used)   # all or none
            return
        assert {old for old, _ in pairs} == chosen
        self.given[to] += [new for _, new in pairs]
        if move:
            assert self.mailbox.used() == used
            assert not chosen & self.uids(name)

    @rule(name=FOLDERS, take=st.integers(0, 3))
    def remove(self, name, take):
        chosen = set(sorted(self.uids(name))[:take])
        self.mailbox.remove(name, chosen)
        assert not chosen & self.uids(name)

    @rule()
    def pop3_login(self):
        self.drop = Maildrop(self.mailbox)

    @rule(number=st.integers(1, 5))
    def pop3_delete(self, number):
        if self.drop is not None:
            before = self.mailbox.folder(INBOX)
            try:
                self.drop.delete(number)
            except NoSuchMessage:
                assert number not in [known for known, _ in self.drop.listed()]
            assert self.mailbox.folder(INBOX) is before     # nothing happens before QUIT

    @rule(reset=st.booleans())
    def pop3_quit(self, reset):
        if self.drop is not None:
            if reset:
                self.drop.reset()
            kept = {message.uid for _, message in self.drop.listed()} & self.uids(INBOX)
            arrived = self.uids(INBOX) - {message.uid for message in self.drop._messages}
            self.drop.update()
            assert self.uids(INBOX) == kept | arrived
            self.drop = None

    @invariant()
    def uids_ascend_and_are_never_given_twice(self):
        for name, given in self.given.items():
            assert given == sorted(set(given))
            folder = self.mailbox.folder(name)
            uids = [message.uid for message in folder.messages]
            assert uids == sorted(set(uids))
            assert set(uids) <= set(given)
            assert folder.uid_next > max(given, default=0)

    @invariant()
    def the_quota_holds(self):
        assert self.mailbox.used() <= QUOTA


TestMailbox = MailboxMachine.TestCase


@pytest.fixture
def mailbox():
    return Mailbox(1000)


def test_it_begins_with_the_usual_folders(mailbox):
    assert [(folder.name, folder.special_use) for folder in mailbox.folders()] == [
        (INBOX, ""), ("Sent", "\\Sent"), ("Drafts", "\\Drafts"), ("Junk", "\\Junk"), ("Trash", "\\Trash"),
        ("Archive", "\\Archive")]
    assert mailbox.folder("inbox").name == INBOX


def test_flags_are_set_added_and_removed(mailbox):
    uid = mailbox.append(INBOX, b"x", ["\\Seen"], NOW)
    for how, flags, expected in (("add", ["\\Flagged"], {"\\Seen", "\\Flagged"}),
                                 ("remove", ["\\Seen"], {"\\Flagged"}), ("set", ["a", "b"], {"a", "b"})):
        mailbox.change_flags(INBOX, {uid, 999}, flags, how)
        assert mailbox.folder(INBOX).messages[0].flags == expected
    with pytest.raises(NotAllowed):
        mailbox.change_flags(INBOX, {uid}, [f"keyword{n}" for n in range(100)], "add")


def test_a_folder_in_hand_does_not_change(mailbox):
    mailbox.append(INBOX, b"one", (), NOW)
    before = mailbox.folder(INBOX)
    mailbox.remove(INBOX, {1})
    assert len(before.messages) == 1
    assert mailbox.folder(INBOX).messages == ()


def test_folders_are_made_and_deleted_but_never_the_usual_ones(mailbox):
    mailbox.create("Work/2026")
    validity = mailbox.folder("Work/2026").uid_validity
    mailbox.delete("Work/2026")
    with pytest.raises(NoSuchFolder):
        mailbox.folder("Work/2026")
    mailbox.create("Work/2026")
    assert mailbox.folder("Work/2026").uid_validity > validity      # RFC 3501 section 2.3.1.1
    for name in ("inbox", "Sent", "", "a//b", 'a"b', "a*", "ñ", "a\r\nb", "x" * 200, "Work/2026"):
        with pytest.raises(NotAllowed):
            mailbox.create(name)
    for name in (INBOX, "Trash"):
        with pytest.raises(NotAllowed):
            mailbox.delete(name)


def test_what_is_done_to_a_missing_folder_does_nothing(mailbox):
    uid = mailbox.append(INBOX, b"x", (), NOW)
    for carry in (mailbox.copy, mailbox.move):
        with pytest.raises(NoSuchFolder):
            carry(INBOX, {uid}, "Nowhere")
    assert len(mailbox.folder(INBOX).messages) == 1


def test_watchers_hear_of_changes_until_they_leave(mailbox):
    heard = []
    leave = mailbox.watch(lambda: heard.append(mailbox.used()))
    mailbox.append(INBOX, b"1234", (), NOW)
    leave()
    mailbox.append(INBOX, b"1234", (), NOW)
    assert heard == [4]


def test_the_maildrop_is_taken_once(mailbox):
    assert mailbox.take_maildrop()
    assert not mailbox.take_maildrop()
    mailbox.release_maildrop()
    assert mailbox.take_maildrop()


def test_many_threads_lose_no_message():
    mailbox = Mailbox(10_000)
    threads = [Thread(target=lambda: [mailbox.append(INBOX, b"x", (), NOW) for _ in range(50)])
               for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [message.uid for message in mailbox.folder(INBOX).messages] == list(range(1, 201))
