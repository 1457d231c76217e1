"""Where sources disagree: what kind it is, who is suggested, and how much an SRV record is worth."""

import pytest

from advisor import registry
from advisor.combine import combine
from advisor.disagreeing import disagreements, mixed, rank_of
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Claim, DnsAnswer, Evidence, Exchange, SourceRun, Visit
from tests.samples import ANA, candidate

RANKS = {source.id: source.rank for source in registry.collect("advisor.sources", "SOURCE")}
OWN = Endpoint("imap", "mail.full.example", 993, "tls")
PROVIDER = Endpoint("imap", "imap.big.test", 993, "tls")


def claim(source, endpoint, identity="I3"):
    return Claim(source, endpoint, "%EMAILADDRESS%", (), "x", identity)


def spoke(endpoint, outcome="spoke"):
    return Exchange(str(endpoint), Visit(endpoint, outcome, f"192.0.2.{len(endpoint.host)}"), 0, 0)


def picture(*claims, exchanges=None, runs=()):
    named = {claim.endpoint for claim in claims}
    seen = exchanges if exchanges is not None else [spoke(one) for one in named]
    return combine(Evidence(ANA, claims, exchanges=tuple(seen), runs=tuple(runs)), ())


@pytest.mark.parametrize(("source", "identity", "rank"), [
    ("srv", "I3", 50), ("srv", "I1", 82), ("autoconfig", "I1", 30), ("telepathy", "I1", 100)])
def test_an_srv_record_that_leads_to_a_stranger_comes_after_every_document(source, identity, rank):
    assert rank_of(claim(source, OWN, identity), RANKS) == rank


def test_the_word_of_a_strangers_srv_record_gives_way_to_the_database():
    found = picture(claim("srv", PROVIDER, "I1"), claim("mx-autoconfig", OWN, "I1"))
    assert [one.endpoint for one in found.candidates] == [OWN, PROVIDER]


@pytest.mark.parametrize(("source", "code"), [
    ("autoconfig", "hoster-or-provider"), ("well-known", "hoster-or-provider"),
    ("pacc", "hoster-or-provider"), ("provider-database", "different-servers"), ("srv", "different-servers")])
def test_only_the_domains_own_files_come_with_the_web_space(source, code):
    found, = picture(claim(source, OWN), claim("mx", PROVIDER, "I1")).conflicts
    assert (found.code, bool(found.advised)) == (code, code == "hoster-or-provider")


def test_the_persons_own_file_is_nothing_to_doubt():
    for more in ((), (claim("autoconfig", OWN),)):
        found = picture(claim("local-config", OWN, "I4"), claim("mx", PROVIDER, "I1"), *more)
        assert found.best("imap").endpoint == OWN
        assert found.best("imap").standing == "usable"


@pytest.mark.parametrize(("address", "code"), [("192.0.2.80", "hoster-or-provider"),
                                               ("192.0.2.99", "different-servers")])
def test_a_server_on_the_address_of_the_web_server_comes_with_it(address, code):
    server = Endpoint("imap", "box7.full.example", 993, "tls")
    exchanges = [Exchange("A full.example", DnsAnswer("found", ("192.0.2.80",)), 0, 0),
                 Exchange("A box7.full.example", DnsAnswer("found", (address,)), 0, 0),
                 Exchange(str(server), Visit(server, "spoke", address), 0, 0), spoke(PROVIDER)]
    found, = picture(claim("autoconfig", server), claim("mx", PROVIDER, "I1"), exchanges=exchanges).conflicts
    assert found.code == code


def test_our_own_list_is_stale_only_against_the_domains_own_word():
    stale, = picture(claim("autoconfig", OWN), claim("profile", PROVIDER, "I4")).conflicts
    assert stale.code == "stale-profile"
    other, = picture(claim("provider-database", OWN, "I2"), claim("profile", PROVIDER, "I4")).conflicts
    assert other.code == "different-servers"


def test_evidence_without_conflicts_has_none():
    assert disagreements(Evidence(ANA), RANKS) == ()
    assert disagreements(Evidence(ANA, (claim("autoconfig", OWN), claim("guess", PROVIDER))), RANKS) == ()


def test_mixed_providers():
    incoming = candidate("imap")
    away = Endpoint("smtp", "smtp.other.test", 465, "tls")
    warned, = mixed(incoming, candidate("smtp", endpoint=away, sources=("provider-database",)), ())
    assert (warned.code, warned.protocol) == ("mixed-providers", "smtp")
    assert mixed(incoming, candidate("smtp", endpoint=away), ()) == ()      # one source names both
    assert mixed(incoming, candidate("smtp", sources=("srv",)), ()) == ()   # one owner
    assert mixed(incoming, None, ()) == ()


@pytest.mark.parametrize(("note", "wildcard", "unheard"), [
    ("certificate-wrong-name", True, ()), ("certificate-wrong-name", False, ("autoconfig",)),
    ("http-503", True, ("autoconfig",))])
def test_a_web_host_that_answers_to_every_name_is_nobody_who_knows_better(note, wildcard, unheard):
    runs = (SourceRun("autoconfig", "failed", 1, note),
            SourceRun("guess", "answered", 1, "wildcard" if wildcard else ""))
    assert picture(claim("srv", OWN), runs=runs).unheard == unheard
