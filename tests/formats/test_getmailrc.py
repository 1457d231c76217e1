"""getmail's file: the certificate is checked, and what is deleted is spelled out."""

import pytest
from hypothesis import given

from advisor.formats import getmailrc
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.formats.text_files import comes_back, is_not_read


@pytest.mark.parametrize(("mode", "delete", "days"), [
    ("pop3-keep", "false", 0), ("pop3-keep-days", "false", 14), ("pop3-remove", "true", 0)])
def test_what_stays_on_the_server(mode, delete, days):
    lines = rendered("getmail", mode).decode().split("\n")
    assert {f"delete = {delete}", f"delete_after = {days}", "type = SimplePOP3SSLRetriever"} <= set(lines)
    assert "ca_certs = /etc/ssl/certs/ca-certificates.crt" in lines


@pytest.mark.parametrize(("mode", "mailboxes"), [("imap", '("INBOX",)'), ("imap-offline", "ALL")])
def test_which_folders_over_imap(mode, mailboxes):
    lines = rendered("getmail", mode).decode().split("\n")
    assert {f"mailboxes = {mailboxes}", "delete = false"} <= set(lines)


@given(allowed_text)
def test_every_login_comes_back(login):
    assert comes_back(getmailrc.FORMAT, "getmail", "pop3-keep", login, leave_on_server=True, days=0)


@pytest.mark.parametrize("change", [
    ("ca_certs = ", "# ca_certs = "), ("username =", "password = x\nusername ="), ("Maildir", "MDA_external"),
    ("read_all = false", "read_all = true"), ("SimplePOP3SSL", "SimplePOP3"), ("[options]", "[options]\nx"),
    ("username =", "password_command = ('id',)\nusername =")])
def test_what_is_not_read(change):
    is_not_read(getmailrc.FORMAT, "getmail", "pop3-keep", change)


@pytest.mark.parametrize(("mode", "changes"), [
    ("imap", {"incoming_security": "starttls"}), ("imap", {"incoming_security": "plain"}),
    ("pop3-keep-until-deleted", {}), ("imap", {"incoming_auth": "oauth2"})])
def test_what_is_refused(mode, changes):
    assert getmailrc.refuses(facts(mode, **changes))
