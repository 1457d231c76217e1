"""What is said of a device follows from its mode, and never promises more."""

import pytest
from msgspec.structs import replace

from advisor.handout import sight
from advisor.i18n import Speaker
from advisor.model.household import MODES
from advisor.model.plan import Backup
from tests.handout.samples import plan_of
from tests.plans import plan, planned
from tests.plans import server as plan_server
from tests.samples import DESKTOP, PHONE, household

SAY = Speaker("en").say


def device(mode, **changes):
    one = planned("thunderbird", mode,
                  incoming=plan_server("pop3" if mode.startswith("pop3") else "imap"))
    return replace(one, **changes)


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_a_sentence_of_its_own(mode):
    said = {SAY(sight.does(device(other))) for other in MODES}
    assert len(said) == len(MODES)
    assert "Office PC" in SAY(sight.does(device(mode)))


@pytest.mark.parametrize(("mode", "cells"), [
    ("imap", ("yes", "yes", "yes", "no")),
    ("imap-offline", ("yes", "yes", "yes", "all folders, as on the server")),
    ("pop3-keep", ("yes", "no", "no", "the inbox")),
    ("pop3-keep-days", ("yes", "no", "no", "the inbox")),
    ("pop3-keep-until-deleted", ("yes", "no", "only what is deleted", "the inbox")),
    ("pop3-remove", ("yes", "no", "no", "the inbox"))])
def test_the_row(mode, cells):
    row = sight.row(device(mode))
    assert tuple(SAY(cell) for cell in (row.inbox, row.folders, row.marks, row.copy)) == cells
    assert (row.sees, row.whole, row.shares, row.keeps) == tuple(cell != "no" for cell in cells)


def test_nothing_is_promised_for_a_device_that_is_left_out():
    left_out = device("imap", usable=False)
    row = sight.row(left_out)
    assert not any((row.sees, row.whole, row.shares, row.keeps))
    assert sight.why(plan(left_out), left_out) is None
    assert "nothing is set up" in SAY(sight.does(left_out))


def test_days_are_counted():
    assert "after 14 days" in SAY(sight.does(device("pop3-keep-days")))


def test_the_reasons():
    made = plan_of(household(DESKTOP, PHONE, replace(PHONE, name="Other"), backup="inbox"))
    office, phone, _ = made.devices
    assert office.device.name == made.backup.device
    assert "the copy that you asked for, and the others" in SAY(sight.why(made, office))
    assert "other devices that use IMAP" in SAY(sight.why(made, phone))


def test_a_reason_speaks_of_other_devices_only_where_there_are_some():
    one = device("imap")
    assert "other devices" not in SAY(sight.why(plan(one), one))
    alone = replace(plan(one), backup=Backup("pop3-copy", "Office PC", "inbox"))
    assert "the others" not in SAY(sight.why(alone, device("pop3-remove")))


def test_ones_own_choice_is_called_so():
    one = device("pop3-remove", chosen="person")
    assert SAY(sight.why(plan(one), one)) == "You chose this yourself."
