"""Answers without records are judged by their header: always as dnspython would have it, and never more."""

import dns.edns
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.net.dns import read
from advisor.net.open_lines import OpenLines
from advisor.net.question import Question

SOA = dns.rrset.from_text("d.example.", 60, "IN", "SOA", "ns.d.example. root.d.example. 1 3600 600 86400 5")
ADDRESS = dns.rrset.from_text("imap.d.example.", 60, "IN", "A", "192.0.2.1")


class Wires:
    """Servers that are asked, and nothing is sent."""

    servers = (("192.0.2.53", 53),)
    lines = OpenLines()
    refused = frozenset()

    def send(self, server, data):
        return True


def question(name="imap.d.example", kind="A"):
    """One that is under way, and what it is told."""
    told = []
    return Question(dns.name.from_text(name), dns.rdatatype.from_text(kind), Wires(), told.append), told


def response(asked, name="imap.d.example.", kind="A", code=dns.rcode.NOERROR, flags=dns.flags.QR, answer=(),
             authority=(SOA,), edns=0, options=()):
    """The wire of a response to it."""
    message = dns.message.QueryMessage(asked.number)
    message.flags |= flags
    asks = dns.name.from_text(name), dns.rdataclass.IN, dns.rdatatype.from_text(kind)
    message.find_rrset(message.question, *asks, create=True)
    message.answer, message.authority = list(answer), list(authority)
    if edns is not None:
        message.use_edns(edns, payload=1232, options=options)
    message.set_rcode(code)
    return message.to_wire()


@pytest.mark.parametrize(("settings", "note"), [
    ({"code": dns.rcode.NXDOMAIN}, "nxdomain"), ({}, "nodata"), ({"edns": None}, "nodata"),
    ({"name": "IMAP.d.eXample."}, "nodata"), ({"authority": ()}, "nodata")])
def test_what_is_seen_at_a_glance(settings, note):
    asked, told = question()
    asked.receive(response(asked, **settings), Wires.servers[0], None)
    assert [(one.status, one.note) for one in told] == [("absent", note)]
    assert asked._nothing(response(asked, **settings)) == told[0]


@pytest.mark.parametrize("settings", [
    {"answer": (ADDRESS,)}, {"code": dns.rcode.SERVFAIL}, {"code": dns.rcode.REFUSED},
    {"code": dns.rcode.BADVERS},                            # the header says NOERROR, EDNS says 16
    {"code": dns.rcode.BADCOOKIE},                          # 23: the header says 7
    {"flags": dns.flags.QR | dns.flags.TC},                 # cut: the rest comes over TCP
    {"flags": 0}, {"name": "other.d.example."}, {"kind": "AAAA"},
    {"options": [dns.edns.EDEOption(dns.edns.EDECode.BLOCKED)]}])
def test_what_is_left_to_dnspython(settings):
    asked, _ = question()
    assert asked._nothing(response(asked, **settings)) is None


def test_a_response_to_another_question_is_no_answer():
    asked, told = question()
    asked.receive(response(asked, name="other.d.example."), Wires.servers[0], None)
    asked.receive(response(asked, kind="AAAA", code=dns.rcode.NXDOMAIN), Wires.servers[0], None)
    assert told == []


@given(st.sampled_from(list(dns.rcode.Rcode)), st.sets(st.sampled_from(["QR", "TC", "AA", "RA", "AD"])),
       st.booleans(), st.booleans(), st.sampled_from([None, 0]), st.integers(0, 15))
def test_a_glance_never_says_what_a_look_would_not(code, flags, answered, authority, edns, kind_of_query):
    if code > 15 and edns is None:
        return      # cannot be written
    asked, _ = question()
    wire = bytearray(response(asked, code=code, answer=(ADDRESS,) if answered else (),
                              flags=sum(dns.flags.Flag[one] for one in flags),
                              authority=(SOA,) if authority else (), edns=edns))
    wire[2] = (wire[2] & 0x87) | (kind_of_query << 3)
    glance = asked._nothing(bytes(wire))
    if glance is None:
        return
    message = dns.message.from_wire(bytes(wire), ignore_trailing=True)
    assert asked._is_answer(message)
    assert read(message) == glance


@given(st.binary(max_size=60))
def test_rubbish_is_no_answer(data):
    asked, _ = question()
    for wire in (data, response(asked)[:12] + data, response(asked)[:-11] + data):
        glance = asked._nothing(wire)
        assert glance is None or (glance.status, len(wire) >= 12) == ("absent", True)
