"""MX records: whom the domain's mail goes to, and what that says about the mailbox."""

import datetime

import pytest

from advisor import providers
from advisor.address import parse
from advisor.model.evidence import HttpAnswer
from advisor.model.provider import Profile, ProfileServer
from advisor.sources import Search, mx, mx_autoconfig, profile
from tests.world import World, document, places

ADDRESS = parse("ana@d.example", lan=True)


def made(id_, **more):
    return Profile(id_, id_.title(), ("password",), datetime.date(2026, 1, 1), ("https://x",), "A", **more)


PROFILES = (
    made("big", domains=("big.example",), mx=("big-mx.net",),
         servers=(ProfileServer("imap", "imap.big.example", 993, "tls"),), absent=("pop3",)),
    made("sieve", mx=("filter.net",), mx_class="filter"),
    made("relay", mx=("relay.net",), mx_class="forwarder"))


def ask(source, *records, address=ADDRESS, web=None):
    world = World({f"MX {address.ascii_domain}": list(records)} if records else {}, web or {})
    return source.find(Search(address, world, PROFILES)), world


def test_a_known_provider_is_recognised_but_only_derived():
    found, _ = ask(mx.SOURCE, "10 a.in.big-mx.net.")
    assert (found.status, found.provider, found.mx_class) == ("answered", "big", "mailbox")
    assert places(found.claims) == ["imap imap.big.example:993 tls"]
    assert (found.claims[0].identity, found.claims[0].said) == ("I1", "MX a.in.big-mx.net")


@pytest.mark.parametrize(("host", "mx_class"), [("x.filter.net", "filter"), ("y.relay.net", "forwarder")])
def test_filters_and_forwarders_say_nothing_about_the_mailbox(host, mx_class):
    found, _ = ask(mx.SOURCE, f"10 {host}.")
    assert (found.status, found.claims, found.provider, found.mx_class) == ("answered", (), None, mx_class)


def test_only_the_lowest_preference_counts():
    found, _ = ask(mx.SOURCE, "20 a.big-mx.net.", "10 x.filter.net.")
    assert found.mx_class == "filter"


def test_a_null_mx_takes_no_mail():
    found, _ = ask(mx.SOURCE, "0 .")
    assert (found.status, found.mx_class, found.note) == ("answered", "null", "null-mx")


@pytest.mark.parametrize("records", [
    (), ("10 mx.unknown.net.",), ("10 192.0.2.1.",), ("x",), ("10 a_b.net.",), ("² x.big-mx.net",)])
def test_unknown_hosts_are_absence(records):
    found, _ = ask(mx.SOURCE, *records)
    assert (found.status, found.claims, found.mx_class) == ("absent", (), None)


def test_a_suffix_matches_whole_labels_only():
    assert ask(mx.SOURCE, "10 mx.notbig-mx.net.")[0].provider is None


def test_the_shipped_profiles_tell_google_and_both_microsofts_apart():
    def provider(host):
        world = World({"MX d.example": [f"1 {host}"]})
        return mx.SOURCE.find(Search(ADDRESS, world, providers.load())).provider
    assert provider("aspmx.l.google.com") == "google-workspace"
    assert provider("d-example.mail.protection.outlook.com") == "microsoft365"
    assert provider("d-example.olc.protection.outlook.com") == "outlook.com"


def test_a_profile_is_found_by_domain():
    found = profile.SOURCE.find(Search(parse("ana@big.example", lan=True), World(), PROFILES))
    assert (found.status, found.provider) == ("answered", "big")
    assert [(claim.identity, claim.source) for claim in found.claims] == [("I4", "profile")]
    assert [(denial.protocol, denial.security) for denial in found.denials] == [("pop3", None)]
    assert profile.SOURCE.find(Search(ADDRESS, World(), PROFILES)).status == "absent"


AC = "https://autoconfig.{}/mail/config-v1.1.xml"


@pytest.mark.parametrize(("host", "asked"), [
    ("mx1.in.hoster.es", ["in.hoster.es", "hoster.es"]), ("mx.provider.co.uk", ["provider.co.uk"]),
    ("provider.co.uk", ["provider.co.uk"]), ("mail.d.example", []), ("d.example", []), ("co.uk", []),
    ("mx.github.io", ["mx.github.io"])])
def test_the_hoster_is_asked_but_never_a_public_suffix_or_the_domain_itself(host, asked):
    _, world = ask(mx_autoconfig.SOURCE, f"10 {host}.")
    assert sorted(q for q in world.asked if q.startswith("http")) == sorted(AC.format(one) for one in asked)


def test_the_domain_is_not_told_to_the_hoster():
    _, world = ask(mx_autoconfig.SOURCE, "10 mx1.in.hoster.es.")
    assert not [question for question in world.asked if "https" in question and "d.example" in question]


def test_the_most_special_document_wins_and_is_only_derived():
    web = {AC.format("in.hoster.es"): document(domain="in.hoster.es"),
           AC.format("hoster.es"): document(domain="hoster.es")}
    found, _ = ask(mx_autoconfig.SOURCE, "10 mx1.in.hoster.es.", web=web)
    assert found.claims[0].endpoint.host == "imap.in.hoster.es"
    assert {claim.identity for claim in found.claims} == {"I1"}
    del web[AC.format("in.hoster.es")]
    found, _ = ask(mx_autoconfig.SOURCE, "10 mx1.in.hoster.es.", web=web)
    assert found.claims[0].endpoint.host == "imap.hoster.es"


def test_failure_of_one_of_them_is_no_absence():
    web = {AC.format("in.hoster.es"): HttpAnswer("failed", note="certificate-expired")}
    assert ask(mx_autoconfig.SOURCE, "10 mx1.in.hoster.es.", web=web)[0].status == "failed"


@pytest.mark.parametrize("record", ["0 .", "10 x.filter.net.", "10 y.relay.net."])
def test_nobody_is_asked_where_the_mx_says_nothing_about_the_mailbox(record):
    found, world = ask(mx_autoconfig.SOURCE, record)
    assert found.status == "absent"
    assert not [question for question in world.asked if question.startswith("http")]
