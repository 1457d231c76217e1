"""What a device sees: the terminal and the sheet say the same, and an archive is not taken for a mirror."""

import pytest
from msgspec.structs import replace

from advisor.handout import sight as on_sheet
from advisor.i18n import Speaker
from advisor.model.plan import Backup
from advisor.plantelling import sight as in_terminal
from advisor.sight import Sight, archives, sight, way
from tests.plans import MODES, plan, planned

ARCHIVE = Backup("archive", "Office PC", "everything")


def made(mode="imap-offline", backup=ARCHIVE, **changes):
    return replace(plan(replace(planned("mbsync", mode), **changes)), backup=backup)


def test_an_archive_shares_nothing_and_keeps_what_is_deleted():
    archive = made()
    assert sight(archive.devices[0], archive) == Sight(True, True, "none", "archive")
    assert way(archive.devices[0], archive) == "archive"
    assert sight(made(backup=Backup("none")).devices[0], made(backup=Backup("none"))).copy == "mirror"


def test_a_device_that_is_left_out_holds_nothing():
    left_out = made(usable=False)
    assert sight(left_out.devices[0], left_out) == Sight(False, False, "none", "none")
    assert not archives(left_out.devices[0], left_out)
    assert way(left_out.devices[0], left_out) == "left-out"


@pytest.mark.parametrize("backup", [Backup("none"), ARCHIVE])
@pytest.mark.parametrize("mode", MODES)
def test_the_terminal_and_the_sheet_say_yes_and_no_to_the_same(mode, backup):
    whole, speaker = made(mode, backup), Speaker("en")
    _, (row,) = in_terminal(whole, speaker)
    assert [said != "no" for said in row[1:]] == [
        cell.yes for cell in on_sheet.row(whole.devices[0], whole)]
