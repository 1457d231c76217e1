"""msmtp's file: TLS and the certificate are spelled out, and quotes need no escapes."""

import pytest
from hypothesis import given

from advisor.formats import msmtprc
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.plans import server


@pytest.mark.parametrize(("security", "word"), [("tls", "off"), ("starttls", "on")])
def test_encryption(security, word):
    content = rendered("msmtp", outgoing=server("smtp", security))
    assert f"tls_starttls {word}\n" in content.decode()
    assert {"tls on", "tls_certcheck on", "tls_trust_file system"} <= set(content.decode().split("\n"))
    assert msmtprc.read(content)["outgoing_security"] == security


@pytest.mark.parametrize("mode", ["imap", "pop3-keep"])
def test_it_goes_with_the_programs_that_only_fetch(mode):
    assert rendered("getmail", mode, role="sending") == rendered("msmtp")


@given(allowed_text)
def test_every_login_comes_back(login):
    content = rendered("msmtp", outgoing=server("smtp", username=login))
    assert msmtprc.read(content)["outgoing_username"] == login


def test_sending_without_a_password():
    content = rendered("msmtp", outgoing=server("smtp", auth="none"))
    assert "auth off\n" in content.decode()
    assert "user" not in content.decode()


@pytest.mark.parametrize("change", [
    ("account default", "account x"), ("port 587", "port x"), ("tls_certcheck on", "tls_certcheck off"),
    ("auth on", "auth maybe"), ("auth on", "auth on\npasswordeval id"), ("auth on", "auth on\nauth on")])
def test_what_is_not_read(change):
    text = rendered("msmtp").decode()
    assert change[0] in text
    with pytest.raises((ValueError, KeyError)):
        msmtprc.read(text.replace(*change).encode())


def test_what_is_refused():
    assert msmtprc.refuses(facts(outgoing_security="plain"))
    assert msmtprc.refuses(facts(outgoing_auth="oauth2"))
    assert msmtprc.refuses(facts(incoming_auth="oauth2")) is None       # it does not read
