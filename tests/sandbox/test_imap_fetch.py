"""FETCH, driven by imapclient: what is stored comes out octet by octet."""

import base64

from advisor.sandbox.mailbox import INBOX
from tests.sandbox.imap_lines import connect


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
