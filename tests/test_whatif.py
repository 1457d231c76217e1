"""What if a device read in another way: both plans in full, and the difference said plainly."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advise import advise
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.household import MODES, Device
from advisor.model.plan import SEVERITIES
from advisor.whatif import read, what_if, what_if_document, what_if_lines
from tests.plan_samples import CLIENTS
from tests.samples import candidate, household, picture


def ids(findings):
    return {finding.id for finding in findings}


def test_the_phone_with_pop3_that_removes():
    home = household(backup="inbox")
    seen = what_if(picture(), home, CLIENTS, "Phone", "pop3-remove")
    assert seen.before == advise(picture(), home, CLIENTS)
    assert (seen.after.devices[2].mode, seen.after.devices[2].chosen) == ("pop3-remove", "person")
    assert {"single-copy", "removed-from-server"} <= ids(seen.worse)
    assert seen.worse[0].severity == "loses-mail"
    document = json.loads(json.dumps(what_if_document(seen, Speaker("en"))))
    assert document["worst"] == {"before": "diverges", "after": "loses-mail"}
    assert (document["device"], document["mode"]) == ("Phone", "pop3-remove")


def test_what_is_asked_and_what_is_advised_may_be_the_same():
    seen = what_if(picture(), household(), CLIENTS, "Phone", "imap")
    assert (seen.worse, seen.better, seen.moved) == ((), (), ())
    assert "Nothing else changes." in " ".join(what_if_lines(seen, Speaker("en"), 80))


def test_what_is_neither_worse_nor_better_stands_apart():
    seen = what_if(picture(), household(), CLIENTS, "Phone", "pop3-keep")
    assert "pop-is-a-download" in ids(seen.also)
    assert {finding.severity for finding in (*seen.worse, *seen.better)}.isdisjoint({"note"})
    lines = what_if_lines(seen, Speaker("en"), 80)
    assert lines.index("What else changes") > lines.index("What gets worse")


def test_the_others_may_change_with_it():
    seen = what_if(picture(), household(
        Device("One PC", "desktop", "thunderbird", True), Device("Two PC", "server", "thunderbird", True),
        backup="inbox"), CLIENTS, "Two PC", "imap")
    assert seen.moved == (("One PC", "imap", "pop3-keep"),)
    assert "Then One PC changes too" in " ".join(what_if_lines(seen, Speaker("en"), 80))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_too_wide(language, width):
    lines = what_if_lines(what_if(picture(), household(backup="inbox"), CLIENTS, "Office PC", "imap"),
                          Speaker(language), width)
    assert max(map(len, lines)) <= width
    assert any(line.startswith("  - ") for line in lines)


def test_what_was_typed():
    home = household(Device("A=B", "phone", "generic", False))
    assert read("A=B=imap", home) == ("A=B", "imap")
    for given_, word in (("Nobody=imap", "Nobody"), ("A=B=push", "push")):
        with pytest.raises(AdvisorError) as raised:
            read(given_, home)
        assert raised.value.exit_code == Exit.USAGE
        assert word in dict(raised.value.message.values).values()


@pytest.mark.parametrize(("typed", "meant"), [
    ("Ofice PC=imap", "Office PC"), ("Phon=imap", "Phone"), ("Phone=pop3-remov", "pop3-remove"),
    ("Phone=imap-ofline", "imap-offline"), ("Phone=xyz", None), ("Nobody=imap", None)])
def test_a_typing_mistake_is_answered_with_what_was_meant(typed, meant):
    with pytest.raises(AdvisorError) as raised:
        read(typed, household())
    assert dict(raised.value.context.values).get("id") == meant


@pytest.mark.parametrize("typed", ["", "imap", "=imap", " =imap"])
def test_what_is_no_device_and_mode_at_all(typed):
    with pytest.raises(AdvisorError) as raised:
        read(typed, household())
    assert (raised.value.reference, raised.value.exit_code) == ("what-if-form", Exit.USAGE)


def test_capitals_do_not_matter_in_a_name():
    assert read("phone=imap", household()) == ("Phone", "imap")


def test_a_mode_that_is_closed_is_refused_with_its_reason():
    with pytest.raises(AdvisorError) as raised:
        what_if(picture(candidate("imap"), candidate("smtp")), household(), CLIENTS, "Phone", "pop3-keep")
    assert raised.value.reference == "mode-not-possible"


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(MODES[:1] + MODES[2:]), st.sampled_from(("Office PC", "Laptop", "Phone")),
       st.sampled_from(("none", "inbox", "everything")))
def test_no_change_makes_the_worst_milder_than_what_is_advised(mode, device, backup):
    seen = what_if(picture(), household(backup=backup), CLIENTS, device, mode)
    assert SEVERITIES.index(seen.after.worst) <= SEVERITIES.index(seen.before.worst)
    assert not {(one.id, one.devices) for one in seen.worse} & {(one.id, one.devices) for one in seen.better}
