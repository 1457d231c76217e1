"""Vectors vW: zones, resolvers and networks that have an answer to every question."""

import hashlib

import dns.rdatatype
import dns.rrset
import pytest

from advisor.exits import Exit
from advisor.model.evidence import HttpAnswer
from tests.servers import Internet, imap_server, server_context, smtp_server, stranger
from tests.vectors.looking import AUTOCONFIG, RANDOM, WELL_KNOWN, D, look
from tests.world import World

WEB = ["192.0.2.80"]


class Everywhere(dict):
    """DNS that finds every name below `ending` at one address, except what it knows better."""

    def __init__(self, ending, address=WEB):
        super().__init__({"NS .": ["ns.test"]})     # an empty dict would count as no DNS at all
        self.ending, self.address = ending, address

    def get(self, question, default=None):
        if question in self:
            return self[question]
        kind, _, name = question.partition(" ")
        return self.address if kind == "A" and name.endswith(self.ending) else default


def html(*urls):
    return {url: b"<!DOCTYPE html><html><body>Buy this domain</body></html>" for url in urls}


def test_vW1_a_web_host_for_every_name_is_no_mail_server():
    world = World(Everywhere(D), html(AUTOCONFIG.format(D), WELL_KNOWN.format(D)))
    found = look(world)
    assert found.exit is Exit.NO_SERVER
    assert found.hosts() == {f"mail.{D}"}
    assert "wildcard" in found.notes
    assert "every name exists" in found.page()


def wildcard(internet, *hosts):
    """Every name that a search asks for leads to one address; servers with real TLS stand there."""
    address = internet.address(f"mail.{D}")
    for label in ("imap", "pop", "pop3", "smtp", "autoconfig", "ua-auto-config", RANDOM):
        internet.zone[f"{label}.{D}", "A"] = [address]
    internet.zone[D, "A"] = [address]
    context = server_context(*hosts)
    internet.mail(f"mail.{D}", 993, imap_server("IMAP4rev1 AUTH=PLAIN"), tls=context)
    internet.mail(f"mail.{D}", 465, smtp_server(["AUTH PLAIN"]), tls=context)


def test_vW2_the_mail_host_behind_a_wildcard_is_known_by_its_certificate():
    with Internet() as internet:
        wildcard(internet, f"mail.{D}")
        found = look(internet.network())
    assert (found.place("imap"), found.place("smtp")) == (f"mail.{D}:993 tls", f"mail.{D}:465 tls")
    assert found.candidate(f"imap mail.{D}:993 tls").identity == "I3"
    assert found.hosts() == {f"mail.{D}"}


def test_vW2_and_not_believed_with_another_certificate():
    with Internet() as internet:
        wildcard(internet, f"www.{D}")
        found = look(internet.network())
    assert found.verdict(f"imap mail.{D}:993 tls") == ("E-", "refused", "certificate-wrong-name")
    assert found.exit is Exit.NO_SERVER


def test_vW3_a_certificate_for_every_name_makes_one_server():
    with Internet() as internet:
        wildcard(internet, f"*.{D}")
        found = look(internet.network())
    assert [str(one.endpoint) for one in found.picture.candidates if one.standing != "refused"] == [
        f"imap mail.{D}:993 tls", f"smtp mail.{D}:465 tls"]
    assert found.hosts() == {f"mail.{D}"}
    assert "wildcard" in found.notes


def test_vW4_a_parked_domain_has_no_mail():
    dns = {f"A {label}{D}": WEB for label in ("", "mail.", "imap.", "autoconfig.")}
    found = look(World(dns, html(AUTOCONFIG.format(D), WELL_KNOWN.format(D))))
    assert {run.status for run in found.evidence.runs if run.id in ("autoconfig", "well-known")} == {"absent"}
    assert found.exit is Exit.NO_SERVER
    assert "provisional" not in found.notes


