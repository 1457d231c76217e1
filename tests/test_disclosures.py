"""Who learned what is read off the questions that were asked."""

from advisor.disclosures import disclosures
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import DnsAnswer, Exchange, HttpAnswer, Visit
from tests.samples import ANA

MAIL = Endpoint("imap", "imap.hoster.net", 993, "tls")
DATABASE = "https://autoconfig.thunderbird.net/v1.1/full.example"


def told(*exchanges):
    return [(one.to, one.what) for one in disclosures(ANA, [Exchange(*each, 0, 0) for each in exchanges])]


def test_nothing_asked_nothing_learned():
    assert told() == []


def test_the_resolver_learns_the_domain_and_the_servers_that_are_visited():
    assert told(("MX full.example", DnsAnswer("absent"))) == [("resolver", "domain")]
    assert told(("SRV _imaps._tcp.full.example", DnsAnswer("timeout"))) == [("resolver", "domain")]
    assert told(("A autoconfig.thunderbird.net", DnsAnswer("found"))) == []
    assert told(("A imap.hoster.net", DnsAnswer("found")), (str(MAIL), Visit(MAIL, "spoke"))) == [
        ("imap.hoster.net", "visit"), ("resolver", "visit")]
    assert told(("A notfull.example", DnsAnswer("found"))) == []


def test_a_web_host_learns_the_domain_or_only_that_of_the_mail_host():
    own = "https://autoconfig.full.example/mail/config-v1.1.xml"
    assert told((own, HttpAnswer("answered", 404, (own,)))) == [("autoconfig.full.example", "domain")]
    assert told((DATABASE, HttpAnswer("answered", 404, (DATABASE,)))) == [
        ("autoconfig.thunderbird.net", "domain")]
    hoster = "https://autoconfig.hoster.net/mail/config-v1.1.xml"
    assert told((hoster, HttpAnswer("answered", 404, (hoster,)))) == [
        ("autoconfig.hoster.net", "mx-domain"), ("resolver", "mx-domain")]


def test_every_hop_of_a_redirect_learns_it_too():
    own = "https://full.example/x"
    hops = (own, "https://www.hoster.net/y")
    assert told((own, HttpAnswer("answered", 200, hops))) == [
        ("full.example", "domain"), ("www.hoster.net", "domain")]


def test_a_host_that_was_not_reached_learned_nothing():
    own = "https://autoconfig.full.example/x"
    assert told((own, HttpAnswer("failed", note="no-address"))) == []
    assert told((own, HttpAnswer("timeout", note="dns-timeout"))) == []
    assert told((own, HttpAnswer("timeout", note="timeout"))) == [("autoconfig.full.example", "domain")]
    for outcome in ("no-address", "private-address", "not-visited"):
        assert told((str(MAIL), Visit(MAIL, outcome))) == []
    assert told((str(MAIL), Visit(MAIL, "refused"))) == [("imap.hoster.net", "visit")]


def test_repeats_are_told_once_and_sorted():
    asked = ("A imap.full.example", DnsAnswer("absent")), ("A a.full.example", DnsAnswer("absent"))
    assert told(*asked, (DATABASE, HttpAnswer("answered", 404, (DATABASE,)))) == [
        ("autoconfig.thunderbird.net", "domain"), ("resolver", "domain")]


def test_whoever_is_told_the_address_is_listed_with_it():
    own = "https://autoconfig.full.example/mail/config-v1.1.xml?emailaddress=ana%40full.example"
    moved = "https://ac.hoster.net/config"
    assert told((own, HttpAnswer("answered", 200, (own, moved)))) == [
        ("ac.hoster.net", "domain"), ("autoconfig.full.example", "address")]
    assert told((own, HttpAnswer("failed", note="no-address"))) == []


def test_a_post_tells_the_address_to_the_host_alone():
    url = "https://autodiscover.full.example/autodiscover/autodiscover.xml"
    assert told((f"POST {url}", HttpAnswer("answered", 401, (url,)))) == [
        ("autodiscover.full.example", "address")]
    assert told((f"POST {url}", HttpAnswer("timeout", note="timeout"))) == [
        ("autodiscover.full.example", "address")]


def test_without_encryption_everybody_on_the_way_learns_it():
    url = "http://autoconfig.full.example/mail/config-v1.1.xml"
    assert told((url, HttpAnswer("answered", 404, (url,)))) == [
        ("autoconfig.full.example", "domain"), ("on-the-way", "domain")]
