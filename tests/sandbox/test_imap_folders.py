"""Folders over IMAP: their special use, SELECT, STATUS and quota."""


import pytest
from imapclient.exceptions import IMAPClientError

from advisor.sandbox.mailbox import INBOX
from advisor.sandbox.manners import Manners
from tests.sandbox.imap_lines import LETTER, connect


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