def hotel(third_party):
    """Whatever is looked up leads to the hotel's own machine, whose certificate nobody vouches for."""
    internet = Internet()
    address = internet.address("portal.hotel.test")
    context = server_context("portal.hotel.test", ca=stranger)
    for port in (443, 993, 995, 465):
        internet.mail("portal.hotel.test", port, lambda peer: peer.wait(), tls=context, address=address)

    def everywhere(response):
        question = response.question[0]
        if question.rdtype == dns.rdatatype.A:
            response.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", "A", [address]))
        return response.to_wire()

    class Zone(dict):
        def get(self, key, default=None):
            return everywhere

    internet.nameserver.zone = Zone()
    with internet:
        return look(internet.network(), third_party=third_party)


@pytest.mark.parametrize("third_party", [False, True])
def test_vW5_a_captive_portal_is_told_from_a_domain_without_mail(third_party):
    found = hotel(third_party)
    assert "network-intercepted" in found.notes
    assert found.exit is Exit.NETWORK
    assert [found.place(protocol) for protocol in ("imap", "pop3", "smtp")] == [None, None, None]
    assert "intercepts connections" in found.page()
    assert "intercepta las conexiones" in found.page("es")


def test_vW5_also_where_it_only_stands_in_the_way_of_https():
    urls = (AUTOCONFIG.format(D), WELL_KNOWN.format(D), f"https://autoconfig.thunderbird.net/v1.1/{D}")
    web = {url: HttpAnswer("failed", note="certificate-untrusted") for url in urls}
    assert look(World({}, web), third_party=True).exit is Exit.NETWORK


def test_vW5_one_domain_with_bad_certificates_is_only_that():
    web = {url: HttpAnswer("failed", note="certificate-untrusted")
           for url in (AUTOCONFIG.format(D), WELL_KNOWN.format(D))}
    found = look(World({}, web), third_party=True)
    assert "network-intercepted" not in found.notes
    assert found.exit is Exit.NO_SERVER


def test_vW5_a_server_that_can_be_verified_proves_the_network_honest():
    web = {url: HttpAnswer("failed", note="certificate-untrusted")
           for url in (AUTOCONFIG.format(D), WELL_KNOWN.format(D), f"https://autoconfig.thunderbird.net/v1.1/{D}")}
    found = look(World({f"A mail.{D}": ["192.0.2.1"]}, web, {f"mail.{D}:993": None}), third_party=True)
    assert "network-intercepted" not in found.notes
    assert found.place("imap") == f"mail.{D}:993 tls"


def test_vW6_a_resolver_that_makes_up_answers():
    ads = Everywhere("", ["192.0.2.66"])            # whatever does not exist is found at the ad server
    ads[f"A mail.{D}"] = ["192.0.2.1"]
    found = look(World(ads, {}, {f"mail.{D}:993": None, f"mail.{D}:465": None}))
    assert "hijacked-dns" in found.notes
    assert "makes up answers" in found.page()
    assert found.place("imap") == f"mail.{D}:993 tls"
    assert found.hosts() == {f"mail.{D}"}


def test_vW6_the_ad_server_is_no_mail_server():
    ads = Everywhere("", ["192.0.2.66"])
    found = look(World(ads, {}, {f"mail.{D}:{port}": "certificate-wrong-name" for port in (993, 995, 465)}))
    assert [found.place(protocol) for protocol in ("imap", "pop3", "smtp")] == [None, None, None]
    assert "hijacked-dns" in found.notes


def test_vW6_the_zone_itself_is_not_taken_for_the_resolver():
    found = look(World(Everywhere(D)))
    assert "hijacked-dns" not in found.notes
    assert "wildcard" in found.notes


def test_the_random_name_gives_nothing_away():
    """It is a digest: the same in each run, so that a recorded one can be replayed."""
    assert hashlib.sha256(D.encode()).hexdigest()[:16] == RANDOM[1:]
