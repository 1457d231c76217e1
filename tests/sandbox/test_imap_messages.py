"""What changes messages over IMAP: flags, COPY, MOVE, APPEND and EXPUNGE."""

from datetime import UTC, datetime

import pytest
from imapclient.exceptions import IMAPClientError

from advisor.sandbox.mailbox import INBOX
from tests.sandbox.imap_lines import LETTER, connect


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
