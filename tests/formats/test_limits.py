"""What many formats cannot say: each question refuses exactly that, and says it in both languages."""

import pytest

from advisor.formats import _limits, _values
from advisor.i18n import Speaker
from tests.formats.facts import facts


def refused(why):
    assert why is not None
    assert Speaker("es").say(why) != Speaker("en").say(why)
    return True


@pytest.mark.parametrize(("auth", "possible"), [
    ("password", True), ("app-password", True), ("password-encrypted", False), ("oauth2", False),
    ("client-certificate", False), ("none", False)])
def test_ways_to_sign_in(auth, possible):
    assert (_limits.sign_in(facts(incoming_auth=auth)) is None) == possible
    assert possible or refused(_limits.sign_in(facts(incoming_auth=auth)))


def test_sending_may_be_without_a_password():
    assert _limits.sign_in(facts(outgoing_auth="none")) is None


@pytest.mark.parametrize(("mode", "flags"), [
    ("pop3-keep", {}), ("pop3-keep-days", {"days": True}), ("pop3-remove", {"removes": True}),
    ("pop3-keep-until-deleted", {"local_delete": True})])
def test_what_happens_on_the_server(mode, flags):
    given = facts(mode)
    assert _limits.on_server(given, **flags) is None
    if flags:
        assert refused(_limits.on_server(given))
    assert _limits.on_server(facts("imap")) is None


def test_encryption():
    assert refused(_limits.starttls(facts(incoming_security="starttls"), "incoming"))
    assert _limits.starttls(facts(outgoing_security="starttls"), "incoming") is None
    assert refused(_limits.plain(facts(outgoing_security="plain"), "incoming", "outgoing"))
    assert _limits.plain(facts(), "incoming", "outgoing") is None


def test_spelling():
    assert refused(_limits.spelling(facts(name="a\nb"), _values.one_line, "address", "name"))
    assert _limits.spelling(facts(name="a b"), _values.one_line, "address", "name") is None
