"""Answers that were kept: private, whole, and dropped where they are broken."""

import os
import stat

import pytest

from advisor import resume

ADDRESS = "ana@full.example"
ANSWERS = {"address": ADDRESS, "devices": 2, "devices.1.stays": True}


def test_what_was_saved_is_loaded():
    assert resume.load() == (None, False)
    assert resume.save(ANSWERS)
    saved, broken = resume.load()
    assert saved.answers == ANSWERS
    assert saved.address == "ana@full.example"
    assert not broken


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_nobody_else_can_read_it():
    resume.save(ANSWERS)
    assert stat.S_IMODE(resume.place(ADDRESS).stat().st_mode) == 0o600


def test_it_is_replaced_and_leaves_nothing_beside_it():
    resume.save({"address": ADDRESS})
    resume.save(ANSWERS)
    assert list(resume.folder().iterdir()) == [resume.place(ADDRESS)]
    assert resume.load()[0].answers == ANSWERS


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"when": 1}', b'{"when": 1, "answers": {"a": []}}',
                                     b'{"when": 1, "answers": {}, "password": "x"}'])
def test_a_broken_file_is_dropped_and_reported(content):
    resume.save(ANSWERS)
    resume.place(ADDRESS).write_bytes(content)
    assert resume.load() == (None, True)
    assert resume.load() == (None, False)


def test_forgetting_twice_is_fine():
    resume.save(ANSWERS)
    resume.forget()
    resume.forget()
    assert resume.load() == (None, False)


def test_a_folder_that_cannot_be_written_is_no_disaster():
    resume.folder().parent.mkdir(parents=True, exist_ok=True)
    resume.folder().write_text("a file is in the way")
    assert not resume.save(ANSWERS)


def test_each_address_has_its_own_and_the_latest_comes_first():
    resume.save(ANSWERS)
    resume.save({"address": "bob@full.example"})
    assert resume.load()[0].address == "bob@full.example"
    assert resume.load("ANA@full.example")[0].answers == ANSWERS
    resume.forget("bob@full.example")
    assert resume.load()[0].answers == ANSWERS
    assert resume.load("bob@full.example") == (None, False)
    assert not any("ana" in path.name for path in resume.folder().iterdir())
