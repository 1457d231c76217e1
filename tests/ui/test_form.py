"""The short form: one line for all devices, judged by the same questions as the long way."""

import pytest

from advisor.i18n import Speaker
from advisor.interview import Interview
from advisor.model.text import Text
from advisor.ui import form
from tests.ui.stage import CLIENTS

EN = Speaker("en")
EMPTY = Interview(CLIENTS, EN.say, lan=True)


def devices(line):
    filled, notes = form.taken(EMPTY, line, "typed")
    assert not notes
    filled, _ = filled.fill({"address": "ana@full.example", "name": "", "wishes.backup": "none"}, "typed")
    assert filled.current() is None
    return [(one.name, one.kind, one.client, one.stays) for one in filled.household().devices]


@pytest.mark.parametrize(("line", "expected"), [
    ("desktop thunderbird, phone k9", [("Desktop", "desktop", "thunderbird", True),
                                       ("Phone", "phone", "k9", False)]),
    (" laptop ,laptop outlook-classic,", [("Laptop", "laptop", "thunderbird", False),
                                          ("Laptop 2", "laptop", "outlook-classic", False)]),
    ("Office PC = desktop Outlook (classic)", [("Office PC", "desktop", "outlook-classic", True)])])
def test_what_a_line_means(line, expected):
    assert devices(line) == expected


@pytest.mark.parametrize(("line", "told"), [
    ("", "at least one device"), (" , ", "at least one device"), ("desktop thunderbrid", "Did you mean"),
    ("toaster thunderbird", "toaster"), ("phone thunderbird", "not one of the choices"),
    ("a=phone k9, A=phone k9", "called"), ("phone k9," * 51, "up to 50 devices")])
def test_what_a_line_cannot_mean_is_said(line, told):
    judged = form.read(line, EMPTY)
    assert isinstance(judged, Text)
    assert told in EN.say(judged)
    assert form.prompt(EMPTY, EN, "").check(line)


@pytest.mark.parametrize(("typed", "offered"), [
    ("de", ["desktop"]), ("desktop thunder", ["desktop thunderbird"]),
    ("phone ", ["phone generic", "phone k9"]),
    ("desktop thunderbird, ph", ["desktop thunderbird, phone"]), ("A = lap", ["A = laptop"])])
def test_the_tab_key_knows_kinds_and_programs(typed, offered):
    assert [one.words for one in form.prompt(EMPTY, EN, "").complete(typed)] == offered


def test_another_line_takes_the_place_of_the_first_one():
    filled, _ = form.taken(EMPTY, "PC = desktop thunderbird, phone k9", "typed")
    filled, notes = form.taken(filled, "tablet", "typed")
    assert not notes
    assert filled.answers["devices.1.client"].value in ("k9", "generic")
    assert "devices.2.kind" not in filled.answers


def test_going_back_offers_the_devices_that_were_answered():
    filled, _ = form.taken(EMPTY, "PC = desktop thunderbird, phone k9", "typed")
    assert form.prompt(filled, EN, "laptop thunderbird").default == "desktop thunderbird, phone k9"
    assert form.prompt(EMPTY, EN, "laptop thunderbird").default == "laptop thunderbird"
