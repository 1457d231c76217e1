"""What is needed later is imported piece by piece, in order, and each module once."""

import importlib
import sys

import pytest

from advisor import meanwhile
from advisor.meanwhile import Meanwhile
from advisor.net.live import LATER


def make(folder, monkeypatch, *names, body=""):
    for name in names:
        (folder / f"{name}.py").write_text(body, encoding="utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(folder)


def test_a_piece_holds_what_fits_into_it(tmp_path, monkeypatch):
    make(tmp_path, monkeypatch, "quick_a", "quick_b")
    work = Meanwhile(["quick_a", "quick_b"])
    assert work
    work.work()
    assert not work
    assert {"quick_a", "quick_b"} <= set(sys.modules)


def test_a_long_one_ends_its_piece(tmp_path, monkeypatch):
    make(tmp_path, monkeypatch, "long_a", "long_b")
    monkeypatch.setattr(meanwhile, "PIECE", 0.0)
    work = Meanwhile(["long_a", "long_b"])
    work.work()
    assert "long_a" in sys.modules
    assert "long_b" not in sys.modules
    work.work()
    assert "long_b" in sys.modules


def test_more_can_be_added_behind(tmp_path, monkeypatch):
    make(tmp_path, monkeypatch, "more_a", "more_b")
    monkeypatch.setattr(meanwhile, "PIECE", 0.0)
    work = Meanwhile(["more_a"])
    work.add(["more_b"])
    work.work()
    assert ("more_a" in sys.modules, "more_b" in sys.modules) == (True, False)
    work.work()
    assert "more_b" in sys.modules


def test_nothing_is_left_to_do():
    work = Meanwhile(())
    work.work()
    assert not work


@pytest.mark.parametrize("name", LATER)
def test_what_a_run_needs_later_is_there(name):
    assert importlib.import_module(name).__name__ == name


def test_a_step_may_be_something_to_call():
    called = []
    work = Meanwhile([lambda: called.append("first"), lambda: called.append("second")])
    while work:
        work.work()
    assert called == ["first", "second"]
