"""Families are found by looking into their folder; a wrong id is a mistake that is told."""

import sys

import pytest

from advisor import registry


def make(folder, monkeypatch, **modules):
    package = folder / "family"
    package.mkdir()
    (package / "__init__.py").write_text("")
    for name, text in modules.items():
        (package / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] == "family"]:
        monkeypatch.delitem(sys.modules, name)
    registry.collect.cache_clear()


def test_members_come_by_file_name_and_private_modules_are_passed_over(tmp_path, monkeypatch):
    member = "class THING: id = {!r}\n"
    make(tmp_path, monkeypatch, b_two=member.format("b-two"), a=member.format("a"), _shared="x = 1\n")
    assert [thing.id for thing in registry.collect("family", "THING")] == ["a", "b-two"]


def test_an_id_that_is_not_the_file_name_is_refused(tmp_path, monkeypatch):
    make(tmp_path, monkeypatch, one="class THING: id = 'two'\n")
    with pytest.raises(RuntimeError, match="two"):
        registry.collect("family", "THING")
