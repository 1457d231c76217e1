"""aerc's file: no letter that its reader takes for a comment or a quotation."""

import pytest
from hypothesis import given

from advisor.formats import aerc_conf
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.formats.text_files import comes_back, is_not_read
from tests.plans import server


@given(allowed_text, allowed_text)
def test_every_name_and_login_comes_back(name, login):
    written = facts(name=name)["name"]
    assert comes_back(aerc_conf.FORMAT, "aerc", "imap", login, name, name=written)


@given(allowed_text)
def test_a_name_holds_nothing_that_is_read_otherwise(name):
    spelled = aerc_conf.sender(name, "a@b.example")
    assert not set(spelled) & set("#;`\"'\\")
    assert spelled.isascii()
    assert all(len(word) <= 75 for word in spelled.split(" ")[:-1] if word.startswith("=?"))


def test_an_ordinary_name_stays_readable():
    assert aerc_conf.sender("Ana Garcia", "a@b.example") == "Ana Garcia <a@b.example>"
    assert aerc_conf.sender("", "a@b.example") == "a@b.example"


@pytest.mark.parametrize(("security", "url"), [("tls", "smtps://"), ("starttls", "smtp://")])
def test_encryption(security, url):
    text = rendered("aerc", outgoing=server("smtp", security)).decode()
    assert f"outgoing = {url}" in text
    assert ("smtp-starttls = yes\n" in text) == (security == "starttls")


@pytest.mark.parametrize("address", ["a#b@c.example", "a`b@c.example", "a'b@c.example", "ñ@c.example"])
def test_an_address_that_would_start_a_comment_is_refused(address):
    assert aerc_conf.refuses(facts(address=address))


@pytest.mark.parametrize("change", [
    ("default = INBOX", "default = INBOX\nsource-cred-cmd = id"), ("imaps://", "imapx://"), (":993", ""),
    ("smtp-starttls = yes", ""), ("check-mail = 10m", "check-mail = xm"), ("copy-to", "copy-from")])
def test_what_is_not_read(change):
    is_not_read(aerc_conf.FORMAT, "aerc", "imap", change)


@pytest.mark.parametrize("changes", [{"incoming_security": "plain"}, {"incoming_auth": "oauth2"}])
def test_what_is_refused(changes):
    assert aerc_conf.refuses(facts(**changes))
