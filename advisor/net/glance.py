"""Reads what most DNS answers are: nothing there, or the records that were asked for, maybe by an alias.

dnspython can read everything, but importing it takes longer than a resolver takes to answer, and reading up
to a millisecond for each of the thirty answers that come in together, at the very moment at which the first
servers could be visited. Whatever is out of the ordinary is left to it (None; see dns.py). A test holds that
both say the same of everything that dnspython can read.
"""

import socket
import struct

from advisor.model.evidence import BESIDE, DnsAnswer
from advisor.net.line import clean
from advisor.net.wire import INTERNET, KINDS, OPT, Unusual, name_at

Beside = tuple[str, str, DnsAnswer]         # name, kind, and the answer that nobody had to ask for
Seen = tuple[DnsAnswer, list[Beside]]       # the answer, and what came along with it

MAX_RECORD = 4096           # characters of a TXT record
AUTHENTIC = 0x20            # among the flags: AD
_SHAPE = 0xFA00             # a response, the kind of question, and whether it was cut
_RESPONSE = 0x8000
_NOTHING = {0: "nodata", 3: "nxdomain"}     # what the two usual codes mean where there is no record
_SIGNATURES = (24, 250)     # SIG and TSIG, of which dnspython thinks something when they are not at the end
_OWN_NAME = b"\xc0\x0c"     # RFC 1035 section 4.1.4: the name that was asked for, which stands at 12
_MOST_ALIASES = 8
_ADDRESS = {KINDS["A"]: ("A", 4, socket.AF_INET), KINDS["AAAA"]: ("AAAA", 16, socket.AF_INET6)}

_Record = tuple[str, int, int, int]         # owner, kind, where what it says begins and ends


def glance(data: bytes, asked: bytes, *, vouching: bool) -> Seen | None:
    """The answer in `data` and what came beside it, or None where it takes a closer look.

    asked: the question as it was sent (see wire.asking). vouching: the AD bit is believed.
    """
    end = 12 + len(asked)
    if len(data) < end or data[12:end].lower() != asked:        # names: in any case (RFC 4343)
        return None
    _, flags, questions, *counts = struct.unpack_from("!6H", data)
    code = flags & 15
    if flags & _SHAPE != _RESPONSE or questions != 1 or code not in _NOTHING:
        return None
    kind = int.from_bytes(asked[-4:-2], "big")
    try:
        answers, _, additional = _sections(data, end, counts)      # to the end: what is cut is not believed
        said, aliases, hosts = _followed(data, name_at(data, 12)[0], kind, answers)
        along = _along(data, hosts, additional)
    except (Unusual, struct.error, IndexError, OSError, ValueError):
        return None
    if code or not said:
        return (None if said else (DnsAnswer("absent", note=_NOTHING[code]), along))
    return DnsAnswer("found", said, "alias" if aliases else "", vouching and bool(flags & AUTHENTIC)), along


def _sections(data: bytes, place: int, counts: list[int]) -> tuple[list[_Record], ...]:
    """The records after the question, by section: answers, authorities, additional."""
    sections = []
    for count in counts:
        records = []
        for _ in range(count):
            record, place = _record(data, place)
            records.append(record)
        sections.append(records)
    return tuple(sections)


def _record(data: bytes, place: int) -> tuple[_Record, int]:
    if data[place:place + 2] == _OWN_NAME:
        owner, place = "", place + 2
    else:
        owner, place = name_at(data, place)
    kind, classed, life, size = struct.unpack_from("!HHIH", data, place)
    start = place + 10
    end = start + size
    if end > len(data) or kind in _SIGNATURES or (kind in _ADDRESS and size != _ADDRESS[kind][1]):
        raise Unusual
    if kind == OPT:
        if life >> 24 or owner != ".":      # the upper bits of the code (RFC 6891 section 6.1.3): an error
            raise Unusual
    elif classed != INTERNET:
        raise Unusual
    return (owner, kind, start, end), end


def _followed(data: bytes, name: str, kind: int,
              answers: list[_Record]) -> tuple[tuple[str, ...], int, set[str]]:
    """What is said of `name`, over how many aliases, and the hosts of all services that are named."""
    told: dict[tuple[str, int], dict[str | bytes, str]] = {}
    hosts: set[str] = set()
    for owner, found, start, end in answers:
        said = _said(data, found, start, end)
        # Strings that are cut elsewhere make another record, also where they read the same.
        told.setdefault((owner or name, found), {})[data[start:end] if found == KINDS["TXT"] else said] = said
        if found == KINDS["SRV"]:
            hosts.add(said.rpartition(" ")[2])
    if any(found == KINDS["CNAME"] and len(said) > 1 for (_, found), said in told.items()):
        raise Unusual           # a name has one alias (RFC 2181 section 10.1)
    aliases = 0
    while (name, kind) not in told and (name, KINDS["CNAME"]) in told:
        name, = told[name, KINDS["CNAME"]].values()
        aliases += 1
        if aliases > _MOST_ALIASES:
            raise Unusual
    return tuple(told.get((name, kind), {}).values()), aliases, hosts


def _said(data: bytes, kind: int, start: int, end: int) -> str:
    """A record as evidence has it (see dns._present)."""
    if kind in _ADDRESS:
        return socket.inet_ntop(_ADDRESS[kind][2], data[start:end])
    if kind == KINDS["TXT"]:
        return clean(b"".join(_strings(data, start, end)), MAX_RECORD)
    if kind == KINDS["SRV"]:
        before, start = "{} {} {} ".format(*struct.unpack_from("!3H", data, start)), start + 6
    elif kind == KINDS["MX"]:
        before, start = "{} ".format(*struct.unpack_from("!H", data, start)), start + 2
    elif kind == KINDS["CNAME"]:
        before = ""
    else:
        raise Unusual
    name, after = name_at(data, start)
    if after != end:
        raise Unusual
    return before + name


def _strings(data: bytes, start: int, end: int) -> list[bytes]:
    found = []
    while start < end:
        stop = start + 1 + data[start]
        found.append(data[start + 1:stop])
        start = stop
    if start != end or not found:
        raise Unusual
    return found


def _along(data: bytes, hosts: set[str], additional: list[_Record]) -> list[Beside]:
    """Addresses of the hosts of services (see dns.beside)."""
    told: dict[tuple[str, int], dict[str, None]] = {}
    for owner, kind, start, end in additional:
        if owner in hosts and kind in _ADDRESS:
            told.setdefault((owner, kind), {})[_said(data, kind, start, end)] = None
    return [(owner, _ADDRESS[kind][0], DnsAnswer("found", tuple(said), BESIDE))
            for (owner, kind), said in told.items()]
