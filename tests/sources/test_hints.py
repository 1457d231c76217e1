"""The sources that only give hints: aliases in DNS, and the database asked for the mail host's owner."""

import pytest

from advisor.address import parse
from advisor.model.evidence import DnsAnswer
from advisor.providers import load
from advisor.sources import Search, cname_hints, mx_database
from tests.world import World, document, places

ADDRESS = parse("ana@d.example", lan=True)
DATABASE = "https://autoconfig.thunderbird.net/v1.1/"


def find(module, world):
    return module.SOURCE.find(Search(ADDRESS, world, load()))


@pytest.mark.parametrize(("name", "target", "provider"), [
    ("autodiscover", "autodiscover.outlook.com", "microsoft365"), ("imap", "imap.gmx.net", "gmx.net"),
    ("autodiscover", "autodiscover.d.example", None), ("autodiscover", "evil.outlook.com.example", None),
    ("imap", "imap.stranger.example", None), ("mail", "mail2.d.example", None), ("mail", "192.0.2.1", None)])
def test_an_alias_leads_to_a_known_provider_or_nowhere(name, target, provider):
    found = find(cname_hints, World({f"CNAME {name}.d.example": [target]}))
    assert (found.provider, found.status) == (provider, "answered" if provider else "absent")
    assert {claim.identity for claim in found.claims} == ({"I1"} if provider else set())


def test_one_alias_that_speaks_is_enough_though_others_fail():
    found = find(cname_hints, World({"CNAME autodiscover.d.example": ["autodiscover.outlook.com"],
                                     "CNAME imap.d.example": DnsAnswer("timeout")}))
    assert found.provider == "microsoft365"


def test_the_database_is_asked_for_the_owner_of_the_mail_host_and_never_for_the_domain():
    world = World({"MX d.example": ["10 mx1.in.hoster.net"]}, {DATABASE + "hoster.net": document()})
    found = find(mx_database, world)
    assert places(found.claims)[0] == "imap imap.d.example:993 tls"
    assert {claim.identity for claim in found.claims} == {"I1"}
    assert {url for url in world.asked if url.startswith("https")} == {
        DATABASE + "in.hoster.net", DATABASE + "hoster.net"}


@pytest.mark.parametrize("mx", ["0 .", "10 mail.d.example", "10 mxa.pphosted.com", "10 co.uk"])
def test_nobody_is_asked_where_the_mail_host_says_nothing(mx):
    world = World({"MX d.example": [mx]})
    assert find(mx_database, world).status == "absent"
    assert not [url for url in world.asked if url.startswith("https")]
