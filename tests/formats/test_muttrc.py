"""NeoMutt's file: nothing in it runs, nothing is put in, and the mail stays unless the plan removes it."""

import pytest
from hypothesis import given

from advisor.formats import muttrc
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.formats.text_files import comes_back, is_not_read
from tests.plans import server


@pytest.mark.parametrize(("mode", "word"), [("pop3-keep", "no"), ("pop3-remove", "yes")])
def test_what_stays_on_the_server(mode, word):
    assert muttrc.settings(rendered("neomutt", mode))["pop_delete"] == word


def test_encryption_is_demanded():
    for mode in ("imap", "pop3-keep"):
        said = muttrc.settings(rendered("neomutt", mode))
        assert {said[key] for key in ("ssl_force_tls", "ssl_starttls", "ssl_verify_host")} == {"yes"}


@pytest.mark.parametrize("name", [
    "`touch /tmp/x`", "$HOME", "$(id)", "a'b", "''", "\\", '"', "; set x", "# x"])
def test_backticks_in_a_muttrc_and_variables_are_only_letters(name):
    lines = rendered("neomutt", name=name).decode().split("\n")
    line = next(line for line in lines if "real_name" in line)
    # Beside escaped single quotes there is nothing outside of single quotes.
    outside = line.removeprefix("set real_name = ").replace("'\\''", "").split("'")[0::2]
    assert set(outside) == {""}
    assert muttrc.settings(rendered("neomutt", name=name))["real_name"] == name


@given(allowed_text, allowed_text)
def test_every_name_and_login_comes_back(name, login):
    written = facts(name=name)["name"]
    assert comes_back(muttrc.FORMAT, "neomutt", "imap", login, name, name=written)


def test_the_login_of_a_url_is_encoded():
    content = rendered("neomutt", incoming=server("imap", username="a@b/c:d%"))
    assert muttrc.settings(content)["folder"] == "imaps://a%40b%2Fc%3Ad%25@imap.full.example:993/"


@pytest.mark.parametrize("change", [
    ("set real_name = '", 'set real_name = "'), ("set from = ", "set from = `id`"),
    ("set from", "source x\nset from"),
    ("set use_from = yes", "set imap_pass = 'x'"), ("set ssl_force_tls = yes", "set ssl_force_tls = no"),
    ("set from = '", "set from = $HOME'"), ("imaps://", "imaps://x@"), (":993/", "/"),
    ("set imap_user = '", "set imap_user = 'x")])
def test_what_is_not_read(change):
    is_not_read(muttrc.FORMAT, "neomutt", "imap", change)


@pytest.mark.parametrize(("mode", "changes"), [
    ("pop3-keep-days", {}), ("pop3-keep-until-deleted", {}), ("imap", {"outgoing_security": "plain"}),
    ("imap", {"incoming_auth": "oauth2"})])
def test_what_is_refused(mode, changes):
    assert muttrc.refuses(facts(mode, **changes))
