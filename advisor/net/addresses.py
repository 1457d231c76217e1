"""Which IP addresses of a host we talk to, and in which order.

A host name from the network must not lead us into somebody's own network, so only public addresses count
unless `--lan` was given. `ipaddress.is_global` alone lets tunnels and translators through.
"""

import ipaddress

MOST_TRIED = 3

# Addresses that carry another address inside (NAT64, 6to4, Teredo, mapped and compatible forms), and
# 100.64/10, which Python calls neither private nor global (RFC 6598).
_REFUSED = tuple(ipaddress.ip_network(net) for net in (
    "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::ffff:0:0/96", "::/96", "fec0::/10",
    "192.88.99.0/24", "100.64.0.0/10"))


def is_public(address: str) -> bool:
    """Whether anybody on the Internet can be meant by `address`."""
    ip = ipaddress.ip_address(address)
    return ip.is_global and not ip.is_multicast and not any(ip in net for net in _REFUSED)


def is_local(address: str) -> bool:
    """Whether `address` may be used with `--lan`: a single machine, wherever it is."""
    ip = ipaddress.ip_address(address)
    return not (ip.is_multicast or ip.is_unspecified or ip == ipaddress.ip_address("255.255.255.255"))


def in_order(six: tuple[str, ...], four: tuple[str, ...], lan: bool) -> tuple[str, ...]:
    """At most three usable addresses, IPv6 and IPv4 in turn (RFC 8305 section 4)."""
    usable = is_local if lan else is_public
    families = [[a for a in six if usable(a)], [a for a in four if usable(a)]]
    ordered: list[str] = []
    while any(families):
        ordered += [family.pop(0) for family in families if family]
    return tuple(ordered[:MOST_TRIED])
