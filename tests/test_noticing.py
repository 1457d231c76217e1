"""What is odd in evidence, and what is not."""

import pytest

from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Claim, DnsAnswer, Evidence, Exchange, Fact, HttpAnswer, SourceRun, Visit
from advisor.noticing import intercepted, noticed
from tests.samples import ANA

IMAP = Endpoint("imap", "imap.full.example", 993, "tls")
UNTRUSTED = HttpAnswer("failed", note="certificate-untrusted")
PORTAL = DnsAnswer("found", ("10.1.1.1",))



def asked(answers):
    return tuple(Exchange(question, answer, 0, 0) for question, answer in answers.items())


def test_ordinary_evidence_has_nothing_odd():
    assert noticed(Evidence(ANA)) == frozenset()
    assert noticed(Evidence(ANA, runs=(SourceRun("srv", "answered", 1, "bad-target"),),
                            exchanges=asked({str(IMAP): Visit(IMAP, "spoke")}))) == frozenset()


@pytest.mark.parametrize(("source", "note", "expected"), [
    ("srv", "no-client-access", {"no-client-access"}),
    ("srv", "srv-typo prefers-pop3", {"srv-typo", "prefers-pop3"}),
    ("guess", "wildcard", {"wildcard"}), ("guess", "hijacked-dns", {"hijacked-dns"}),
    ("srv", "wildcard", set()), ("mx-autoconfig", "http-400 wants-address", {"wants-address"}),
    ("autoconfig", "http-400", set())])
def test_what_a_source_came_across(source, note, expected):
    assert noticed(Evidence(ANA, runs=(SourceRun(source, "answered", 1, note),))) == expected


@pytest.mark.parametrize("note", ["injected-before-tls", "capabilities-cut"])
def test_what_a_server_did(note):
    visit = Visit(IMAP, "spoke", note=f"x {note}")
    assert noticed(Evidence(ANA, exchanges=asked({str(IMAP): visit}))) == {note}


def test_an_alias_matters_only_for_a_target_of_srv():
    said = asked({f"A {IMAP.host}": DnsAnswer("found", ("192.0.2.1",), "alias")})
    for source, expected in (("srv", {"srv-alias"}), ("autoconfig", set())):
        claim = Claim(source, IMAP, "", (), "x", "I3")
        assert noticed(Evidence(ANA, claims=(claim,), exchanges=said)) == expected


def test_limits_that_differ_by_user():
    fact = Fact("pop3-expire", "yes", 30, "announced-differs-by-user", IMAP)
    assert noticed(Evidence(ANA, facts=(fact,))) == {"limits-differ-by-user"}


THREE = {f"https://{host}/": UNTRUSTED for host in ("a.d.example", "d.example", "autoconfig.other.net")}


@pytest.mark.parametrize(("answers", "expected"), [
    (THREE, True), ({**THREE, str(IMAP): Visit(IMAP, "refused")}, True),
    ({**THREE, str(IMAP): Visit(IMAP, "spoke")}, False),
    ({**THREE, "https://x.example/": HttpAnswer("answered", 404)}, False),
    ({f"https://{host}.d.example/": UNTRUSTED for host in "abc"}, False),       # one owner, one mistake
    (dict(list(THREE.items())[1:]), False),
    ({"A a.d.example": PORTAL, "A x.invalid": PORTAL}, True),
    ({"A a.d.example": PORTAL, "A b.other.net": PORTAL}, False),                # two customers of one host
    ({"A a.d.example": DnsAnswer("found", ("192.0.2.1",)), "A x.invalid": PORTAL}, False), ({}, False)])
def test_a_network_that_answers_for_everybody(answers, expected):
    assert intercepted(asked(answers)) is expected
