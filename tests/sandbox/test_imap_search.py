"""SEARCH, driven by imapclient and compared with the mailbox itself."""


import pytest
from imapclient.exceptions import IMAPClientError

from advisor.sandbox.mailbox import INBOX
from tests.sandbox.imap_lines import connect


@pytest.mark.parametrize(("criteria", "keep"), [
    (["ALL"], lambda m: True),
    (["UNSEEN"], lambda m: "\\Seen" not in m.flags),
    (["NOT", ["OR", "FLAGGED", "ANSWERED"]], lambda m: not {"\\Flagged", "\\Answered"} & m.flags),
    (["LARGER", 500], lambda m: len(m.content) > 500),
    (["BODY", "pepino"], lambda m: b"pepino" in m.content),
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
