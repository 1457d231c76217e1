"""Claws Mail's account: the version that gives `protocol` its meaning, and no removing unless planned."""

import pytest
from hypothesis import given

from advisor.formats import claws_accountrc
from tests.formats.facts import facts, rendered
from tests.formats.hostile_strings import allowed_text
from tests.formats.text_files import comes_back, is_not_read


@pytest.mark.parametrize(("mode", "lines"), [
    ("pop3-keep", {"protocol=0", "remove_mail=0", "message_leave_time=0"}),
    ("pop3-keep-days", {"protocol=0", "remove_mail=1", "message_leave_time=14"}),
    ("pop3-remove", {"protocol=0", "remove_mail=1", "message_leave_time=0"}), ("imap", {"protocol=1"})])
def test_what_stays_on_the_server(mode, lines):
    assert lines | {"config_version=2"} <= set(rendered("claws-mail", mode).decode().split("\n"))


@given(allowed_text, allowed_text)
def test_every_name_and_login_comes_back(name, login):
    written = facts(name=name)["name"]
    assert comes_back(claws_accountrc.FORMAT, "claws-mail", "pop3-keep", login, name, name=written)


@pytest.mark.parametrize("change", [
    ("config_version=2\n", ""), ("config_version=2", "config_version=0"), ("protocol=0", "protocol=1"),
    ("set_popport=1", "set_popport=0"), ("use_smtp_auth=1", "password=x"), ("ssl_pop=1", "ssl_pop=9"),
    ("name=", "name"), ("[Account: 1]", "[Account]"), ("remove_mail=0\n", "")])
def test_what_is_not_read(change):
    is_not_read(claws_accountrc.FORMAT, "claws-mail", "pop3-keep", change)


@pytest.mark.parametrize(("mode", "changes"), [
    ("pop3-keep-until-deleted", {}), ("imap", {"incoming_auth": "oauth2"})])
def test_what_is_refused(mode, changes):
    assert claws_accountrc.refuses(facts(mode, **changes))
