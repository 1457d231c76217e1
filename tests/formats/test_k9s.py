"""The .k9s file: the published grammar, and a deletePolicy that takes nothing away by itself."""

from xml.etree import ElementTree

import pytest
from hypothesis import given

from advisor.formats import k9s
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.plans import server


@pytest.mark.parametrize(("mode", "policy"), [
    ("imap", "DELETE"), ("pop3-keep", "NEVER"), ("pop3-keep-until-deleted", "DELETE")])
@pytest.mark.parametrize("client", ["k9", "thunderbird-android"])
def test_what_deleting_does(client, mode, policy):
    root = ElementTree.fromstring(rendered(client, mode, role="import"))
    assert root.findtext(".//value[@key='deletePolicy']") == policy
    assert root.find(".//password") is None


@given(allowed_text, allowed_text)
def test_every_name_and_login_comes_back(name, login):
    said = k9s.read(rendered("k9", role="import", name=name, incoming=server("imap", username=login)))
    assert (said["name"], said["incoming_username"]) == (facts(name=name)["name"], login)


def test_oauth2_is_for_imap_only():
    assert k9s.refuses(facts("pop3-keep", incoming_auth="oauth2"))
    assert k9s.refuses(facts("imap", incoming_auth="oauth2", outgoing_auth="oauth2")) is None
    oauth2 = server("imap", auth="oauth2")
    assert k9s.read(rendered("k9", role="import", incoming=oauth2))["incoming_auth"] == "oauth2"


@pytest.mark.parametrize("mode", ["pop3-remove", "pop3-keep-days"])
def test_removing_is_refused(mode):
    assert k9s.refuses(facts(mode))


def test_sending_without_a_password():
    said = k9s.read(rendered("k9", role="import", outgoing=server("smtp", auth="none")))
    assert said["outgoing_auth"] == "none"
    assert "outgoing_username" not in said


@pytest.mark.parametrize("change", [
    ('format="1"', 'format="2"'), ("SSL_TLS_REQUIRED", "SSL"), (">PLAIN<", ">LOGIN<"), ('"IMAP"', '"NNTP"'),
    ("<port>993</port>", "<port>x</port>"), ("<port>993</port>", ""), ("uuid=", "id="),
    (">DELETE<", ">ALWAYS<"),
    ("<k9settings", "<!DOCTYPE x><k9settings"), ("<host>imap", "<password>x</password><host>imap"),
    ('"deletePolicy"', '"other"'), ('type="SMTP"', 'type="LMTP"')])
def test_what_the_apps_do_not_read(change):
    text = rendered("k9", role="import").decode()
    assert change[0] in text
    with pytest.raises((ValueError, KeyError)):
        k9s.read(text.replace(*change).encode())
