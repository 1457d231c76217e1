"""Every check over empty, hostile and silent visits, and what each of them reads in ordinary ones."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import advisor.checks
from advisor.checks import Check
from advisor.model.endpoint import PROTOCOLS, USUAL_PORTS, Endpoint
from advisor.model.evidence import Tls, Visit, VisitOutcome
from advisor.registry import collect

CHECKS = collect("advisor.checks", "CHECK")
TLS = Tls("TLSv1.3", "X", "CN=ca", "CN=host", ("host",), "2030-01-01T00:00:00Z", 40)
SECURITIES = ("tls", "starttls", "plain")


def endpoint(protocol, security="tls"):
    return Endpoint(protocol, f"{protocol}.d.example", USUAL_PORTS[protocol, security], security)


def told(protocol, *lines, security="tls", **changes):
    """A visit in which the server announced `lines` where it counts."""
    where = "before_tls" if security == "plain" else "after_tls"
    settings = {where: lines, "tls": None if security == "plain" else TLS, **changes}
    return Visit(endpoint(protocol, security), "spoke", "192.0.2.1", **settings)


def the(check_id, visit):
    """(answer, value, because) of a check that gives one fact."""
    check = next(check for check in CHECKS if check.id == check_id)
    fact, = check.read(visit)
    assert fact.endpoint == visit.endpoint
    return fact.answer, fact.value, fact.because


def test_the_family_is_there():
    assert {check.id for check in CHECKS} == {
        "answers", "certificate", "starttls-lists", "tls-version",
        "imap-acl", "imap-append-limit", "imap-apple-push", "imap-auth", "imap-compress", "imap-condstore",
        "imap-gmail-labels", "imap-idle", "imap-login-disabled", "imap-move", "imap-namespace", "imap-quota",
        "imap-sasl-ir", "imap-special-use", "imap-starttls", "imap-uidplus", "imap-utf8", "imap-version",
        "pop3-auth", "pop3-capa", "pop3-expire", "pop3-login-delay", "pop3-pipelining", "pop3-resp-codes",
        "pop3-stls", "pop3-top", "pop3-uidl", "pop3-utf8",
        "smtp-8bit", "smtp-auth", "smtp-chunking", "smtp-size", "smtp-starttls", "smtp-utf8"}


def test_no_two_checks_give_the_same_fact():
    names = [name for check in CHECKS for name in check.gives]
    assert len(names) == len(set(names))


def assert_keeps_its_word(check, visit):
    facts = check.read(visit)
    assert tuple(fact.name for fact in facts) == check.gives
    for fact in facts:
        assert fact.endpoint == visit.endpoint
        assert fact.because
        assert fact.answer in ("yes", "no", "unknown")
        if fact.answer == "unknown":
            assert fact.value is None


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_gives_what_it_declares_whatever_the_outcome(check: Check):
    assert advisor.checks.__doc__
    for protocol in check.protocols:
        for security in SECURITIES:
            for outcome in get_args(VisitOutcome):
                assert_keeps_its_word(check, Visit(endpoint(protocol, security), outcome))
                assert_keeps_its_word(check, Visit(endpoint(protocol, security), outcome, before_tls=(),
                                                   after_tls=(), note="capa-refused"))


WORDS = st.sampled_from(["SIZE", "AUTH", "AUTH=", "AUTH=PLAIN", "EXPIRE", "LOGIN-DELAY", "USER", "SASL",
                         "NEVER", "0", "9" * 30, "-1", "²", "IMAP4REV2", "UIDL", "QUOTA=", "=",
                         "\x1b[2J", "STLS"])
LINES = st.one_of(st.lists(WORDS, max_size=4).map(" ".join), st.text(max_size=20))
LISTS = st.one_of(st.none(), st.lists(LINES, max_size=6).map(tuple))


@given(st.sampled_from(PROTOCOLS), st.sampled_from(SECURITIES), st.sampled_from(get_args(VisitOutcome)),
       LISTS, LISTS, LISTS, st.sampled_from([None, TLS]), st.text(max_size=20))
def test_survives_hostile_visits(protocol, security, outcome, before, after, login, tls, greeting):
    visit = Visit(endpoint(protocol, security), outcome, "192.0.2.1", tls, greeting, before, after, login)
    for check in CHECKS:
        if protocol in check.protocols:
            assert_keeps_its_word(check, visit)


@pytest.mark.parametrize(("check_id", "lines", "expected"), [
    ("imap-idle", ("IMAP4REV1", "IDLE"), ("yes", None, "announced")),
    ("imap-idle", ("IMAP4REV2",), ("yes", None, "imap4rev2")),
    ("imap-idle", ("IMAP4REV1",), ("unknown", None, "not-announced-before-login")),
    ("imap-idle", ("IMAP4REV1", "IDLEX"), ("unknown", None, "not-announced-before-login")),
    ("imap-special-use", ("IMAP4REV2",), ("yes", None, "imap4rev2")),
    ("imap-special-use", ("SPECIAL-USE",), ("yes", None, "announced")),
    ("imap-move", ("MOVE",), ("yes", None, "announced")),
    ("imap-uidplus", ("UIDPLUS",), ("yes", None, "announced")),
    ("imap-quota", ("QUOTA=RES-STORAGE",), ("yes", None, "announced")),
    ("imap-quota", ("IMAP4REV2",), ("unknown", None, "not-announced-before-login")),
    ("imap-auth", ("AUTH=PLAIN", "SASL-IR", "AUTH=XOAUTH2"), ("yes", "PLAIN XOAUTH2", "announced")),
    ("imap-auth", ("IMAP4REV1",), ("yes", "LOGIN", "login-command")),
    ("imap-auth", ("LOGINDISABLED",), ("no", None, "login-disabled")),
    ("imap-auth", ("LOGINDISABLED", "AUTH=XOAUTH2"), ("yes", "XOAUTH2", "announced")),  # vK3
    ("imap-login-disabled", ("LOGINDISABLED", "AUTH=XOAUTH2"), ("yes", None, "announced")),
    ("imap-login-disabled", ("AUTH=PLAIN",), ("no", None, "not-announced")),
    ("imap-condstore", ("QRESYNC",), ("yes", None, "announced")),
    ("imap-namespace", ("IMAP4REV2",), ("yes", None, "imap4rev2")),
    ("imap-compress", ("COMPRESS=DEFLATE",), ("yes", None, "announced")),
    ("imap-utf8", ("UTF8=ONLY",), ("yes", None, "announced")),
    ("imap-utf8", ("UTF8=",), ("unknown", None, "not-announced-before-login")),
    ("imap-gmail-labels", ("X-GM-EXT-1",), ("yes", None, "announced")),
    ("imap-apple-push", ("XAPPLEPUSHSERVICE",), ("yes", None, "announced")),
    ("imap-acl", ("ACL",), ("yes", None, "announced")),
    ("imap-sasl-ir", ("SASL-IR",), ("yes", None, "announced")),
    ("imap-sasl-ir", ("IMAP4REV2",), ("yes", None, "imap4rev2")),
    ("imap-sasl-ir", ("IMAP4REV1",), ("no", None, "not-announced")),
    ("imap-version", ("IMAP4REV1", "IMAP4REV2"), ("yes", "IMAP4rev2", "announced")),
    ("imap-version", ("IMAP4REV1",), ("yes", "IMAP4rev1", "announced")),
    ("imap-version", ("IMAP2BIS",), ("no", None, "not-announced")),
    ("imap-append-limit", ("APPENDLIMIT=35651584",), ("yes", 35651584, "announced")),
    ("imap-append-limit", ("APPENDLIMIT",), ("unknown", None, "differs-by-folder")),
    ("imap-append-limit", ("APPENDLIMIT=much",), ("unknown", None, "unreadable")),
    ("imap-append-limit", ("IDLE",), ("unknown", None, "not-announced-before-login")),
    ("pop3-capa", ("UIDL",), ("yes", None, "answered")),
    ("pop3-resp-codes", ("AUTH-RESP-CODE",), ("yes", None, "announced")),
    ("pop3-pipelining", ("PIPELINING",), ("yes", None, "announced")),
    ("pop3-pipelining", ("UIDL",), ("no", None, "not-announced")),
    ("pop3-utf8", ("UTF8 USER",), ("yes", None, "announced")),
    ("smtp-utf8", ("SMTPUTF8",), ("yes", None, "announced")),
    ("smtp-8bit", ("8BITMIME",), ("yes", None, "announced")),
    ("smtp-8bit", ("SIZE 1",), ("no", None, "not-announced")),
    ("smtp-chunking", ("CHUNKING",), ("yes", None, "announced")),
    ("tls-version", (), ("yes", "TLSv1.3", "negotiated")),
    ("pop3-uidl", ("TOP", "UIDL"), ("yes", None, "announced")),
    ("pop3-uidl", ("TOP",), ("no", None, "not-announced")),
    ("pop3-uidl", (), ("no", None, "not-announced")),
    ("pop3-top", ("TOP",), ("yes", None, "announced")),
    ("pop3-expire", ("EXPIRE NEVER",), ("yes", "never", "announced")),
    ("pop3-expire", ("EXPIRE 0",), ("yes", 0, "announced")),  # vK6
    ("pop3-expire", ("EXPIRE 30 USER",), ("yes", 30, "announced-differs-by-user")),  # vK7
    ("pop3-expire", ("EXPIRE",), ("unknown", None, "unreadable")),
    ("pop3-expire", ("EXPIRE -1",), ("unknown", None, "unreadable")),
    ("pop3-expire", ("UIDL",), ("unknown", None, "not-announced")),
    ("pop3-login-delay", ("LOGIN-DELAY 300",), ("yes", 300, "announced")),  # vK5
    ("pop3-login-delay", ("LOGIN-DELAY 300 USER",), ("yes", 300, "announced-differs-by-user")),
    ("pop3-login-delay", ("LOGIN-DELAY soon",), ("unknown", None, "unreadable")),
    ("pop3-login-delay", (), ("unknown", None, "not-announced")),
    ("pop3-auth", ("SASL PLAIN XOAUTH2", "USER"), ("yes", "PLAIN XOAUTH2 USER", "announced")),
    ("pop3-auth", ("UIDL",), ("no", None, "not-announced")),
    ("pop3-stls", ("UIDL",), ("unknown", None, "already-encrypted")),
    ("smtp-auth", ("AUTH PLAIN LOGIN", "AUTH=PLAIN LOGIN"), ("yes", "PLAIN LOGIN", "announced")),
    ("smtp-auth", ("AUTH=PLAIN",), ("yes", "PLAIN", "announced")),  # vK9
    ("smtp-auth", ("AUTH",), ("no", None, "not-announced")),
    ("smtp-auth", ("SIZE 1",), ("no", None, "not-announced")),
    ("smtp-size", ("SIZE 10485760",), ("yes", 10485760, "announced")),  # vK8
    ("smtp-size", ("SIZE 0",), ("yes", 0, "unlimited")),
    ("smtp-size", ("SIZE",), ("unknown", None, "no-number")),
    ("smtp-size", ("SIZE a lot",), ("unknown", None, "unreadable")),
    ("smtp-size", ("PIPELINING",), ("no", None, "not-announced")),
])
def test_reads(check_id, lines, expected):
    protocol = check_id.split("-")[0]
    assert the(check_id, told(protocol if protocol in PROTOCOLS else "imap", *lines)) == expected


def test_after_login_absence_is_a_no():
    visit = told("imap", "IMAP4REV1", after_login=("IMAP4REV1",))
    assert the("imap-idle", visit) == ("no", None, "not-announced")


def test_how_to_log_in_is_what_was_said_before_the_login():
    """Dovecot no longer names it then, and others go on saying LOGINDISABLED."""
    after = ("IMAP4REV1", "LOGINDISABLED")
    visit = told("imap", "AUTH=PLAIN", "AUTH=SCRAM-SHA-1", "SASL-IR", after_login=after)
    assert the("imap-auth", visit) == ("yes", "PLAIN SCRAM-SHA-1", "announced")
    assert the("imap-login-disabled", visit) == ("no", None, "not-announced")
    assert the("imap-sasl-ir", visit)[0] == "yes"
    assert the("smtp-auth", told("smtp", "AUTH PLAIN", after_login=("SIZE 9",)))[1] == "PLAIN"
    assert the("pop3-auth", told("pop3", "SASL PLAIN", "USER", after_login=("UIDL",)))[1] == "PLAIN USER"


def test_capa_that_answers_only_after_the_login():
    visit = told("pop3", note="capa-refused", after_login=("UIDL",))
    assert the("pop3-capa", visit) == ("yes", None, "answered-after-login")
    assert the("pop3-uidl", visit)[0] == "yes"
    assert the("pop3-top", visit) == ("no", None, "not-announced")
    assert the("pop3-capa", told("pop3", note="capa-refused")) == ("no", None, "capa-refused")
    assert the("pop3-uidl", told("pop3", note="capa-refused", after_login=()))[2] == "capa-refused"


@pytest.mark.parametrize(("protocol", "before", "after", "note", "expected"), [
    ("imap", ("IMAP4REV1", "STARTTLS", "LOGINDISABLED"), ("IMAP4REV1", "AUTH=PLAIN"), "",
     ("yes", None, "same")),
    ("imap", ("IMAP4REV1", "STARTTLS", "IDLE", "X-EVIL"), ("IMAP4REV1",), "",
     ("no", "IDLE, X-EVIL", "only-before-tls")),
    ("imap", ("AUTH=CRAM-MD5", "AUTH=PLAIN"), ("AUTH=PLAIN",), "",
     ("no", "AUTH CRAM-MD5", "only-before-tls")),
    ("imap", ("IMAP4REV1",), ("IMAP4REV1",), "injected-before-tls", ("no", None, "injected-before-tls")),
    ("pop3", ("STLS", "UIDL", "EXPIRE 0"), ("UIDL", "EXPIRE NEVER", "USER"), "",
     ("no", "EXPIRE 0", "only-before-tls")),
    ("pop3", ("STLS", "SASL PLAIN LOGIN"), ("SASL LOGIN PLAIN SCRAM-SHA-1",), "", ("yes", None, "same")),
    ("pop3", ("STLS", "SASL"), ("SASL PLAIN",), "", ("yes", None, "same")),
    ("smtp", ("STARTTLS", "SIZE 10", "AUTH PLAIN", ""), ("SIZE 10", "AUTH=PLAIN LOGIN", ""), "",
     ("yes", None, "same")),
    ("smtp", ("STARTTLS", "SIZE 10"), None, "", ("unknown", None, "not-asked")),
    ("smtp", tuple(f"X-{n}" for n in range(12)), (), "",
     ("no", ", ".join(f"X-{n}" for n in range(10)) + ", ...", "only-before-tls"))])
def test_the_lists_before_and_after_starttls(protocol, before, after, note, expected):
    visit = Visit(endpoint(protocol, "starttls"), "spoke", tls=TLS, before_tls=before, after_tls=after,
                  note=note)
    assert the("starttls-lists", visit) == expected


def test_lists_that_cannot_be_compared():
    assert the("starttls-lists", told("imap", "IDLE")) == ("unknown", None, "no-upgrade-here")
    refused = Visit(endpoint("imap", "starttls"), "certificate-expired", before_tls=("STARTTLS",))
    assert the("starttls-lists", refused) == ("unknown", None, "certificate-expired")


def test_tls_version():
    assert the("tls-version", Visit(endpoint("imap"), "tls-too-old")) == ("no", None, "tls-too-old")
    assert the("tls-version", told("imap", security="plain")) == ("unknown", None, "not-encrypted")


def test_what_was_said_before_tls_does_not_count():
    visit = told("imap", "IMAP4REV1", security="starttls", before_tls=("IDLE", "LOGINDISABLED", "AUTH=PLAIN"))
    assert the("imap-idle", visit)[0] == "unknown"
    assert the("imap-login-disabled", visit) == ("no", None, "not-announced")  # vK2


def test_a_plain_endpoint_is_judged_by_what_it_says_in_clear():
    assert the("imap-idle", told("imap", "IDLE", security="plain")) == ("yes", None, "announced")


@pytest.mark.parametrize(
    "check_id", ["pop3-uidl", "pop3-top", "pop3-expire", "pop3-login-delay", "pop3-auth"])
def test_without_capa_nothing_is_known(check_id):  # vK4
    assert the(check_id, told("pop3", note="capa-refused")) == ("unknown", None, "capa-refused")


def test_apop_is_in_the_greeting():
    visit = told("pop3", "USER", greeting="+OK POP3 <1896.697170952@dbc.example>")
    assert the("pop3-auth", visit) == ("yes", "USER APOP", "announced")


@pytest.mark.parametrize(("check_id", "keyword"), [
    ("imap-starttls", "STARTTLS"), ("pop3-stls", "STLS"), ("smtp-starttls", "STARTTLS")])
def test_upgrade(check_id, keyword):
    protocol = check_id.split("-")[0]
    clear = endpoint(protocol, "starttls")
    assert the(check_id, Visit(clear, "certificate-expired", before_tls=(keyword,)))[0] == "yes"
    assert the(check_id, Visit(clear, "spoke", tls=TLS, before_tls=(), after_tls=())) == (
        "yes", None, "accepted")
    assert the(check_id, Visit(clear, "no-starttls", before_tls=("X",))) == ("no", None, "not-announced")
    assert the(check_id, Visit(clear, "timeout")) == ("unknown", None, "timeout")
    assert the(check_id, Visit(endpoint(protocol, "plain"), "spoke", before_tls=(keyword,)))[0] == "yes"


@pytest.mark.parametrize(("outcome", "expected"), [
    ("spoke", ("yes", None, "spoke")),
    ("refused", ("no", None, "refused")),
    ("wrong-protocol", ("no", None, "wrong-protocol")),
    ("certificate-expired", ("no", None, "certificate-expired")),
    ("timeout", ("unknown", None, "timeout")),
    ("not-visited", ("unknown", None, "not-visited")),
    ("private-address", ("unknown", None, "private-address")),
])
def test_answers(outcome, expected):
    assert the("answers", Visit(endpoint("imap"), outcome)) == expected


def test_certificate():
    assert the("certificate", told("imap")) == ("yes", 40, "verified")
    assert the("certificate", Visit(endpoint("imap"), "certificate-wrong-name")) == (
        "no", "certificate-wrong-name", "certificate-wrong-name")
    assert the("certificate", Visit(endpoint("imap"), "refused")) == ("unknown", None, "refused")
    assert the("certificate", told("imap", security="plain")) == ("unknown", None, "not-encrypted")
    assert the("certificate", Visit(endpoint("imap"), "turned-away", tls=TLS))[0] == "yes"
