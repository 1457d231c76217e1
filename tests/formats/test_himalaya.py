"""himalaya's two layouts: TOML that comes back, the password from the keyring, no shell in between."""

import tomllib

import pytest
from hypothesis import given

from advisor import clients
from advisor.formats import himalaya_v1, himalaya_v2
from advisor.render import render
from tests.formats.facts import facts
from tests.formats.hostile_strings import allowed_text
from tests.plans import plan, planned, server


def rendered(version, *, incoming=None, outgoing=None, **changes):
    device = planned("himalaya", incoming=incoming, outgoing=outgoing or server("smtp", "starttls"))
    files = {file.path: file.content for file in render(plan(device, **changes), clients.load()).files}
    return files[f"Office-PC/config-{version}.toml"]


@given(allowed_text, allowed_text)
def test_every_name_and_login_comes_back(name, login):
    both = {"name": name, "incoming": server("imap", username=login)}
    said = himalaya_v1.read(rendered("v1", **both))
    assert (said["name"], said["incoming_username"]) == (facts(name=name)["name"], login)
    if himalaya_v2.refuses(facts(username=login)) is None:
        assert himalaya_v2.read(rendered("v2", **both))["incoming_username"] == login


def test_the_login_is_one_word_of_the_command():
    content = rendered("v2", incoming=server("imap", username='x"; id'))
    account = tomllib.loads(content.decode())["accounts"]["mail"]
    assert account["imap"]["sasl"]["plain"]["password"]["command"][-1] == 'x"; id'
    assert himalaya_v2.refuses(facts(incoming_username="--help"))


@pytest.mark.parametrize(("security", "word", "url"), [
    ("tls", "tls", "smtps://smtp.full.example:465"), ("starttls", "start-tls", "smtp://smtp.full.example:587")])
def test_encryption(security, word, url):
    outgoing = server("smtp", security)
    assert f'message.send.backend.encryption.type = "{word}"\n' in rendered("v1", outgoing=outgoing).decode()
    text = rendered("v2", outgoing=outgoing).decode()
    assert f'smtp.server = "{url}"\nsmtp.starttls = {str(security == "starttls").lower()}\n' in text


@pytest.mark.parametrize(("version", "form", "change"), [
    ("v1", himalaya_v1, ("backend.auth.keyring", "backend.auth.raw")),
    ("v1", himalaya_v1, ('"imap"', '"maildir"')),
    ("v1", himalaya_v1, ('"tls"', '"none"')), ("v1", himalaya_v1, ("default = true", "x = true")),
    ("v2", himalaya_v2, ("imaps://", "imap://")), ("v2", himalaya_v2, ('"secret-tool"', '"id"')),
    ("v2", himalaya_v2, ("password.command", "password.raw")), ("v2", himalaya_v2, (":993", ""))])
def test_what_is_not_read(version, form, change):
    text = rendered(version).decode()
    assert change[0] in text
    with pytest.raises((ValueError, KeyError)):
        form.read(text.replace(*change).encode())


@pytest.mark.parametrize("changes", [
    {"incoming_security": "plain"}, {"incoming_auth": "oauth2"}, {"outgoing_auth": "none"}])
def test_what_is_refused(changes):
    assert himalaya_v1.refuses(facts(**changes))
    assert himalaya_v2.refuses(facts(**changes))
