"""What lies in the demo's mailbox."""

from collections import Counter
from datetime import UTC, datetime
from email import message_from_bytes, policy

from advisor.sandbox.letters import LETTERS, fill
from advisor.sandbox.mailbox import INBOX, Mailbox

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def filled():
    mailbox = Mailbox(10_000_000)
    fill(mailbox, "Ana García", "ana@demo.example", NOW)
    return mailbox


def test_every_letter_is_a_message_that_reads_as_written():
    mailbox = filled()
    seen = Counter()
    ids = set()
    for folder in mailbox.folders():
        for stored in folder.messages:
            message = message_from_bytes(stored.content, policy=policy.default)
            letter = next(one for one in LETTERS
                          if (one.folder, one.subject) == (folder.name, message["Subject"]))
            assert not message.defects
            assert message["Date"].datetime == stored.arrived
            body = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
            assert body.strip() == letter.body.strip()
            mine, other = ("From", "To") if folder.name in ("Sent", "Drafts") else ("To", "From")
            assert message[mine].addresses[0].addr_spec == "ana@demo.example"
            assert message[other] == letter.other
            assert b"\n" not in stored.content.replace(b"\r\n", b"")
            assert max(map(len, stored.content.split(b"\r\n"))) <= 998      # RFC 5322 section 2.1.1
            ids.add(message["Message-ID"])
            seen[folder.name] += 1
    assert sum(seen.values()) == len(LETTERS) == len(ids)
    assert set(seen) == {folder.name for folder in mailbox.folders()}


def test_it_looks_lived_in():
    inbox = filled().folder(INBOX)
    uids = [message.uid for message in inbox.messages]
    assert uids != list(range(1, len(uids) + 1))
    assert [message.arrived for message in inbox.messages] == sorted(
        message.arrived for message in inbox.messages)
    assert len({message.flags for message in inbox.messages}) >= 3
    assert all(message.arrived < NOW for message in inbox.messages)


def test_nobody_real_is_named():
    for letter in LETTERS:
        assert letter.other.endswith(".example>")       # RFC 2606: reserved


def test_the_same_moment_gives_the_same_mailbox():
    def octets():
        return [message.content for folder in filled().folders() for message in folder.messages
                if b"multipart" not in message.content]     # boundaries are random

    assert octets() == octets()
