"""The quick reader of DNS answers says of each what dnspython says, or leaves it to dnspython.

The same for names and questions on the wire.
"""

import struct

import dns.edns
import dns.exception
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

from advisor.net import dns as slow
from advisor.net import wire as quick
from advisor.net.dns import beside, read
from advisor.net.glance import glance

SOA = "ns.d.example. root.d.example. 1 3600 600 86400 5"
NAME = "imap.d.example."


def response(name=NAME, kind="A", *, answer=(), authority=(("d.example.", "SOA", SOA),), additional=(),
             code=dns.rcode.NOERROR, flags=dns.flags.QR, edns=0, options=()):
    """The wire of a response. answer, authority, additional: (owner, kind, data)."""
    message = dns.message.QueryMessage(4711)
    message.flags |= flags
    asks = dns.name.from_text(name), dns.rdataclass.IN, dns.rdatatype.from_text(kind)
    message.find_rrset(message.question, *asks, create=True)
    for section, records in ((message.answer, answer), (message.authority, authority),
                             (message.additional, additional)):
        for owner, of, said in records:
            one = dns.rrset.from_text(owner, 60, "IN", of, said)
            section.append(one)
    if edns is not None:
        message.use_edns(edns, payload=1232, options=options)
    message.set_rcode(code)
    return message.to_wire()


def seen(wire, name=NAME, kind="A", *, vouching=False):
    return glance(wire, slow.asking(name, kind), vouching=vouching)


def looked(wire, *, vouching=False):
    """What dnspython reads, the slow way."""
    message = dns.message.from_wire(wire, ignore_trailing=True, raise_on_truncation=False)
    return read(message, vouching=vouching), list(beside(message))


@pytest.mark.parametrize(("kind", "settings"), [
    ("A", {}), ("A", {"code": dns.rcode.NXDOMAIN}), ("A", {"edns": None}), ("A", {"authority": ()}),
    ("A", {"name": "IMAP.d.eXample."}), ("TXT", {}), ("CNAME", {"code": dns.rcode.NXDOMAIN}),
    ("A", {"options": [dns.edns.EDEOption(dns.edns.EDECode.BLOCKED)]}),
    ("A", {"answer": [(NAME, "A", "192.0.2.1"), (NAME, "A", "192.0.2.2"), (NAME, "A", "192.0.2.1")]}),
    ("AAAA", {"answer": [(NAME, "AAAA", "2001:db8::0:1")]}),
    ("AAAA", {"answer": [(NAME, "AAAA", "::ffff:192.0.2.1")]}),
    ("MX", {"answer": [(NAME, "MX", "10 MX1.d.example."), (NAME, "MX", "0 .")]}),
    ("SRV", {"answer": [(NAME, "SRV", "0 1 993 mail.d.example."), (NAME, "SRV", "10 0 993 m.other.example.")],
             "additional": [("mail.d.example.", "A", "192.0.2.1"), ("mail.d.example.", "AAAA", "2001:db8::1"),
                            ("MAIL.d.example.", "A", "192.0.2.2"), ("evil.example.", "A", "192.0.2.66")]}),
    ("SRV", {"answer": [(NAME, "SRV", "0 0 0 .")]}),
    ("TXT", {"answer": [(NAME, "TXT", '"v=spf1 " "-all"'), (NAME, "TXT", '"v=spf1 -all"'),
                        (NAME, "TXT", '"\\027é"'), (NAME, "TXT", '""'), (NAME, "TXT", '"v=spf1 " "-all"')]}),
    ("CNAME", {"answer": [(NAME, "CNAME", "Autodiscover.Outlook.com.")]}),
    # Aliases, in any order and case, and those that lead to nothing.
    ("A", {"answer": [(NAME, "CNAME", "Mail.d.example."), ("mail.D.example.", "A", "192.0.2.1")]}),
    ("AAAA", {"answer": [("a.d.example.", "AAAA", "::1"), ("b.d.example.", "CNAME", "a.d.example."),
                         (NAME, "CNAME", "b.d.example."), ("other.example.", "AAAA", "::2")]}),
    ("A", {"answer": [(NAME, "CNAME", "mail.d.example.")]}),
    ("A", {"answer": [(NAME, "CNAME", "mail.d.example.")], "code": dns.rcode.NXDOMAIN}),
    ("A", {"answer": [("other.d.example.", "A", "192.0.2.1")]}),
    ("SRV", {"answer": [(NAME, "CNAME", "s.d.example."), ("s.d.example.", "SRV", "0 1 993 mail.d.example.")],
             "additional": [("mail.d.example.", "A", "192.0.2.1")]})])
@pytest.mark.parametrize("vouching", [True, False])
def test_what_is_ordinary_is_read_as_dnspython_reads_it(kind, settings, vouching):
    wire = response(kind=kind, **{"flags": dns.flags.QR | dns.flags.AD, **settings})
    found = seen(wire, kind=kind, vouching=vouching)
    assert found is not None
    assert found == looked(wire, vouching=vouching)
    assert found[0].authentic == (vouching and found[0].status == "found")
    if settings.get("answer") and found[0].status == "found":
        kinds = {of for _, of, _ in settings["answer"]}
        assert (found[0].note == "alias") == (kind != "CNAME" and "CNAME" in kinds)


