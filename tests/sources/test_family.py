"""Every source: it is what its file says, and survives an empty, a hostile, a silent and a dead network."""

import random
from urllib.parse import urlsplit

import pytest

from advisor import providers, registry
from advisor.address import is_host, parse
from advisor.model.evidence import DnsAnswer, HttpAnswer
from advisor.sources import Search
from tests.world import World, document, server

SOURCES = registry.collect("advisor.sources", "SOURCE")
ADDRESS = parse("ana@d.example", lan=True)
KNOWN = parse("ana@gmail.com")


class Same:
    """A network that answers every question alike."""

    def __init__(self, dns, http):
        self.dns, self.http = dns, http

    def resolve(self, name, kind):
        return self.dns

    def fetch(self, url):
        return self.http

    def fetch_in_clear(self, url):
        return self.fetch(url)

    def post(self, url, body):
        return self.fetch(url)

    def visit(self, endpoint):
        raise AssertionError("sources do not visit mail servers")


class Hostile(Same):
    """A network that answers with rubbish, and with what would be dangerous to believe."""

    RECORDS = ("", ".", "0 .", "0 0 0 .", "x y z w", "0 0 0 evil.example", "0 0 70000 evil.example.",
               "10 192.0.2.1", "1 1 993 192.0.2.1.", "1 1 993 com.", "1 1 993 a_b.evil.example.", "10 co.uk.",
               "-1 -1 -1 -1", "99999999999999999999 1 993 a.evil.example.", "1 1 993 a\nb.evil.example.",
               "1 1 993 " + "a" * 300 + ".example.", "²  1 993 evil.example.", "10 \x1b[31mred.example.",
               "10 a b c")
    BODIES = (b"", b"\x00\xff" * 100, b"<html>Log in", b"<!DOCTYPE x [<!ENTITY a 'b'>]><clientConfig/>",
              b"<a>" * 10_000, b"<clientConfig>", b"<clientConfig/>",
              document(server("incoming", "imap", "a\n;b", "x", "plain"),
                       server("outgoing", "smtp", "", "", "")),
              document(server("incoming", "imap", "x" * 400, 993, "SSL", username="%X%\x85")))

    def __init__(self, seed):
        self.dice = random.Random(seed)

    def resolve(self, name, kind):
        return DnsAnswer("found", tuple(self.dice.sample(self.RECORDS, 5)))

    def fetch(self, url):
        hops = (url, "https://evil.example/", "https://com/")[:self.dice.randint(1, 3)]
        code = self.dice.choice([200, 200, 200, 204, 301, 401, 404, 429, 500, None])
        return HttpAnswer("answered", code, hops, self.dice.choice(self.BODIES))


def search(network, address=ADDRESS, **more):
    return Search(address, network, providers.load(), **more)


def check(found, source):
    assert found.status in ("answered", "absent", "failed", "timeout")
    assert [claim.order for claim in found.claims] == list(range(len(found.claims)))
    for claim in found.claims:
        assert claim.source == source.id
        assert is_host(claim.endpoint.host)
        assert 0 < claim.endpoint.port < 65536
        assert claim.identity in ("I0", "I1", "I2", "I3", "I4")
        assert claim.said
    assert (found.status == "answered") or not found.claims


def test_all_sources_are_here():
    assert {source.id: source.rank for source in SOURCES} == {
        "local-config": 10, "pacc": 20, "autoconfig": 30, "autoconfig-address": 31, "well-known": 40,
        "srv": 50, "profile": 60, "provider-database": 65, "mx": 70, "cname-hints": 72, "mx-autoconfig": 75,
        "mx-database": 77, "txt-mailconf": 80, "autodiscover": 85, "guess": 90, "http-autoconfig": 97}
    assert {source.id for source in SOURCES if not source.online} == {"local-config", "profile"}
    assert {source.id for source in SOURCES if source.third_party} == {"provider-database", "mx-database"}
    assert {source.id: source.flag for source in SOURCES if source.flag} == {
        "autoconfig-address": "--send-address", "autodiscover": "--autodiscover",
        "http-autoconfig": "--allow-http"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
class TestEachSource:
    def test_an_empty_network_is_absence(self, source):
        found = source.find(search(World()))
        assert (found.status, found.claims, found.denials) == ("absent", (), ())

    def test_a_hostile_network_yields_only_sound_claims(self, source):
        for seed in range(60):
            check(source.find(search(Hostile(seed))), source)

    def test_a_silent_network_is_no_absence(self, source):
        found = source.find(search(Same(DnsAnswer("timeout"), HttpAnswer("timeout"))))
        assert found.status == ("timeout" if source.online else "absent")

    def test_a_failing_network_is_no_absence(self, source):
        found = source.find(search(Same(DnsAnswer("failed", note="servfail"),
                                        HttpAnswer("failed", note="certificate-expired"))))
        assert found.status == ("failed" if source.online else "absent")
        assert found.note or not source.online

    def test_an_offline_source_asks_nobody(self, source):
        world = World()
        check(source.find(search(world, KNOWN)), source)
        assert bool(world.asked) == source.online

    def test_parents_of_the_domain_are_never_asked(self, source):
        world = World({"MX a.b.d.example": ["10 mx.d.example"]})
        source.find(search(world, parse("ana@a.b.d.example", lan=True)))
        for question in world.asked:
            host = urlsplit(question.split()[-1]).hostname or question.split()[-1]
            assert host.endswith("a.b.d.example") or not host.endswith("d.example")

    def test_the_local_part_is_never_sent_without_consent(self, source):
        world = World({"MX d.example": ["10 mx.hoster.example"]})
        source.find(search(world, parse("very.secret@d.example", lan=True)))
        if source.flag in ("", "--allow-http"):
            assert not [question for question in world.asked if "secret" in question]
            assert not world.posted


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.id)
def test_what_a_source_asks_of_dns_first_it_announces(source):
    """It waits for one after the other, which costs nothing where they were asked for together."""
    world = World()
    source.find(Search(ADDRESS, world, ()))
    asked = {question for question in world.asked if " " in question and not question.startswith("POST ")}
    announced = {f"{kind} {name}" for each in SOURCES for name, kind in each.asks(ADDRESS)}
    assert asked - announced <= {f"SRV _autodiscover._tcp.{ADDRESS.ascii_domain}"}     # with consent, alone
