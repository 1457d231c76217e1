"""The Apple profile: only Apple's keys, types and words, the same UUIDs every time, and never a password."""

import plistlib

import pytest
from hypothesis import given

from advisor.formats import mobileconfig
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.plans import address, server


def profile(mode="imap", **changes):
    return plistlib.loads(rendered("apple-mail", mode, role="import", **changes))


def mail(mode="imap", **changes):
    return profile(mode, **changes)["PayloadContent"][0]


@pytest.mark.parametrize(("mode", "kind", "port"), [
    ("imap", "EmailTypeIMAP", 993), ("pop3-keep", "EmailTypePOP", 995)])
def test_what_it_says(mode, kind, port):
    said = mail(mode)
    assert said["PayloadType"] == "com.apple.mail.managed"
    assert said["EmailAccountType"] == kind
    assert (said["IncomingMailServerPortNumber"], said["IncomingMailServerUseSSL"]) == (port, True)
    assert (said["OutgoingMailServerPortNumber"], said["OutgoingMailServerUseSSL"]) == (587, True)
    assert said["OutgoingPasswordSameAsIncomingPassword"] is True
    assert not [key for key in said if key.endswith("Password") and key not in (
        "OutgoingPasswordSameAsIncomingPassword",)]


def test_the_identifiers_are_those_of_the_address():
    first, again, other = profile(), profile("pop3-keep"), profile(address=address("bob"))
    assert first["PayloadUUID"] == again["PayloadUUID"] != other["PayloadUUID"]
    assert first["PayloadIdentifier"] == again["PayloadIdentifier"] != other["PayloadIdentifier"]
    assert first["PayloadUUID"] != first["PayloadContent"][0]["PayloadUUID"]


def test_another_login_for_sending_has_its_own_password():
    said = mail(outgoing=server("smtp", "starttls", username="other"))
    assert said["OutgoingPasswordSameAsIncomingPassword"] is False
    assert said["OutgoingMailServerUsername"] == "other"


def test_without_a_name_the_device_asks_for_it():
    assert "EmailAccountName" not in mail(name="")


@given(allowed_text)
def test_every_name_comes_back(name):
    # The NFC form is what is written: advisor/render.py makes it.
    said = mobileconfig.read(rendered("apple-mail", role="import", name=name))
    assert said["name"] == facts(name=name)["name"]


@pytest.mark.parametrize(("side", "port", "security", "possible"), [
    ("incoming", 993, "tls", True), ("incoming", 143, "starttls", False), ("incoming", 1993, "tls", True),
    ("outgoing", 587, "starttls", True), ("outgoing", 587, "tls", False),
    ("outgoing", 465, "starttls", False),
    ("outgoing", 25, "starttls", False), ("outgoing", 25, "plain", True)])
def test_the_port_has_to_tell_the_kind_of_encryption(side, port, security, possible):
    given_facts = facts(**{f"{side}_port": port, f"{side}_security": security})
    assert (mobileconfig.refuses(given_facts) is None) == possible


@pytest.mark.parametrize(("changes", "possible"), [
    ({"incoming_auth": "oauth2"}, False), ({"incoming_auth": "password-encrypted"}, True),
    ({"outgoing_auth": "none"}, True), ({"incoming_auth": "none"}, False),
    ({"outgoing_auth": "client-certificate"}, False)])
def test_ways_to_sign_in(changes, possible):
    assert (mobileconfig.refuses(facts(**changes)) is None) == possible


def test_pop3_that_removes_at_once_is_refused():
    assert mobileconfig.refuses(facts("pop3-remove"))
    assert mobileconfig.refuses(facts("pop3-keep")) is None


@pytest.mark.parametrize("change", [
    ("EmailTypeIMAP", "EmailTypeJMAP"), ("EmailAuthPassword", "EmailAuthOAuth"),
    ("<integer>993</integer>", "<string>993</string>"), ("<true/>", "<string>yes</string>"),
    ("EmailAddress", "EMailAddress"), ("com.apple.mail.managed", "com.apple.vpn.managed"),
    ("<key>PreventMove</key>", "<key>IncomingPassword</key>"), ("</array>", "<dict/></array>")])
def test_what_apple_does_not_know_is_not_read(change):
    text = rendered("apple-mail", role="import").decode()
    assert change[0] in text
    with pytest.raises((ValueError, KeyError)):
        mobileconfig.read(text.replace(*change).encode())
