"""DNS as evidence has it: which resolvers there are to ask, and what a response means.

It is the system's resolver (privacy, split DNS) unless another one was named. *Absent* is an answer;
*failed* and *timeout* are none. Asking itself is in asking.py.
"""

import ipaddress
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdata
import dns.rdatatype
from dns.rdtypes.ANY.CNAME import CNAME
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT
from dns.rdtypes.IN.SRV import SRV

from advisor.model.evidence import BESIDE, DnsAnswer
from advisor.net.line import clean

Server = tuple[str, int]
Beside = tuple[str, str, DnsAnswer]     # name, kind, and the answer that nobody had to ask for

MAX_RECORD = 4096

# On loopback, but Docker's: it hands on what others say about validation.
_FORWARDER = "127.0.0.11"


def parse_resolver(given: str) -> Server:
    """`HOST[:PORT]`, HOST an IP address (IPv6 with a port in brackets). ValueError if it is not that."""
    host, port = given, "53"
    if given.startswith("["):
        host, _, rest = given[1:].partition("]")
        port = rest.removeprefix(":") or "53"
    elif given.count(":") == 1:
        host, _, port = given.partition(":")
    number = int(port)
    if not 0 < number < 65536:
        raise ValueError(f"no port: {port}")
    return str(ipaddress.ip_address(host)), number


@cache
def system_resolvers() -> tuple[Server, ...]:
    """The resolvers that the system is set to use; empty where it has none."""
    if sys.platform != "win32":
        return read_resolv_conf(Path("/etc/resolv.conf"))
    import dns.resolver  # it knows the registry, and takes 20 ms

    try:
        resolver = dns.resolver.get_default_resolver()
    except dns.resolver.NoResolverConfiguration:
        return ()
    return tuple((str(server), resolver.port) for server in resolver.nameservers)


def read_resolv_conf(path: Path) -> tuple[Server, ...]:
    """The name servers in a resolv.conf(5); empty where there is no such file, or none in it."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    found = []
    for words in (line.split() for line in lines):
        if len(words) > 1 and words[0] == "nameserver":
            try:
                found.append((str(ipaddress.ip_address(words[1])), 53))
            except ValueError:
                continue        # the C library passes it over as well
    return tuple(found)


def vouches(server: Server) -> bool:
    """Whether what `server` says about DNSSEC can be believed: only on this machine has nobody between us
    and the resolver had a chance to set the AD bit (RFC 6840 section 5.8)."""
    return ipaddress.ip_address(server[0]).is_loopback and server[0] != _FORWARDER


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
