"""The technician's settings: read back as written, and never written over where they cannot be read."""

import pytest

from advisor import preferences
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.preferences import Preferences

KEPT = Preferences(technician=True, output="/a folder", devices="desktop thunderbird", copy="inbox")


def test_what_was_kept_comes_back():
    assert preferences.load() == Preferences()
    assert preferences.save(KEPT)
    assert preferences.load() == KEPT


def test_what_a_person_may_change_stands_there():
    preferences.save(Preferences())
    assert preferences.place().read_text().splitlines() == ["technician = false", "plain = false"]


@pytest.mark.parametrize("broken", [b"technician = maybe", b"\xff", b"password = 'x'", b"plain = 3"])
def test_a_file_that_cannot_be_read_is_said_and_kept(broken):
    preferences.place().parent.mkdir(parents=True)
    preferences.place().write_bytes(broken)
    with pytest.raises(AdvisorError) as caught:
        preferences.load()
    assert caught.value.exit_code is Exit.USAGE
    assert preferences.place().read_bytes() == broken
