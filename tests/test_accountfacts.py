"""What a login adds: proof in the picture, capabilities in the evidence; and who may be logged in to."""

import msgspec
import pytest

from advisor.accountfacts import (
    candidates,
    exit_of,
    facts_of,
    learned,
    names_for,
    why_not,
    with_account,
    with_logins,
)
from advisor.combine import combine
from advisor.exits import Exit
from advisor.model.account import Account, Attempt, Login, MailFolder, Survey
from advisor.model.evidence import Claim, Disclosure, Evidence, Exchange, Tls, Visit
from tests.samples import ANA, candidate, endpoint, fact, picture

TLS = Tls("TLSv1.3", "AES", "CA", "x", ("imap.full.example",), "2030-01-01", 99)


@pytest.mark.parametrize(("name", "answer", "survey", "expected"), [
    ("pop3-uidl", "unknown", {"unique_ids": True}, ("yes", None, "tried")),
    ("pop3-uidl", "yes", {"unique_ids": False}, ("no", None, "tried")),
    ("pop3-uidl", "unknown", {"unique_ids": None}, ("unknown", None, "announced")),
    ("imap-special-use", "no", {"folders": (MailFolder("Sent", "sent"),)}, ("yes", None, "seen-in-list")),
    ("imap-special-use", "no", {"folders": (MailFolder("Sent", None, "sent"),)}, ("no", None, "announced")),
    ("imap-namespace", "yes", {"prefix": "INBOX."}, ("yes", "INBOX.", "answered")),
    ("imap-idle", "no", {"prefix": "INBOX."}, ("no", None, "announced"))])
def test_what_was_tried_is_better_than_what_was_announced(name, answer, survey, expected):
    said = fact(name, answer)
    found = learned(said, Survey(said.endpoint.protocol, "2026-11-23", **survey))
    assert (found.answer, found.value, found.because) == expected
    assert learned(said, None) == said


def login(outcome, protocol="imap", username="ana@full.example", **more):
    attempts = () if outcome == "not-tried" else (Attempt("PLAIN", username, outcome),)
    return Login(endpoint(protocol), outcome, username, "PLAIN", attempts, **more)


def claim(username, protocol="imap", source="autoconfig"):
    return Claim(source, endpoint(protocol), username, ("password",), "https://x", "I3")


@pytest.mark.parametrize(("changes", "accepted", "why"), [
    ({}, False, ""), ({"evidence": "E3"}, False, ""),
    ({"evidence": "E1"}, True, "not-verified"), ({"evidence": "E0"}, True, "not-verified"),
    ({"standing": "confirm"}, False, "not-confirmed"), ({"standing": "confirm"}, True, ""),
    ({"standing": "refused"}, True, "not-confirmed"),
    ({"evidence": "E0", "standing": "confirm"}, True, "not-verified")])
def test_who_gets_no_password(changes, accepted, why):
    assert why_not(candidate("imap", **changes), accepted=accepted) == why


def test_nothing_makes_up_for_clear_text():
    assert why_not(candidate("imap", "plain"), accepted=True) == "plain-text"


def test_one_server_a_protocol():
    assert [one.endpoint.protocol for one in candidates(picture())] == ["imap", "pop3", "smtp"]
    assert candidates(picture(candidate("pop3", standing="refused"))) == ()


@pytest.mark.parametrize(("said", "names"), [
    ((), ("ana@full.example",)),
    (("%EMAILADDRESS%",), ("ana@full.example",)),
    (("%EMAILLOCALPART%", "%EMAILADDRESS%"), ("ana@full.example", "ana")),
    (("%EMAILLOCALPART%",), ("ana", "ana@full.example"))])
def test_login_names_are_never_made_up(said, names):
    evidence = Evidence(ANA, claims=tuple(claim(one) for one in said))
    asked = candidate("imap", username="ana" if said == ("%EMAILLOCALPART%",) else "ana@full.example")
    assert names_for(asked, evidence) == names


