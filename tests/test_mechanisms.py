"""Mechanisms as servers announce them become the words that settings use."""

import pytest

from advisor.mechanisms import ways_to_log_in
from advisor.model.evidence import Fact
from tests.samples import endpoint


def ways(protocol, *facts):
    return ways_to_log_in(protocol, [Fact(name, answer, value, because, endpoint(protocol))
                                     for name, answer, value, because in facts])


@pytest.mark.parametrize(("value", "words"), [
    ("PLAIN", ("password",)), ("PLAIN LOGIN", ("password",)), ("CRAM-MD5", ("password-encrypted",)),
    ("SCRAM-SHA-1 SCRAM-SHA-256-PLUS", ("password-encrypted",)), ("XOAUTH2 OAUTHBEARER", ("oauth2",)),
    ("PLAIN XOAUTH2", ("password", "oauth2")), ("EXTERNAL", ("client-certificate",)),
    ("USER", ("password",)), ("USER APOP", ("password", "password-encrypted")), ("GSSAPI", None),
    ("ANONYMOUS NTLM", None)])
@pytest.mark.parametrize("protocol", ["imap", "pop3", "smtp"])
def test_words(protocol, value, words):
    assert ways(protocol, (f"{protocol}-auth", "yes", value, "announced")) == words


def test_the_login_command_of_imap_is_there_unless_it_is_disabled():
    gssapi = ("imap-auth", "yes", "GSSAPI", "announced")
    assert ways("imap", gssapi, ("imap-login-disabled", "no", None, "not-announced")) == ("password",)
    assert ways("imap", gssapi, ("imap-login-disabled", "yes", None, "announced")) is None


def test_a_server_that_takes_only_oauth2_takes_no_password():
    assert ways("imap", ("imap-auth", "yes", "XOAUTH2", "announced"),
                ("imap-login-disabled", "no", None, "not-announced")) == ("oauth2",)


def test_login_disabled_refuses_and_silence_does_not():
    assert ways("imap", ("imap-auth", "no", None, "login-disabled")) is None
    assert ways("smtp", ("smtp-auth", "no", None, "not-announced")) == ()
    assert ways("pop3", ("pop3-auth", "unknown", None, "capa-refused")) == ()
    assert ways("pop3") == ()
