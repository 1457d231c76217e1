"""The plan as JSON and as lines: complete, in both languages, and never wider than the terminal."""

import json

import pytest

from advisor.advise import advise
from advisor.i18n import Speaker
from advisor.model.household import Device
from advisor.model.picture import ProviderView
from advisor.planreport import plan_document, plan_lines
from tests.plan_samples import CLIENTS
from tests.samples import DESKTOP, PHONE, household, picture

ENGLISH, SPANISH = Speaker("en"), Speaker("es")
OLD = Device("Old PC", "desktop", "remover", stays=True)
PLANS = [
    advise(picture(), household(backup="inbox"), CLIENTS),
    advise(picture(), household(), CLIENTS),
    advise(picture(), household(OLD, DESKTOP, PHONE, backup="everything", offline=True), CLIENTS),
    advise(picture(provider=ProviderView("gmail", "Gmail", ("app-password",), ("app-password",),
                                         "https://support.example/a/very/long/address/of/a/page",
                                         "domain", "server", 10)), household(backup="inbox"), CLIENTS)]


def test_the_json_has_what_the_contract_says():
    document = json.loads(json.dumps(plan_document(PLANS[0], ENGLISH)))
    assert {"schema", "devices", "backup", "worst", "alternatives", "forecast", "migration"} <= set(document)
    assert document["schema"] == 1
    assert (document["forecast"]["months"], document["forecast"]["full_in"]) == ([], None)
    assert document["migration"] == []
    assert document["backup"] == {"kind": "pop3-copy", "device": "Office PC", "covers": "inbox"}
    office, laptop, _ = document["devices"]
    assert (office["name"], office["client"], office["mode"]) == ("Office PC", "thunderbird", "pop3-keep")
    assert office["settings"] == {
        "incoming": {"protocol": "pop3", "host": "pop.full.example", "port": 995, "security": "tls",
                     "username": "ana@full.example", "auth": "password"},
        "outgoing": {"protocol": "smtp", "host": "smtp.full.example", "port": 465, "security": "tls",
                     "username": "ana@full.example", "auth": "password"},
        "leave_on_server": True, "remove_after_days": None, "delete_on_local_delete": False,
        "check_minutes": 15, "offline_copy": False}
    assert [laptop["settings"][key] for key in (
        "leave_on_server", "remove_after_days", "delete_on_local_delete")] == [None, None, None]
    assert all(set(finding) >= {"id", "severity", "says", "because"} for finding in office["findings"])
    assert document["alternatives"][0]["change"] == {"Office PC": "imap"}


def test_the_json_differs_between_languages_only_in_its_sentences():
    def bare(value):
        if isinstance(value, dict):
            return {key: bare(inner) for key, inner in value.items() if key not in ("says", "do")}
        return [bare(inner) for inner in value] if isinstance(value, list) else value

    english, spanish = (plan_document(PLANS[0], speaker) for speaker in (ENGLISH, SPANISH))
    assert english != spanish
    assert bare(english) == bare(spanish)


@pytest.mark.parametrize("speaker", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("width", [40, 59, 60, 80, 200])
@pytest.mark.parametrize("number", range(len(PLANS)))
def test_no_line_is_too_wide(number, width, speaker):
    lines = plan_lines(PLANS[number], speaker, width)
    assert max(map(len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)


def test_a_person_reads_who_does_what_and_why():
    words = " ".join(" ".join(plan_lines(PLANS[0], ENGLISH, 80)).split())
    assert "Office PC: downloads the inbox and leaves it on the server (POP3)" in words
    assert "Laptop: works on the server (IMAP)" in words
    assert "Office PC holds the copy that you asked for" in words
    assert "The copy on Office PC holds what arrives in the inbox" in words
    assert "[problem] Nothing holds the copy that you asked for." in words


def test_a_device_that_is_left_out_is_said_to_be():
    words = " ".join(plan_lines(PLANS[2], SPANISH, 80))
    assert "Old PC: aquí no se configura nada" in words
    assert plan_document(PLANS[2], SPANISH)["devices"][0]["usable"] is False


def test_the_table_falls_to_lines_where_it_is_narrow():
    wide, narrow = (plan_lines(PLANS[0], ENGLISH, width) for width in (80, 40))
    assert any(line.startswith("Office PC  yes") for line in wide)
    assert "Copy here: inbox" in narrow


def test_a_name_cannot_steer_the_terminal():
    evil = Device("PC\x1b[2J\u202e", "desktop", "thunderbird", stays=True)
    lines = plan_lines(advise(picture(), household(evil), CLIENTS), ENGLISH, 80)
    assert not any(sign in line for line in lines for sign in "\x1b\u202e")