def test_what_other_servers_take_as_a_name_is_not_tried():
    evidence = Evidence(ANA, claims=(claim("%EMAILLOCALPART%", "pop3"),))
    assert names_for(candidate("imap"), evidence) == ("ana@full.example",)


def visit(*after):
    return Visit(endpoint("imap"), "spoke", "192.0.2.1", TLS, "* OK", None, ("IMAP4REV1", "AUTH=PLAIN"),
                 after or None)


def test_what_is_announced_after_login_becomes_the_facts():
    before = visit()
    evidence = Evidence(ANA, claims=(claim("%EMAILADDRESS%"),), facts=facts_of(before),
                        exchanges=(Exchange("imap", before, 0, 5),), network_ms=100)
    known = {fact.name: fact for fact in evidence.facts}
    assert (known["imap-idle"].answer, known["imap-quota"].answer) == ("unknown", "unknown")
    account = Account((login("worked"),))
    after = with_account(evidence, account, [(visit("IMAP4REV1", "IDLE"), 30)])
    known = {fact.name: fact for fact in after.facts}
    assert (known["imap-idle"].answer, known["imap-quota"].answer) == ("yes", "no")
    assert len(known) == len(after.facts)
    assert after.exchanges[0] == evidence.exchanges[0]     # nothing is taken away
    assert after.exchanges[1].asked == f"LOGIN {endpoint('imap')}"
    assert Disclosure("imap.full.example", "login") in after.disclosures
    found = with_logins(combine(after, ()), after.account).best("imap")
    assert (found.evidence, found.because, found.standing) == ("E3", "login-worked", "usable")


def test_a_line_that_broke_is_no_evidence_against_the_server():
    evidence = Evidence(ANA, claims=(claim("%EMAILADDRESS%"),), facts=facts_of(visit()),
                        exchanges=(Exchange("imap", visit(), 0, 5),))
    broken = Visit(endpoint("imap"), "closed", note="ended-after-login", after_login=())
    after = with_account(evidence, Account((login("worked"),)), [(broken, 30)])
    assert (after.exchanges, after.facts) == (evidence.exchanges, evidence.facts)
    assert combine(after, ()).best("imap").evidence == "E2"


def test_the_name_that_worked_is_the_name():
    found = with_logins(picture(), Account((login("worked", username="ana"),)))
    assert [(one.evidence, one.username) for one in found.candidates] == [
        ("E3", "ana"), ("E2", "ana@full.example"), ("E2", "ana@full.example")]
    assert with_logins(picture(), None) == picture()


def test_a_login_does_not_make_a_doubtful_server_trusted():
    doubtful = picture(candidate("imap", standing="confirm", because="derived"))
    found, = with_logins(doubtful, Account((login("worked"),))).candidates
    assert (found.evidence, found.standing, found.because) == ("E3", "confirm", "derived")


def test_evidence_with_an_account_is_saved_and_read_again():
    evidence = Evidence(ANA, account=Account((login("worked"),)))
    assert msgspec.json.decode(msgspec.json.encode(evidence), type=Evidence) == evidence
    older = msgspec.json.decode(msgspec.json.encode(evidence))
    del older["account"]
    assert msgspec.convert(older, Evidence).account is None


@pytest.mark.parametrize(("outcomes", "code"), [
    (("worked", "worked"), Exit.DONE), (("refused", "not-tried"), Exit.LOGIN_REFUSED),
    (("worked", "refused"), Exit.LOGIN_REFUSED), (("worked", "basic-off"), Exit.LOGIN_REFUSED),
    (("worked", "protocol-off"), Exit.DONE), (("worked", "line-failed"), Exit.DONE),
    (("line-failed", "line-failed"), Exit.NETWORK), (("unavailable", "line-failed"), Exit.LOGIN_REFUSED),
    (("not-tried", "not-tried"), Exit.DONE), (("no-way-in",), Exit.LOGIN_REFUSED), ((), Exit.DONE)])
def test_exit_codes(outcomes, code):
    assert exit_of(Account(tuple(login(one) for one in outcomes))) == code
