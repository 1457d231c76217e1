"""What is said of a device follows from its mode, and never promises more."""

import pytest
from msgspec.structs import replace

from advisor.handout import sight
from advisor.i18n import Speaker
from advisor.model.household import MODES
from advisor.model.plan import Backup, Finding
from advisor.model.text import text
from tests.handout.samples import plan_of
from tests.plans import plan, planned
from tests.plans import server as plan_server
from tests.samples import DESKTOP, PHONE, household

SAY = Speaker("en").say


def device(mode, **changes):
    one = planned("thunderbird", mode,
                  incoming=plan_server("pop3" if mode.startswith("pop3") else "imap"))
    return replace(one, **changes)


def does(one, **changes):
    return SAY(sight.does(one, replace(plan(one), **changes)))


def why(one, **changes):
    said = sight.why(one, replace(plan(one), **changes))
    return None if said is None else SAY(said)


ARCHIVE = Backup("archive", "Office PC", "everything")


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_has_a_sentence_of_its_own(mode):
    said = {*(does(device(other)) for other in MODES), does(device("imap-offline"), backup=ARCHIVE)}
    assert len(said) == len(MODES) + 1
    assert "Office PC" in does(device(mode))


@pytest.mark.parametrize(("mode", "backup", "cells"), [
    ("imap", Backup("none"), ("yes", "yes", "yes", "no")),
    ("imap-offline", Backup("none"), ("yes", "yes", "yes", "all folders, as on the server")),
    ("imap-offline", ARCHIVE, ("yes", "yes", "no", "all folders, also what is deleted on the server")),
    ("pop3-keep", Backup("none"), ("yes", "no", "no", "the inbox")),
    ("pop3-keep-days", Backup("none"), ("yes", "no", "no", "the inbox")),
    ("pop3-keep-until-deleted", Backup("none"), ("yes", "no", "only what is deleted", "the inbox")),
    ("pop3-remove", Backup("none"), ("yes", "no", "no", "the inbox"))])
def test_the_row(mode, backup, cells):
    row = sight.row(device(mode), replace(plan(device(mode)), backup=backup))
    assert tuple(SAY(cell.says) for cell in row) == cells
    assert tuple(cell.yes for cell in row) == tuple(cell != "no" for cell in cells)


def test_nothing_is_promised_for_a_device_that_is_left_out():
    left_out = device("imap", usable=False)
    assert not any(cell.yes for cell in sight.row(left_out, plan(left_out)))
    assert why(left_out) is None
    assert "nothing is set up" in does(left_out)


def test_days_are_counted():
    assert "after 14 days" in does(device("pop3-keep-days"))


def test_the_reasons():
    made = plan_of(household(DESKTOP, PHONE, replace(PHONE, name="Other"), backup="inbox"))
    office, phone, _ = made.devices
    assert office.device.name == made.backup.device
    assert "the copy that you asked for, and the mail stays" in SAY(sight.why(office, made))
    assert "other devices that use IMAP" in SAY(sight.why(phone, made))


def test_a_reason_speaks_of_other_devices_only_where_there_are_some():
    assert "other devices" not in why(device("imap"))
    alone = why(device("pop3-remove"), backup=Backup("pop3-copy", "Office PC", "inbox"))
    assert alone == "It holds the copy that you asked for."


def test_ones_own_choice_is_called_so():
    assert why(device("pop3-remove", chosen="person")) == "You chose this yourself."


def test_a_finding_that_is_the_reason_is_said_as_the_reason():
    full = Finding("small-quota-single-device", "note", ("Office PC",), text("It would be full."), ())
    none = Finding("provider-lacks-imap", "note", (), text("There is no IMAP."), ())
    assert why(device("pop3-keep-days", findings=(full,))) == "It would be full."
    assert why(device("pop3-keep"), findings=(none,)) == "There is no IMAP."
    assert why(device("pop3-keep-days")) == "You would rather not have mail on the server."
    assert "least harm" in why(device("pop3-keep-until-deleted"))
