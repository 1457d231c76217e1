"""The sandbox's name server, asked by dnspython over UDP and TCP."""

import socket

import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.resolver
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.sandbox.manners import Manners
from advisor.sandbox.nameserver import Nameserver
from tests.sandbox.conftest import resolver_of

SRV = {"_imaps": "993 imap", "_imap": "143 imap", "_pop3s": "995 pop", "_pop3": "110 pop",
       "_submissions": "465 smtp", "_submission": "587 smtp"}


def ask(box, name, kind, how=dns.query.udp):
    host, _, port = box.resolver.partition(":")
    return how(dns.message.make_query(name, kind), host, timeout=5, port=int(port))


@pytest.mark.parametrize("how", [dns.query.udp, dns.query.tcp])
def test_all_six_services(box, how):
    for service, where in SRV.items():
        (found,) = ask(box, f"{service}._tcp.demo.example.", "SRV", how).answer
        port, host = where.split()
        assert found[0].to_text() == f"0 1 {port} {host}.demo.example."


def test_every_target_has_an_address(box):
    resolver = resolver_of(box)
    (mx,) = resolver.resolve("demo.example", "MX")
    for host in (mx.exchange, "imap.demo.example", "pop.demo.example", "smtp.demo.example",
                 "autoconfig.demo.example"):
        assert resolver.resolve(host, "A")[0].to_text().startswith("127.0.0.")


def test_absent_names_and_absent_types_are_told_apart(box):
    unknown = ask(box, "nobody.demo.example.", "A")
    assert unknown.rcode() == dns.rcode.NXDOMAIN
    assert unknown.authority
    no_data = ask(box, "imap.demo.example.", "AAAA")
    assert (no_data.rcode(), no_data.answer) == (dns.rcode.NOERROR, [])
    # RFC 8020: a name that has names below it exists
    assert ask(box, "_tcp.demo.example.", "TXT").rcode() == dns.rcode.NOERROR
    assert ask(box, "gmail.com.", "MX").rcode() == dns.rcode.NXDOMAIN


def test_names_are_compared_without_case(box):
    assert ask(box, "IMAP.Demo.EXAMPLE.", "A").answer[0][0].to_text() == "127.0.0.25"


def test_a_protocol_that_is_not_offered_is_denied(open_sandbox):
    box = open_sandbox(Manners(pop3=False, starttls_only=True))
    for service, target in (("_pop3s", "0 0 0 ."), ("_pop3", "0 0 0 ."), ("_imaps", "0 0 0 ."),
                            ("_imap", "0 1 143 imap.demo.example.")):
        assert ask(box, f"{service}._tcp.demo.example.", "SRV").answer[0][0].to_text() == target
    with pytest.raises(dns.resolver.NXDOMAIN):
        resolver_of(box).resolve("pop.demo.example", "A")


def test_without_srv_and_autoconfig_the_names_are_not_there(open_sandbox):
    box = open_sandbox(Manners(srv=False, autoconfig=False))
    for name in ("_imaps._tcp.demo.example.", "autoconfig.demo.example."):
        assert ask(box, name, "ANY").rcode() == dns.rcode.NXDOMAIN


def test_a_long_answer_is_truncated_for_udp_and_whole_for_tcp(open_sandbox):
    box = open_sandbox(zones={"big.example": {"TXT": tuple(f'"{n:0>200}"' for n in range(20))}})
    short = ask(box, "big.example.", "TXT")
    assert short.flags & dns.flags.TC
    assert len(ask(box, "big.example.", "TXT", dns.query.tcp).answer[0]) == 20


def test_cnames_are_followed_and_loops_end(open_sandbox):
    box = open_sandbox(zones={
        "web.example": {"CNAME": ("imap.demo.example.",)},
        "round.example": {"CNAME": ("round.example.",)},
        "lost.example": {"CNAME": ("nobody.example.",)}})
    followed = [found[0].to_text() for found in ask(box, "web.example.", "A").answer]
    assert followed == ["imap.demo.example.", "127.0.0.25"]
    assert ask(box, "round.example.", "A").answer[0][0].to_text() == "round.example."
    assert ask(box, "lost.example.", "A").rcode() == dns.rcode.NXDOMAIN


@given(st.lists(st.binary(min_size=1, max_size=63), max_size=3), st.integers(0, 65535), st.integers(0, 65535),
       st.integers(0, 65535), st.sampled_from([-1, 0, 1]))
def test_no_question_breaks_it(labels, kind, section, flags, edns):
    query = dns.message.QueryMessage()
    query.flags = flags
    name = dns.name.Name([*labels, b""])
    query.find_rrset(query.question, name, section, kind, create=True, force_unique=True)
    query.use_edns(edns)
    answer = Nameserver({"demo.example": {"A": ("127.0.0.1",)}}).answer_datagram(query.to_wire())
    assert answer is None or dns.message.from_wire(answer).id == query.id


def test_the_root_and_odd_names_do_not_exist(box):
    for name in (".", "a\\.b.example.", "com."):
        assert ask(box, name, "MX").rcode() == dns.rcode.NXDOMAIN
    assert ask(box, "example.", "MX").rcode() == dns.rcode.NOERROR      # demo.example is below it


@given(st.binary(max_size=200))
def test_rubbish_never_breaks_it(question):
    answer = Nameserver({"demo.example": {"A": ("127.0.0.1",)}}).answer_datagram(question)
    assert answer is None or isinstance(answer, bytes)


def test_it_survives_rubbish_on_its_ports(box):
    with box_socket(box) as line:
        line.sendall(b"\x00\x05hello")
        assert line.recv(10) == b""
    assert ask(box, "demo.example.", "MX").answer


def box_socket(box):
    line = socket.socket()
    line.settimeout(5)
    host, _, port = box.resolver.partition(":")
    line.connect((host, int(port)))
    return line
