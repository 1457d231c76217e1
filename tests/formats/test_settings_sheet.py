"""The sheet: in the person's language, and still read back to the last value."""

import pytest

from advisor import clients
from advisor.formats import _sheet_words, settings_sheet
from advisor.i18n import Speaker
from advisor.render import render
from tests.plans import MODES, plan, planned, server

CLIENTS = clients.load()


def sheet(device=None, **changes):
    files = render(plan(device or planned("generic"), **changes), CLIENTS).files
    return next(file.content.decode() for file in files if file.role == "sheet")


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
    labels = [label for part in _sheet_words.PARTS.values() for label in part]
    for code in (*_sheet_words.PARTS, *labels, *_sheet_words.ENUMS, "title", "steps", "notes"):
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


def lines_below(text, heading):
    """The labels below a heading, in order."""
    part = text.split(f"[{heading}]\r\n")[1].split("\r\n\r\n")[0]
    return [line.partition(":")[0] for line in part.split("\r\n")]


# In the order and with the words of the program's own form: see the sources in each client.toml.
FORMS = {
    ("kmail", "en", "imap"): ["Type of account", "IMAP Server", "Username", "Encryption", "Port",
                              "Authentication"],
    ("kmail", "es", "pop3-keep"): ["Tipo de cuenta", "Servidor de correo entrante", "Nombre de usuario",
                                   "Cifrado", "Puerto", "Autenticación"],
    ("em-client", "en", "imap"): ["Type of account", "Host", "Port", "Security policy", "Authentication",
                                  "Login name"],
    ("mailspring", "en", "imap"): ["Type of account", "Server", "Port", "Security", "Username", "Sign-in"],
    ("gmail-app", "es", "imap"): ["Tipo de cuenta", "Nombre de usuario", "Servidor", "Puerto",
                                  "Tipo de seguridad", "Identificación"],
    ("samsung-email", "en", "pop3-keep"): ["Type of account", "User name", "POP3 server", "Security type",
                                           "Port", "Sign-in"],
}


@pytest.mark.parametrize(("client", "language", "mode"), list(FORMS))
def test_the_fields_are_those_of_the_programs_own_form(client, language, mode):
    text = sheet(planned(client, mode), language=language)
    heading = Speaker(language).code("sheet", "incoming")
    assert lines_below(text, heading) == FORMS[client, language, mode]


def test_the_values_are_those_of_the_programs_own_menus():
    for security, said in (("tls", "SSL (which is SSL/TLS; not “accept all certificates”)"),
                           ("starttls", "TLS (which is STARTTLS; not “accept all certificates”)")):
        text = sheet(planned("samsung-email", incoming=server("imap", security)))
        assert f"Security type: {said}\r\n" in text
        assert settings_sheet.read(text.encode())["incoming_security"] == security
    assert "Leave fetched messages on the server: yes\r\n" in sheet(planned("kmail", "pop3-keep"))
    assert "Servidor de correo saliente: smtp." in sheet(planned("kmail"), language="es")


def test_a_text_with_two_meanings_is_found(monkeypatch):
    from advisor import i18n

    catalogue = {**i18n.read_catalogue("en"), "sheet:kmail.port": ("Encryption",)}
    monkeypatch.setattr(_sheet_words, "languages", lambda: ("en",))
    monkeypatch.setattr(_sheet_words, "read_catalogue", lambda language: catalogue)
    monkeypatch.setattr(i18n, "read_catalogue", lambda language: catalogue)
    _sheet_words.reading.cache_clear()
    with pytest.raises(RuntimeError, match="Encryption"):
        _sheet_words.reading()
    _sheet_words.reading.cache_clear()
