"""The live network as a whole: addresses, policy, the stop."""

import threading
import time

import pytest

from advisor.errors import AdvisorError
from advisor.model.endpoint import Endpoint
from advisor.net.live import LiveNetwork
from advisor.net.recording import Recorder
from advisor.net.tls import Trust
from tests.servers import imap_server, server_context

HOST = "imap.d.example"
TLS = Endpoint("imap", HOST, 993, "tls")


def outcome(visit):
    return visit.outcome, visit.note


def test_no_address(internet):  # vS12
    assert outcome(internet.network().visit(TLS)) == ("no-address", "")


def test_dns_that_fails_is_no_missing_address(internet):
    internet.zone[HOST, "A"] = internet.zone[HOST, "AAAA"] = "SERVFAIL"
    assert outcome(internet.network().visit(TLS)) == ("unreachable", "dns-failed")


@pytest.mark.parametrize("address", ["10.0.0.5", "127.0.0.1", "169.254.1.1"])
def test_private_addresses_need_lan(internet, address):  # vS14
    internet.zone[HOST, "A"] = [address]
    server = internet.mail(HOST, 993, imap_server("IMAP4rev1"))
    assert outcome(internet.network().visit(TLS)) == ("private-address", address)
    assert server.connections == 0
    assert internet.network(lan=True).visit(TLS).outcome == "spoke"


def test_ports(internet):  # vS17
    server = internet.mail(HOST, 22, imap_server("IMAP4rev1"))
    odd = Endpoint("imap", HOST, 22, "tls")
    assert outcome(internet.network().visit(odd)) == ("not-visited", "port")
    assert (server.connections, internet.nameserver.asked) == (0, [])
    assert internet.network(ports={22}).visit(odd).outcome == "spoke"


@pytest.mark.parametrize(("dead", "good"), [
    ("2606:4700::9", "93.184.216.77"), ("93.184.216.77", "2606:4700::9")])
def test_a_dead_address_costs_a_quarter_of_a_second(internet, stopwatch, dead, good):  # vT10
    for address in (dead, good):
        internet.zone[HOST, "AAAA" if ":" in address else "A"] = [address]
    internet.black_hole(dead, 993)
    internet.mail(HOST, 993, imap_server("IMAP4rev1"), address=good)
    network = internet.network()
    network.resolve(HOST, "A")          # imports done
    network.visit(Endpoint("imap", "no.example", 993, "tls"))
    with stopwatch:
        visit = network.visit(TLS)
    assert (visit.outcome, visit.address) == ("spoke", good)
    assert stopwatch.seconds < 0.75     # 0.25 of stagger; the rest is the conversation on a busy machine


def test_at_most_three_addresses(internet):  # vT11
    internet.zone[HOST, "A"] = [f"93.184.217.{n}" for n in range(1, 26)]
    tried = []

    def dial(address, port, seconds):
        tried.append(address)
        raise ConnectionRefusedError

    assert internet.network(dial=dial).visit(TLS).outcome == "refused"
    assert len(tried) == 3


def test_black_hole(internet, hurried, stopwatch):
    internet.black_hole(internet.address(HOST), 993)
    with stopwatch:
        assert outcome(internet.network().visit(TLS)) == ("timeout", "connecting")
    assert stopwatch.seconds < 1


def test_the_name_is_looked_up_once(internet):
    """No second look-up could lead elsewhere (rebinding)."""
    internet.mail(HOST, 993, imap_server("IMAP4rev1"))
    assert internet.network().visit(TLS).outcome == "spoke"
    assert sorted(internet.nameserver.asked) == [(HOST, "A"), (HOST, "AAAA")]


@pytest.mark.parametrize("ask", [
    lambda network: network.visit(TLS),
    lambda network: network.visit(Endpoint("imap", HOST, 143, "plain")),
    lambda network: network.fetch(f"https://{HOST}/"),
    lambda network: network.resolve("silent.example", "MX"),
])
def test_the_stop_ends_everything_at_once(internet, ask):  # vR4
    internet.mail(HOST, 993, lambda peer: peer.wait())
    internet.mail(HOST, 143, lambda peer: peer.wait(), tls=None)
    internet.web(HOST, {"/": lambda peer: peer.wait()})
    network = internet.network()
    network.resolve(HOST, "A")
    network.fetch("https://no.example/")        # imports done
    answers = []

    def run():
        answers.append((ask(network), time.monotonic()))

    internet.zone["silent.example", "MX"] = lambda response: b""
    thread = threading.Thread(target=run)
    thread.start()
    thread.join(0.4)
    assert thread.is_alive()
    stopped = time.monotonic()
    network.close()
    thread.join(5)
    (answer, ended), = answers
    assert ended - stopped < 0.1
    assert getattr(answer, "outcome", getattr(answer, "status", "")) == "timeout"
    assert answer.note == "stopped"


def test_after_the_stop_nothing_begins(internet):
    internet.mail(HOST, 993, lambda peer: peer.wait())
    network = internet.network()
    network.close()
    began = time.monotonic()
    assert outcome(network.visit(TLS)) == ("timeout", "stopped")
    assert time.monotonic() - began < 1


def test_the_plain_dial(internet):
    """Without a dial of one's own, the address itself is connected to."""
    listener = internet.mail("127.0.0.1", 993, imap_server("IMAP4rev1"), address="127.0.0.1")
    internet.zone["127.0.0.1", "A"] = ["127.0.0.1"]
    internet.zone["lo.example", "A"] = ["127.0.0.1"]
    network = internet.network(dial=None, lan=True, ports={listener.port})
    visit = network.visit(Endpoint("imap", "lo.example", listener.port, "tls"))
    assert (visit.outcome, visit.address) == ("certificate-wrong-name", "127.0.0.1")


def test_a_recorder_hears_the_addresses_too(internet):
    internet.mail(HOST, 993, imap_server("IMAP4rev1"))
    recorder = Recorder(internet.network())
    recorder.resolve(HOST, "A")
    recorder.visit(TLS)
    assert sorted(exchange.asked for exchange in recorder.exchanges) == [
        f"A {HOST}", f"AAAA {HOST}", f"imap {HOST}:993 tls"]
    assert sorted(internet.nameserver.asked) == [(HOST, "A"), (HOST, "AAAA")]


def test_a_bad_ca_file_is_told_at_once(tmp_path):
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(AdvisorError):
        LiveNetwork(ca_file=tmp_path / "ca.pem")
    with pytest.raises(AdvisorError):
        LiveNetwork(ca_file=tmp_path / "missing.pem")


def test_a_bad_resolver_is_told_at_once():
    with pytest.raises(ValueError, match=r"dns\.example"):
        LiveNetwork(resolver="dns.example")


def test_the_way_of_windows_and_macos(internet, monkeypatch):
    """There truststore verifies, with a context for each connection."""
    monkeypatch.setattr(Trust, "context", Trust._system_context)
    internet.mail(HOST, 993, imap_server("IMAP4rev1"))
    other = server_context("other.example")
    internet.mail(HOST, 143, imap_server("IMAP4rev1 STARTTLS", starttls=other), tls=None)
    network = internet.network()
    assert network.visit(TLS).outcome == "spoke"
    assert network.visit(Endpoint("imap", HOST, 143, "starttls")).outcome == "certificate-wrong-name"
