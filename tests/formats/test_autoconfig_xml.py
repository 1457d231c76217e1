"""The autoconfig XML: nothing breaks out of it, and a login name becomes a place only where it is one."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats import autoconfig_xml


@pytest.mark.parametrize(("given_value", "spelled"), [
    ("a", "a"), ("<b>", "&lt;b&gt;"), ("a & b", "a &amp; b"), ('"', "&quot;"), ("'", "&apos;"),
    ("&amp;", "&amp;amp;"), ("é😀", "é😀"), (993, "993"), (True, "true"), (False, "false"),
])
def test_spelling(given_value, spelled):
    assert autoconfig_xml.value(given_value) == spelled


@pytest.mark.parametrize("given_value", ["\0", "\x1b", "\n", "\r", "\x0b", "\ud800", "\uffff", None, 1.5])
def test_what_it_cannot_hold(given_value):
    with pytest.raises(ValueError, match=r"XML cannot hold"):
        autoconfig_xml.value(given_value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1))
def test_every_string_comes_back_as_text_and_as_attribute(string):
    spelled = autoconfig_xml.value(string)
    root = ElementTree.fromstring(f'<a b="{spelled}">{spelled}</a>'.encode())
    assert (root.text, root.get("b")) == (string, string)


FACTS = {
    "address": "ana@full.example", "local": "ana", "domain": "full.example", "incoming_protocol": "imap",
    "incoming_host": "a.example", "incoming_auth": "password", "outgoing_host": "b.example",
    "outgoing_auth": "password", "incoming_username": "ana@full.example", "outgoing_username": "ana"}


def test_the_address_and_its_local_part_are_places():
    said = autoconfig_xml.says(FACTS)
    assert said["incoming_username"] == "%EMAILADDRESS%"
    assert said["outgoing_username"] == "%EMAILLOCALPART%"
    assert autoconfig_xml.says({**FACTS, "incoming_username": "u123"})["incoming_username"] == "u123"


@pytest.mark.parametrize("username", ["%EMAILADDRESS%", "x%emaillocalpart%y", "%EMAILDOMAIN%"])
def test_a_login_that_would_be_replaced_is_refused(username):
    assert autoconfig_xml.refuses({**FACTS, "incoming_username": username}) is not None


@pytest.mark.parametrize(("side", "auth", "possible"), [
    ("incoming", "none", False), ("outgoing", "none", True), ("incoming", "client-certificate", False),
    ("incoming", "app-password", True), ("incoming", "oauth2", False),
    ("incoming", "password-encrypted", True)])
def test_ways_to_sign_in(side, auth, possible):
    assert (autoconfig_xml.refuses({**FACTS, f"{side}_auth": auth}) is None) == possible


@pytest.mark.parametrize("content", [
    b"<!DOCTYPE x><clientConfig/>", b"<clientConfig/>", b"<x><emailProvider/></x>",
    b"<clientConfig><emailProvider><incomingServer/></emailProvider></clientConfig>"])
def test_what_is_not_an_autoconfig_file(content):
    with pytest.raises(ValueError, match=r"."):
        autoconfig_xml.read(content)
