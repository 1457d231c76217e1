"""The sheet: in the person's language, and still read back to the last value."""

import pytest

from advisor import clients
from advisor.formats import settings_sheet
from advisor.i18n import Speaker
from advisor.render import render
from tests.plans import MODES, plan, planned, server

CLIENTS = clients.load()


def sheet(device=None, **changes):
    (file,) = render(plan(device or planned("generic"), **changes), CLIENTS).files
    return file.content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("mode", list(MODES))
def test_every_mode_in_every_language(mode, language):
    text = sheet(planned("generic", mode), language=language)
    assert text.count("\n") == text.count("\r\n")
    said = settings_sheet.read(text.encode())
    assert said["incoming_protocol"] == ("pop3" if MODES[mode] else "imap")
    assert Speaker(language).code("sheet", "incoming") in text


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_word_has_a_text(language):
    speaker = Speaker(language)
    labels = [label for part in settings_sheet._PARTS.values() for label in part]
    for code in (*settings_sheet._PARTS, *labels, *settings_sheet._ENUMS, "title", "steps", "notes"):
        assert speaker.has_code("sheet", code), code


def test_days_and_never():
    assert "removed from the server: 14\r\n" in sheet(planned("generic", "pop3-keep-days"))
    assert "removed from the server: never\r\n" in sheet(planned("generic", "pop3-keep"))


def test_a_name_that_looks_like_the_sheet():
    text = sheet(name="[Incoming mail]: Server: x")
    assert settings_sheet.read(text.encode())["name"] == "[Incoming mail]: Server: x"


def test_the_steps_do_not_matter_for_reading_back():
    assert settings_sheet.read(sheet().encode()) == settings_sheet.read(sheet().split("[Steps]")[0].encode())


def test_notes_are_those_of_the_protocol():
    assert "[Good to know]" in sheet(planned("generic", "pop3-keep"))
    assert "[Good to know]" not in sheet(planned("generic", "imap"))


def test_signing_in_with_an_app_password_is_told():
    text = sheet(planned("generic", incoming=server("imap", auth="app-password")))
    assert "use an app password" in text


@pytest.mark.parametrize("value", ["a\nb", "a\u2028b", "a\r", "\x0b.x", None, True, 1.5])
def test_what_it_cannot_hold(value):
    with pytest.raises(ValueError, match=r"."):
        settings_sheet.value(value)


@pytest.mark.parametrize("change", [("Port: 993", "Porto: 993"), ("Port: 993", "Port 993"),
                                    ("Port: 993", "Port: x"), ("SSL/TLS", "SSL"), ("[You]", "[Me]")])
def test_a_broken_sheet_is_not_read(change):
    with pytest.raises((ValueError, KeyError)):
        settings_sheet.read(sheet().replace(*change).encode())
