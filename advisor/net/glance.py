"""Reads what most DNS answers are: nothing there, addresses, mail exchangers, services with their addresses.

dnspython can read everything, and takes up to a millisecond for each of the thirty answers that come in
together, at the very moment at which the first servers could be visited. Whatever is out of the ordinary is
left to it (None). A test holds that both say the same of everything that dnspython can read.
"""

import struct

import dns.exception
import dns.flags
import dns.ipv4
import dns.ipv6
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype

from advisor.model.evidence import BESIDE, DnsAnswer
from advisor.net.dns import Beside, name_text

Seen = tuple[DnsAnswer, list[Beside]]       # the answer, and what came along that nobody had to ask for

_SHAPE = dns.flags.QR | 0x7800 | dns.flags.TC       # a response, the kind of question, and whether it was cut
_OWNER = b"\xc0\x0c"        # RFC 1035 section 4.1.4: the name that was asked for, which stands at 12
_SIZES: dict[int, int] = {dns.rdatatype.A: 4, dns.rdatatype.AAAA: 16}
_SIGNED = (dns.rdatatype.TSIG, dns.rdatatype.SIG)
_NOTHING = {dns.rcode.NOERROR: "nodata", dns.rcode.NXDOMAIN: "nxdomain"}


class _Unusual(Exception):
    """It is for dnspython to say what this means."""


def glance(data: bytes, asked: bytes, kind: int, *, vouching: bool) -> Seen | None:
    """The answer in `data` and what came beside it, or None where it takes a closer look.

    asked: the question as it was sent, in lower case. vouching: the AD bit is believed.
    """
    end = 12 + len(asked)
    if len(data) < end or data[12:end].lower() != asked:        # names: in any case (RFC 4343)
        return None
    _, flags, questions, answers, authorities, additional = struct.unpack_from("!6H", data)
    code = dns.rcode.Rcode(flags & 15)
    if flags & _SHAPE != dns.flags.QR or questions != 1 or code not in _NOTHING:
        return None
    try:
        records, place = _answers(data, end, kind, answers)
        for _ in range(authorities):
            _, _, place = _record(data, place)
        beside: dict[tuple[str, int], list[str]] = {}
        for _ in range(additional):
            owner, found, after = _record(data, place)
            if found in _SIZES and kind == dns.rdatatype.SRV:
                beside.setdefault((owner, found), []).append(_address(data, after - _SIZES[found], after))
            place = after
    except (_Unusual, struct.error, IndexError, ValueError, dns.exception.DNSException):
        return None
    if not answers:
        return DnsAnswer("absent", note=_NOTHING[code]), []
    if code != dns.rcode.NOERROR:
        return None
    hosts = {record.rpartition(" ")[2] for record in records}
    return (DnsAnswer("found", tuple(dict.fromkeys(records)), "", vouching and bool(flags & dns.flags.AD)),
            [(owner, dns.rdatatype.RdataType(found).name,
              DnsAnswer("found", tuple(dict.fromkeys(said)), BESIDE))
             for (owner, found), said in beside.items() if owner in hosts])


def _answers(data: bytes, place: int, kind: int, count: int) -> tuple[list[str], int]:
    """The records that were asked for, as evidence has them, and where they end."""
    records = []
    for _ in range(count):
        if data[place:place + 2] != _OWNER:
            raise _Unusual
        found, classed, _, size = struct.unpack_from("!HHIH", data, place + 2)
        if (found, classed) != (kind, dns.rdataclass.IN):
            raise _Unusual          # an alias, most often
        place += 12
        records.append(_said(data, place, place + size, kind))
        place += size
    return records, place


def _said(data: bytes, start: int, end: int, kind: int) -> str:
    if kind in _SIZES:
        return _address(data, start, end)
    if kind == dns.rdatatype.SRV:
        return "{} {} {} ".format(*struct.unpack_from("!3H", data, start)) + _host(data, start + 6, end)
    if kind == dns.rdatatype.MX:
        return "{} ".format(*struct.unpack_from("!H", data, start)) + _host(data, start + 2, end)
    raise _Unusual


def _address(data: bytes, start: int, end: int) -> str:
    if end > len(data):
        raise _Unusual
    said = data[start:end]
    return dns.ipv4.inet_ntoa(said) if len(said) == 4 else dns.ipv6.inet_ntoa(said)


def _host(data: bytes, start: int, end: int) -> str:
    name, used = dns.name.from_wire(data, start)
    if start + used != end:
        raise _Unusual
    return name_text(name)


def _record(data: bytes, place: int) -> tuple[str, int, int]:
    """Owner, kind and end of a record that nobody asked for."""
    if data[place] == 0:
        owner, used = "", 1
    else:
        name, used = dns.name.from_wire(data, place)
        owner = name_text(name)
    found, classed, life, size = struct.unpack_from("!HHIH", data, place + used)
    end = place + used + 10 + size
    wanted = _SIZES.get(found, size)
    if end > len(data) or found in _SIGNED or size != wanted:
        raise _Unusual
    if found == dns.rdatatype.OPT:
        if life >> 24 or owner:     # the upper bits of the code (RFC 6891 section 6.1.3): an error
            raise _Unusual
    elif classed != dns.rdataclass.IN:
        raise _Unusual
    return owner, found, end
