"""The drawing: a box for each device, inside the frame, with the same said in words."""

import itertools
import re

import pytest
from msgspec.structs import replace

from advisor.handout import diagram, handout
from advisor.i18n import Speaker
from advisor.model.plan import Backup
from tests.handout.html_reader import Page
from tests.plans import MODES, plan, planned, server


def drawn(*modes, name="PC", language="en"):
    devices = [planned("thunderbird", mode, name=f"{name} {number}",
                       incoming=server("pop3" if MODES[mode] else "imap"))
               for number, mode in enumerate(modes)]
    return plan(*devices), diagram.draw(plan(*devices), Speaker(language))


@pytest.mark.parametrize("count", [1, 2, 3, 12])
def test_no_box_touches_another_or_leaves_the_frame(count):
    _, drawing = drawn(*["imap"] * count)
    tops = [box.top for box in drawing.boxes]
    assert len(tops) == count
    assert tops[0] >= 0
    assert tops[-1] + 56 <= drawing.height
    assert all(below - above > 56 for above, below in itertools.pairwise(tops))


def test_copies_and_looking_are_drawn_differently_and_said_in_words():
    made, drawing = drawn("pop3-keep", "imap", "imap-offline")
    assert [(box.kind, box.both) for box in drawing.boxes] == [
        ("inbox", False), ("look", True), ("mirror", True)]
    assert len({box.says for box in drawing.boxes}) == 3
    page = Page(handout(made, (), Speaker("en")).content)
    kinds = [rect["class"] for rect in page.all("rect")]
    assert kinds == ["box holds", "box holds", "box look", "box holds"]
    for number in range(3):
        assert f"PC {number}" in drawing.text
    assert drawing.text in page.words
    assert {"diagram-title", "diagram-text"} <= {attrs.get("id") for _, attrs in page.tags}


def test_an_archive_takes_mail_and_gives_nothing_back():
    made, _ = drawn("imap-offline", "imap")
    made = replace(made, backup=Backup("archive", "PC 0", "everything"))
    drawing = diagram.draw(made, Speaker("en"))
    assert [(box.kind, box.both) for box in drawing.boxes] == [("archive", False), ("look", True)]
    assert "keeps a copy of everything" in Page(handout(made, (), Speaker("en")).content).words


@pytest.mark.parametrize(("name", "short"), [
    ("Office PC", "Office PC"), ("x" * 21, "x" * 21), ("x" * 300, "x" * 21 + "…"),
    ("計算機" * 9, "計算機計算機計算機計…"), ("e\u0301" * 21, "e\u0301" * 21)])
def test_long_names_are_cut_in_the_drawing_only(name, short):
    assert diagram.shortened(name, 21) == short


def test_the_whole_name_is_in_the_words():
    made, drawing = drawn("imap", name="n" * 300)
    assert "n" * 300 in drawing.text
    assert re.search("n{300}", handout(made, (), Speaker("en")).content.decode())
