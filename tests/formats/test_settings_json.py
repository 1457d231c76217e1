"""The settings for programs: JSON with the names of plan.json, read back to the last value."""

import json

import pytest
from hypothesis import given

from advisor import clients
from advisor.formats import settings_json
from advisor.i18n import Speaker
from advisor.planreport import plan_document
from advisor.render import render
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.plans import MODES, plan, planned, server


@pytest.mark.parametrize("mode", list(MODES))
def test_it_says_what_plan_json_says(mode):
    whole = plan(planned("generic", mode))
    (file,) = (file for file in render(whole, clients.load()).files if file.path.endswith(".json"))
    said = json.loads(file.content)
    meant = plan_document(whole, Speaker("en"))["devices"][0]["settings"]
    assert {key: said[key] for key in meant} == meant


@given(allowed_text, allowed_text)
def test_every_name_and_login_comes_back(name, login):
    side = server("imap", username=login)
    said = settings_json.read(rendered("generic", role="data", name=name, incoming=side))
    assert (said["name"], said["incoming_username"]) == (facts(name=name)["name"], login)


@pytest.mark.parametrize("value", ["\ud800", None, 1.5, []])
def test_what_it_cannot_hold(value):
    with pytest.raises(ValueError, match=r"."):
        settings_json.value(value)


@pytest.mark.parametrize("change", [
    ('"schema": 1', '"schema": 2'), ('"device"', '"devices"'), ('"port": 993,', ""),
    ('"check_minutes": 10', '"check_minutes": 10, "check_minutes": 20'), ('"smtp"', '"lmtp"'),
    ('"leave_on_server": null', '"leave_on_server": true'), ("{", "[")])
def test_what_is_not_read(change):
    text = rendered("generic", role="data").decode()
    assert change[0] in text
    with pytest.raises((ValueError, KeyError, TypeError)):
        settings_json.read(text.replace(*change).encode())
