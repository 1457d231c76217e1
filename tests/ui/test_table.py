"""One small table at 40, 80 and 200 columns."""

import pytest

from advisor.ui.table import table
from advisor.ui.words import columns

HEADS = ("Device", "Access")
ROWS = (("事務所のPC", "IMAP"), ("Phone", "POP3, the mail stays on the server for thirty days and then goes"))


@pytest.mark.parametrize("width", [60, 80, 200])
def test_columns_stand_below_each_other(width):
    lines = table(HEADS, ROWS, width)
    assert all(columns(line) <= width for line in lines)
    assert columns(lines[0].split("Access")[0]) == columns(lines[1].split("IMAP")[0])


@pytest.mark.parametrize(("width", "plain"), [(40, False), (80, True)])
def test_narrow_and_plain_say_label_and_value(width, plain):
    lines = table(HEADS, ROWS, width, plain=plain)
    assert lines[:2] == ["Device: 事務所のPC", "Access: IMAP"]
    assert all(columns(line) <= width for line in lines)


def test_nothing_gives_nothing():
    assert table(HEADS, (), 80) == []
