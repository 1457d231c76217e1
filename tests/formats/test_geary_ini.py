"""Geary's account: the sender is one entry of a list, whatever the name holds."""

import pytest
from hypothesis import given

from advisor.formats import geary_ini
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.formats.text_files import comes_back, is_not_read
from tests.plans import server


@pytest.mark.parametrize(("mode", "days"), [("imap", 14), ("imap-offline", -1)])
def test_how_much_is_kept_here(mode, days):
    assert f"prefetch_days={days}\n" in rendered("geary", mode).decode()


def test_a_name_with_a_semicolon_stays_one_sender():
    text = rendered("geary", name='a; "b" <x@y>').decode()
    assert 'sender_mailboxes="a\\; \\\\"b\\\\" <x@y>" <ana@full.example>;\n' in text


@given(allowed_text, allowed_text)
def test_every_name_and_login_comes_back_or_is_refused(name, login):
    comes_back(geary_ini.FORMAT, "geary", "imap", login, name, name=facts(name=name)["name"])


@pytest.mark.parametrize("name", ["Ana García", "O'Brien", "a; b", "a, b", 'Ana "la jefa"', "\\", "😀", ""])
def test_names_that_must_be_possible(name):
    assert geary_ini.refuses(facts(name=name)) is None


@pytest.mark.parametrize(("outgoing", "word"), [
    (server("smtp"), "use-incoming"), (server("smtp", username="other"), "custom"),
    (server("smtp", auth="none"), "none")])
def test_how_the_sending_side_signs_in(outgoing, word):
    text = rendered("geary", outgoing=outgoing).decode()
    assert f"credentials={word}\n" in text
    assert ("login=other\n" in text) == (word == "custom")


@pytest.mark.parametrize("change", [
    ("status=enabled", "status=disabled"), ("service_provider=other", "service_provider=gmail"),
    ("credentials=use-incoming", "credentials=maybe"), (">;", ">;x;"),
    ("security=transport", "security=tls")])
def test_what_is_not_read(change):
    is_not_read(geary_ini.FORMAT, "geary", "imap", change)


def test_oauth2_is_refused():
    assert geary_ini.refuses(facts(incoming_auth="oauth2"))
