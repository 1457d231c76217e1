"""The lab is what the other real tests take it for; without this they could pass on an empty stage."""

import socket
import ssl
import time

import dns.message
import dns.query
import dns.rcode
import pytest

from tests.real.lab import internet, scenarios
from tests.real.lab.mailhost import seeded_id
from tests.real.lab.witness import Imap, Smtp


def where(lab, host, port):
    return scenarios.HOSTS[host].address, port, scenarios.names_of(host)[0], lab.ca


def test_a_round_trip_takes_as_long_as_on_a_home_line(lab):
    with lab.inside():
        times = []
        for _ in range(5):
            start = time.monotonic()
            socket.create_connection((scenarios.HOSTS["modern"].address, 993), 5).close()
            times.append((time.monotonic() - start) * 1000)
    assert internet.RTT_MS <= min(times) < 2 * internet.RTT_MS


@pytest.mark.parametrize(("host", "says"), [("expired", "expired"), ("wrongname", "not valid for")])
def test_a_bad_certificate_is_really_bad(lab, host, says):
    with lab.inside(), pytest.raises(ssl.SSLCertVerificationError, match=says):
        Imap(*where(lab, host, 993))


@pytest.mark.parametrize("host", ["modern", "tlsonly", "imaponly", "oldcaps", "scram"])
def test_mailboxes_are_filled(lab, host):
    user = scenarios.users_of(host)[0]
    with lab.inside(), Imap(*where(lab, host, 993)) as session:
        assert session.inbox(user, scenarios.PASSWORD) == [
            seeded_id(number, user) for number in range(1, scenarios.SEEDED + 1)]


def test_a_wrong_password_is_refused(lab):
    with lab.inside(), Smtp(*where(lab, "modern", 465)) as session:
        session.capabilities()
        assert session.login("alice@full.example", "not-" + scenarios.PASSWORD) == "535"


def test_there_is_nothing_outside(lab):
    with lab.inside():
        for name in ("debian.org.", "example.org."):
            answer = dns.query.udp(dns.message.make_query(name, "A"), scenarios.DNS, timeout=5)
            assert answer.rcode() == dns.rcode.NXDOMAIN
        with pytest.raises(OSError, match=r"timed out|unreachable"):
            socket.create_connection((scenarios.BLACK_HOLE, 443), 0.5)
