"""Guesses: only names that exist, encrypted only, and one name where the zone answers to everything."""

import hashlib

from advisor import providers
from advisor.address import parse
from advisor.model.evidence import DnsAnswer
from advisor.sources import Search
from advisor.sources.guess import SOURCE
from tests.world import World, places

ADDRESS = parse("ana@d.example", lan=True)
RANDOM = "x" + hashlib.sha256(b"d.example").hexdigest()[:16]


def find(**hosts):
    """`imap=["192.0.2.1"]`, `apex=...`; everything else does not exist."""
    names = {label: "d.example" if label == "apex" else f"{label}.d.example" for label in hosts}
    return SOURCE.find(Search(ADDRESS, World({f"A {names[one]}": hosts[one] for one in hosts}), ()))


def test_only_names_with_an_address_are_claimed_and_tls_goes_first():
    found = find(imap=["192.0.2.1"], smtp=["192.0.2.1"])
    assert places(found.claims) == [
        "imap imap.d.example:993 tls", "smtp smtp.d.example:465 tls",
        "imap imap.d.example:143 starttls", "smtp smtp.d.example:587 starttls"]
    assert {claim.identity for claim in found.claims} == {"I3"}


def test_an_ipv6_address_is_enough():
    world = World({"AAAA mail.d.example": ["2001:db8::1"]})
    assert "imap mail.d.example:993 tls" in places(SOURCE.find(Search(ADDRESS, world, ())).claims)


def test_the_nicest_name_goes_first():
    found = find(mail=["192.0.2.1"], pop=["192.0.2.1"], pop3=["192.0.2.1"], apex=["192.0.2.1"])
    assert [claim.endpoint.host for claim in found.claims
            if (claim.endpoint.protocol, claim.endpoint.security) == ("pop3", "tls")] == [
        "pop.d.example", "pop3.d.example", "mail.d.example", "d.example"]


def test_nothing_is_claimed_in_clear_and_port_25_never():
    found = find(**{label: ["192.0.2.1"] for label in ("imap", "mail", "pop", "pop3", "smtp", "apex")})
    assert {claim.endpoint.security for claim in found.claims} == {"tls", "starttls"}
    assert 25 not in {claim.endpoint.port for claim in found.claims}


def test_names_that_lead_where_any_name_leads_count_as_one():
    web = ["192.0.2.80"]
    found = find(**{RANDOM: web}, imap=web, mail=web, pop=web, pop3=web, smtp=web, apex=web)
    assert {claim.endpoint.host for claim in found.claims} == {"mail.d.example"}
    assert found.note == "wildcard"


def test_a_name_of_its_own_is_believed_in_a_zone_that_answers_to_everything():
    found = find(**{RANDOM: ["192.0.2.80"]}, imap=["192.0.2.1"], smtp=["192.0.2.80"])
    assert {claim.endpoint.host for claim in found.claims} == {"imap.d.example"}


def test_absence_and_failure():
    assert find().status == "absent"
    broken = World({"A mail.d.example": DnsAnswer("failed", note="servfail")})
    found = SOURCE.find(Search(ADDRESS, broken, ()))
    assert (found.status, found.note) == ("failed", "servfail")


def at(mx, *, profiles=(), **hosts):
    """Guesses of a domain with this MX host."""
    names = {label: "d.example" if label == "apex" else f"{label}.d.example" for label in hosts}
    dns = {f"A {names[one]}": hosts[one] for one in hosts}
    return SOURCE.find(Search(ADDRESS, World({**dns, "MX d.example": [f"10 {mx}"]}), profiles))


def test_a_hosters_usual_names_go_before_its_mx_host():
    world = World({"MX d.example": ["10 mx1.in.hoster.co.uk"], "A imap.hoster.co.uk": ["192.0.2.1"],
                   "AAAA smtp.hoster.co.uk": ["2001:db8::1"], "A mail.co.uk": ["192.0.2.6"]})
    found = SOURCE.find(Search(ADDRESS, world, ()))
    assert places(found.claims) == [
        "imap imap.hoster.co.uk:993 tls", "imap mx1.in.hoster.co.uk:993 tls",
        "pop3 mx1.in.hoster.co.uk:995 tls",
        "smtp smtp.hoster.co.uk:465 tls", "smtp mx1.in.hoster.co.uk:465 tls"]
    assert {claim.identity for claim in found.claims} == {"I1"}
    assert not [asked for asked in world.asked if asked.endswith((" mail.co.uk", " imap.co.uk"))]


def test_the_mx_host_is_the_last_guess_and_only_derived():
    found = at("mx.hoster.net", apex=["192.0.2.1"])
    assert places(found.claims)[-3:] == [
        "imap mx.hoster.net:993 tls", "pop3 mx.hoster.net:995 tls", "smtp mx.hoster.net:465 tls"]
    assert {(claim.endpoint.host, claim.identity) for claim in found.claims} == {
        ("d.example", "I3"), ("mx.hoster.net", "I1")}
    assert {claim.identity for claim in at("mx.d.example").claims} == {"I3"}


def test_the_mx_host_is_not_guessed_where_a_usual_name_exists_or_a_profile_knows_it():
    with_a_name = at("mx.hoster.net", mail=["192.0.2.1"])
    assert {claim.endpoint.host for claim in with_a_name.claims} == {"mail.d.example"}
    assert at("mx1.pphosted.com", profiles=providers.load()).status == "absent"
    assert at("localhost").status == "absent"


def test_a_resolver_that_makes_answers_up_is_told_from_a_zone_that_does():
    web = ["192.0.2.80"]
    everywhere = {f"A {RANDOM}.d.example": web, "A mail.d.example": web}
    assert SOURCE.find(Search(ADDRESS, World(everywhere), ())).note == "wildcard"
    made_up = World({**everywhere, "A mail-advisor.invalid": web})
    assert SOURCE.find(Search(ADDRESS, made_up, ())).note == "hijacked-dns"
