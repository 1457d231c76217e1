"""The order of the fields is the program's own, and what stands in the tables reads back."""

import pytest

from advisor import render
from advisor.formats import settings_sheet
from advisor.handout import settings
from advisor.i18n import Speaker
from tests.plans import MODES, plan, planned, server


def fields(client, mode="imap"):
    one = planned(client, mode, incoming=server("pop3" if MODES[mode] else "imap"))
    parts = settings.parts(client, render.facts_of(plan(one), one), Speaker("en"))
    return {part.id: [row.field for row in part.rows] for part in parts}


def test_the_fields_stand_in_the_order_of_the_programs_form():
    assert fields("thunderbird-android")["incoming"] == [
        "incoming_protocol", "incoming_host", "incoming_security", "incoming_port", "incoming_auth",
        "incoming_username"]
    assert fields("gmail-app")["outgoing"][0] == "outgoing_username"
    assert list(fields("thunderbird")) == ["you", "incoming", "outgoing", "checking"]


def test_only_pop3_says_what_happens_on_the_server():
    said = fields("generic", "pop3-keep-days")
    assert said["on-server"] == ["leave_on_server", "days", "delete_on_local_delete"]
    assert said["checking"] == ["check_minutes"]
    assert "on-server" not in fields("generic")


@pytest.mark.parametrize("mode", MODES)
def test_every_fact_of_the_device_is_in_exactly_one_row(mode):
    one = planned("thunderbird", mode, incoming=server("pop3" if MODES[mode] else "imap"))
    shown = [field for rows in fields("thunderbird", mode).values() for field in rows]
    assert sorted(shown) == sorted(settings_sheet.FORMAT.says(render.facts_of(plan(one), one)))


def test_only_what_is_typed_has_a_button():
    one = planned()
    parts = settings.parts("thunderbird", render.facts_of(plan(one), one), Speaker("en"))
    typed = {row.field for part in parts for row in part.rows if row.typed}
    assert typed == {"name", "address", "incoming_host", "incoming_username", "outgoing_host",
                     "outgoing_username"}