@pytest.mark.parametrize("settings", [
    {"code": dns.rcode.SERVFAIL}, {"code": dns.rcode.REFUSED},
    {"code": dns.rcode.BADVERS},                            # the header says NOERROR, EDNS says 16
    {"code": dns.rcode.BADCOOKIE},                          # 23: the header says 7
    {"code": dns.rcode.NXDOMAIN, "answer": [(NAME, "A", "192.0.2.1")]},
    {"flags": dns.flags.QR | dns.flags.TC},                 # cut: the rest comes over TCP
    {"flags": 0}, {"name": "other.d.example."}, {"kind": "AAAA"},
    {"answer": [(NAME, "CNAME", "a.example."), (NAME, "CNAME", "b.example.")]},
    {"answer": [(NAME, "CNAME", NAME)]},                    # round in circles
    {"answer": [(NAME, "CNAME", "\\032.example.")]},        # not a plain name
    {"answer": [(NAME, "CAA", '0 issue "ca.example"')]}])
def test_what_is_out_of_the_ordinary_is_left_to_it(settings):
    assert seen(response(**settings)) is None


HOSTS = st.sampled_from(["mail.d.example.", "MX.d.example.", "a.b.c.other.example.", ".", "imap.d.example.",
                         "x.example.", "_a-b.example.", "a\\.b.example.", "\\233.example."])
DATA = {"A": st.ip_addresses(v=4).map(str), "AAAA": st.ip_addresses(v=6).map(str),
        "MX": st.builds("{} {}".format, st.integers(0, 65535), HOSTS),
        "SRV": st.builds("{} {} {} {}".format, *[st.integers(0, 65535)] * 3, HOSTS),
        "CNAME": HOSTS,
        "TXT": st.sampled_from(['"v=spf1 -all" "x"', '"v=spf1 -allx"', '""', '"\\200 \\009"'])}
OWNERS = st.sampled_from([NAME, "mail.d.example.", "x.example."])
RECORD = st.sampled_from(sorted(DATA)).flatmap(lambda kind: st.tuples(OWNERS, st.just(kind), DATA[kind]))


@st.composite
def responses(draw):
    kind = draw(st.sampled_from(sorted(DATA)))
    mine = st.tuples(st.just(NAME), st.just(kind), DATA[kind])
    edns = draw(st.sampled_from([None, 0]))
    code = draw(st.sampled_from([one for one in dns.rcode.Rcode if edns is not None or one < 16]))
    flags = sum(draw(st.sets(st.sampled_from([dns.flags.AA, dns.flags.AD, dns.flags.RA]))), dns.flags.QR)
    return kind, response(
        kind=kind, answer=draw(st.lists(st.one_of(mine, RECORD), max_size=3)),
        authority=draw(st.lists(RECORD, max_size=2)), additional=draw(st.lists(RECORD, max_size=3)),
        code=draw(st.sampled_from([dns.rcode.NOERROR, code])), flags=flags, edns=edns)


def agrees(wire, kind):
    found = seen(wire, kind=kind, vouching=True)
    if found is None:
        return
    try:
        assert found == looked(wire, vouching=True)
    except (dns.exception.DNSException, ValueError, LookupError, struct.error):
        return      # a part that nobody needs is broken


@given(responses())
def test_it_never_says_anything_else_than_dnspython(one):
    kind, wire = one
    agrees(wire, kind)


@given(responses(), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=3),
       st.integers(0, 40))
def test_nor_of_what_is_broken(one, changes, cut):
    kind, wire = one
    broken = bytearray(wire)
    for place, value in changes:
        broken[place % len(broken)] = value
    agrees(bytes(broken[:len(broken) - cut]), kind)


@given(st.binary(max_size=60))
def test_rubbish_is_left_to_it(data):
    assert seen(data) is None


@given(st.one_of(st.from_regex(r"[a-zA-Z0-9_-]{0,64}(\.[a-zA-Z0-9_-]{1,64}){0,5}\.?", fullmatch=True),
                 st.text(st.characters(codec="latin-1"), max_size=12)),
       st.sampled_from(["A", "AAAA", "MX", "SRV", "TXT", "CNAME", "SOA"]))
def test_a_question_is_written_as_dnspython_writes_it(name, kind):
    try:
        written = quick.asking(name, kind)
    except quick.Unusual:
        return
    assert written == slow.asking(name, kind)


@pytest.mark.parametrize("name", ["", ".", "..", "a..b", "x" * 64, "a.b\\.c", "ñ.example", "a b.example",
                                  ".".join(["x" * 63] * 4)])
def test_other_names_are_left_to_it(name):
    with pytest.raises(quick.Unusual):
        quick.asking(name, "A")


@given(st.binary(max_size=80), st.integers(0, 20))
def test_a_name_is_read_as_dnspython_reads_it(data, place):
    try:
        found = quick.name_at(data, place)
    except (quick.Unusual, IndexError):
        return
    name, used = dns.name.from_wire(data, place)
    assert found == (slow.name_text(name), place + used)


@pytest.mark.parametrize(("data", "place", "name", "end"), [
    (b"\0", 0, ".", 1), (b"\x04IMAP\x01d\0", 0, "imap.d", 8),
    (b"\x01d\0\x04imap\xc0\0\x01", 3, "imap.d", 10),
    (b"\x01c\0\x01b\xc0\0\x01a\xc0\x03", 7, "a.b.c", 11)])
def test_names_on_the_wire(data, place, name, end):
    assert quick.name_at(data, place) == (name, end)


@pytest.mark.parametrize("data", [b"\xc0\0", b"\x01a\xc0\0", b"\x01a\xc0\x02", b"\x40" + b"a" * 64 + b"\0",
                                  b"\x03a.b\0", b"\x01\xe9\0", (b"\x3f" + b"a" * 63) * 4 + b"\0"])
def test_names_that_are_no_plain_names(data):
    with pytest.raises(quick.Unusual):
        quick.name_at(data, 0)
