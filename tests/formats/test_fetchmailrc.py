"""fetchmail's file: it always says whether the mail stays, and its quotes are those that it understands."""

import pytest
from hypothesis import given

from advisor.formats import fetchmailrc
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.formats.text_files import comes_back, is_not_read
from tests.plans import server


@pytest.mark.parametrize(("mode", "word"), [("pop3-keep", "keep"), ("pop3-remove", "nokeep")])
def test_what_stays_is_always_said(mode, word):
    assert word in rendered("fetchmail", mode).decode().split("\n")[-2].split()


@pytest.mark.parametrize(("security", "words"), [
    ("tls", 'ssl sslproto "auto" sslcertck'), ("starttls", 'options sslproto "TLS1.2+" sslcertck')])
def test_encryption_is_demanded(security, words):
    content = rendered("fetchmail", "pop3-keep", incoming=server("pop3", security))
    assert words in content.decode()
    assert fetchmailrc.read(content)["incoming_security"] == security


def test_a_quote_is_written_as_a_number():
    """Measured with fetchmail 6.4.37: "a\\"b" becomes "a"b" with its quotes, "a\\x22b" becomes a"b."""
    assert fetchmailrc.value('a"b\\') == '"a\\x22b\\\\"'


@given(allowed_text)
def test_every_login_comes_back(login):
    assert comes_back(fetchmailrc.FORMAT, "fetchmail", "pop3-keep", login, leave_on_server=True)


@pytest.mark.parametrize("change", [
    ("  keep", ""), ("  keep", "  keep nokeep"), ("sslcertck", ""), ("  keep", '  keep mda "id"'),
    ("  keep", "  keep keep"), ("uidl", ""), ('"auto"', '"TLS1.2+"'), ('user "', 'user "x\\"'),
    ("  keep", "  keep ssl")])
def test_what_is_not_read(change):
    is_not_read(fetchmailrc.FORMAT, "fetchmail", "pop3-keep", change)


@pytest.mark.parametrize(("mode", "changes"), [
    ("pop3-keep-days", {}), ("pop3-keep-until-deleted", {}), ("pop3-keep", {"incoming_security": "plain"}),
    ("pop3-keep", {"incoming_auth": "oauth2"})])
def test_what_is_refused(mode, changes):
    assert fetchmailrc.refuses(facts(mode, **changes))
