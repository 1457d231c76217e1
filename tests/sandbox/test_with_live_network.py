"""The program's own network against the sandbox: nothing in net/ may need to know that it is a demo."""

from pathlib import Path

import pytest

from advisor.model.endpoint import USUAL_PORTS, Endpoint
from advisor.net.live import LiveNetwork
from advisor.sandbox.manners import Manners
from advisor.sandbox.names import HOSTS, SERVICES

ENDPOINTS = [Endpoint(protocol, HOSTS[protocol], USUAL_PORTS[protocol, security], security)
             for protocol, security in SERVICES.values()]


@pytest.fixture
def network(open_sandbox):
    """A live network that is turned to a sandbox with the manners given."""
    networks = []

    def begin(*arguments, **more):
        box = open_sandbox(*arguments, **more)
        networks.append(LiveNetwork(
            resolver=box.resolver, ca_file=Path(box.ca_file), lan=True, dial=box.dial))
        return networks[-1]

    yield begin
    for network in networks:
        network.close()


def test_resolve_and_fetch(network):
    live = network()
    assert live.resolve("demo.example", "MX").records == ("10 mail.demo.example",)
    assert live.resolve("_imaps._tcp.demo.example", "SRV").records == ("0 1 993 imap.demo.example",)
    assert live.resolve("nobody.demo.example", "A").status == "absent"
    found = live.fetch("https://autoconfig.demo.example/mail/config-v1.1.xml")
    assert (found.outcome, found.code) == ("answered", 200)
    assert b"<clientConfig" in found.body
    assert live.fetch("https://demo.example/.well-known/autoconfig/mail/config-v1.1.xml").code == 404


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=str)
def test_every_endpoint_is_spoken_to(network, endpoint):
    visit = network().visit(endpoint)
    assert (visit.outcome, visit.address) == ("spoke", "127.0.0.25")
    assert endpoint.host in visit.tls.names
    assert 80 <= visit.tls.days_left <= 90
    inside = set(visit.after_tls)
    assert {"imap": {"IDLE", "AUTH=PLAIN", "SPECIAL-USE", "QUOTA", "MOVE"},
            "pop3": {"UIDL", "TOP", "EXPIRE NEVER", "SASL PLAIN"},
            "smtp": {"AUTH PLAIN LOGIN", "SIZE 10485760"}}[endpoint.protocol] <= inside
    if endpoint.security == "starttls":
        upgrade = {"imap": "LOGINDISABLED", "pop3": "STLS", "smtp": "STARTTLS"}[endpoint.protocol]
        assert upgrade in visit.before_tls


@pytest.mark.parametrize(("manners", "outcome"), [
    (Manners(certificate="expired"), "certificate-expired"),
    (Manners(certificate="wrong-name"), "certificate-wrong-name"),
    (Manners(certificate="untrusted"), "certificate-untrusted"),
    (Manners(greeting="turned-away"), "turned-away"),
    (Manners(starttls_only=True), "refused"),
])
def test_each_bad_manner_is_seen(network, manners, outcome):
    live = network(manners)
    for endpoint in ENDPOINTS:
        if endpoint.security == "tls":
            assert live.visit(endpoint).outcome == outcome


def test_a_protocol_that_is_not_there_has_no_address(network):
    live = network(Manners(pop3=False))
    assert live.visit(Endpoint("pop3", "pop.demo.example", 995, "tls")).outcome == "no-address"
    assert live.resolve("_pop3s._tcp.demo.example", "SRV").records == ("0 0 0 .",)
