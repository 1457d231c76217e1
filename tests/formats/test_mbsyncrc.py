"""mbsync's file: a copy that is only pulled, and no login that ends its quotes."""

import pytest
from hypothesis import given

from advisor.formats import mbsyncrc
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.formats.text_files import comes_back, is_not_read


def test_it_is_only_pulled():
    lines = rendered("mbsync").decode().split("\n")
    assert {"Sync Pull New Flags", "Create Near", "Remove None", "Expunge None"} <= set(lines)
    assert not [line for line in lines if line.startswith("Pass")]
    assert mbsyncrc.read(rendered("mbsync"))["pull_only"] is True


@given(allowed_text)
def test_every_login_comes_back(login):
    assert comes_back(mbsyncrc.FORMAT, "mbsync", "imap", login, pull_only=True)


def test_a_login_cannot_add_a_command():
    """Measured with mbsync 1.4.4: it sends this login as it is."""
    assert mbsyncrc.value('x"\\ PassCmd "id') == '"x\\"\\\\ PassCmd \\"id"'


def test_pushing_is_seen():
    text = rendered("mbsync").decode()
    for change in (("Remove None", "Remove Both"), ("Expunge None", "Expunge Far"),
                   ("Sync Pull New", "Sync New")):
        assert mbsyncrc.read(text.replace(*change).encode())["pull_only"] is False


@pytest.mark.parametrize("change", [
    ("User ", 'PassCmd "id"\nUser '), ("\n\nIMAPStore", "\nIMAPStore"), ("SSLType IMAPS", "SSLType SSL"),
    ("Patterns *", "Patterns INBOX"), ("SyncState *", "SyncState x"), ('Far ":', 'Far ":x'),
    ("Port 993", 'Port "993')])
def test_what_is_not_read(change):
    is_not_read(mbsyncrc.FORMAT, "mbsync", "imap", change)


@pytest.mark.parametrize("changes", [
    {"incoming_security": "plain"}, {"incoming_auth": "oauth2"}, {"incoming_auth": "password-encrypted"}])
def test_what_is_refused(changes):
    assert mbsyncrc.FORMAT.refuses(facts(**changes))
    assert mbsyncrc.FORMAT.refuses(facts(outgoing_auth="oauth2")) is None      # it does not send
