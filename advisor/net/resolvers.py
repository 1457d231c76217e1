"""Which resolvers there are to ask, and which of them vouches for what it says.

It is the system's resolver (privacy, split DNS) unless another one was named. Asking itself is in asking.py.
"""

import ipaddress
import sys
from functools import cache
from pathlib import Path

Server = tuple[str, int]

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
