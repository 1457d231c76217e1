"""offlineimap's file: percent signs are doubled, nothing runs, nothing is changed on the server."""

import pytest
from hypothesis import given

from advisor.formats import offlineimaprc
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.formats.text_files import comes_back, is_not_read
from tests.plans import server


@given(allowed_text)
def test_every_login_comes_back(login):
    assert comes_back(offlineimaprc.FORMAT, "offlineimap", "imap", login, pull_only=True)


def test_a_percent_sign_is_written_twice():
    text = rendered("offlineimap", incoming=server("imap", username="a%(remotehost)s")).decode()
    assert "remoteuser = a%%(remotehost)s\n" in text


def test_writing_to_the_server_is_seen():
    text = rendered("offlineimap").decode()
    # Either side can pass deletions on, and each of the two lines alone has lost mail.
    for change in (("readonly = yes", "readonly = no"), ("sync_deletes = no", "sync_deletes = yes", 1),
                   ("other one.\nsync_deletes = no", "other one.\nsync_deletes = yes")):
        assert offlineimaprc.read(text.replace(*change).encode())["pull_only"] is False


@pytest.mark.parametrize("change", [
    ("readonly", "remotepasseval = id()\nreadonly"), ("[Account", "pythonfile = x\n[Account"),
    ("OS-DEFAULT", "/tmp/x"), ("type = IMAP", "type = Gmail"), ("ssl = yes", "ssl = no"),
    ("readonly", "remotepass = x\nreadonly"), ("accounts = mail", "accounts = other")])
def test_what_is_not_read(change):
    is_not_read(offlineimaprc.FORMAT, "offlineimap", "imap", change)


@pytest.mark.parametrize("changes", [{"incoming_security": "plain"}, {"incoming_auth": "oauth2"}])
def test_what_is_refused(changes):
    assert offlineimaprc.FORMAT.refuses(facts(**changes))
