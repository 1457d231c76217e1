"""What dnspython makes of a DNS response: everything that a glance does not settle.

It takes as long to import as two answers of a resolver take to come, so nobody imports this before it is
needed (see glance.py). *Absent* is an answer; *failed* and *timeout* are none.
"""

import struct
from collections.abc import Iterator
from typing import NamedTuple

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdata
import dns.rdataclass
import dns.rdatatype
from dns.rdtypes.ANY.CNAME import CNAME
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT
from dns.rdtypes.IN.SRV import SRV

from advisor.model.evidence import BESIDE, DnsAnswer
from advisor.net.glance import MAX_RECORD, Beside
from advisor.net.line import clean

_REFUSALS = (dns.rcode.FORMERR, dns.rcode.SERVFAIL, dns.rcode.NOTIMP, dns.rcode.REFUSED)
_UNREADABLE = (dns.exception.DNSException, ValueError, LookupError, struct.error)
_UNPARSABLE = DnsAnswer("failed", note="unparsable")


class Look(NamedTuple):
    """A response: the answer, and what came beside it. cut: there is more of it over TCP. from_before_edns:
    the server did not understand what EDNS adds to a question (RFC 6891 section 7)."""

    answer: DnsAnswer
    beside: tuple[Beside, ...] = ()
    cut: bool = False
    from_before_edns: bool = False


def asking(name: str, kind: str) -> bytes:
    """See wire.asking; for names that are not plain as well. ValueError where it cannot be asked."""
    try:
        return _asked(dns.name.from_text(name), dns.rdatatype.from_text(kind), dns.rdataclass.IN)
    except (dns.exception.DNSException, UnicodeError) as unfit:
        raise ValueError(name) from unfit


def look(data: bytes, asked: bytes, *, vouching: bool) -> Look | None:
    """What a message means, or None where it is no response to what was asked (see wire.asking)."""
    try:
        message = dns.message.from_wire(data, ignore_trailing=True, raise_on_truncation=False)
    except _UNREADABLE:
        return Look(_UNPARSABLE)
    if not _is_answer(message, asked):
        return None
    try:
        answer, along = read(message, vouching=vouching), tuple(beside(message))
    except _UNREADABLE:
        answer, along = _UNPARSABLE, ()
    return Look(answer, along, bool(message.flags & dns.flags.TC), message.rcode() == dns.rcode.FORMERR)


def _is_answer(message: dns.message.Message, asked: bytes) -> bool:
    """Whether a message is a response to this question. A refusal may leave the question out."""
    found = [_asked(one.name, one.rdtype, one.rdclass) for one in message.question]
    return bool(message.flags & dns.flags.QR) and message.opcode() == dns.opcode.QUERY and (
        found == [asked] or (not found and message.rcode() in _REFUSALS))


def _asked(name: dns.name.Name, kind: int, classed: int) -> bytes:
    return name.to_digestable() + struct.pack("!2H", kind, classed)


def read(message: dns.message.Message, *, vouching: bool = False) -> DnsAnswer:
    """What a response means. CNAMEs inside it are followed. vouching: its AD bit is believed."""
    code = message.rcode()
    if code == dns.rcode.NXDOMAIN:
        return DnsAnswer("absent", note="nxdomain")
    if code != dns.rcode.NOERROR or not isinstance(message, dns.message.QueryMessage):
        return DnsAnswer("failed", note=dns.rcode.to_text(code).lower())
    chain = message.resolve_chaining()
    if chain.answer is None:
        return DnsAnswer("absent", note="nodata")
    return DnsAnswer("found", tuple(_present(record) for record in chain.answer),
                     "alias" if chain.cnames else "", vouching and bool(message.flags & dns.flags.AD))


def beside(message: dns.message.Message) -> Iterator[Beside]:
    """Addresses of the hosts that a response names, where it brings them along.

    RFC 2782 ("Usage rules") has clients take them from the SRV response. They are the word of the resolver
    that was asked, as its other answers are, and whoever answers there has to prove the name in TLS.
    """
    named = {record.target for rrset in message.answer for record in rrset if isinstance(record, SRV)}
    for rrset in message.additional:
        if rrset.name in named and rrset.rdtype in (dns.rdatatype.A, dns.rdatatype.AAAA):
            yield (name_text(rrset.name), dns.rdatatype.to_text(rrset.rdtype),
                   DnsAnswer("found", tuple(_present(record) for record in rrset), BESIDE))


def _present(record: dns.rdata.Rdata) -> str:
    match record:
        case MX():
            return f"{record.preference} {name_text(record.exchange)}"
        case SRV():
            return f"{record.priority} {record.weight} {record.port} {name_text(record.target)}"
        case CNAME():
            return name_text(record.target)
        case TXT():
            return clean(b"".join(record.strings), MAX_RECORD)
        case _:
            return record.to_text()


def name_text(name: dns.name.Name) -> str:
    """A name as evidence has it: lower case, without the final dot."""
    return name.to_text(omit_final_dot=True).lower()
