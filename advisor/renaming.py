"""A server whose certificate is good, but for another name: hosters serve `mail.<customer>` with their own.

The names in the certificate that lead to the very same machine are worth a visit of their own. They are only
derived: a person decides whether that hoster is the right one.
"""

from advisor.address import host_from
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Claim, Visit
from advisor.net.network import Network
from advisor.suffixes import registrable

_MOST = 4           # names of one certificate that are looked up
_LAST = 1000        # behind every guess that was made beforehand


def renamed(visit: Visit, network: Network) -> tuple[Claim, ...]:
    """Claims for the machine of `visit` under the names that its certificate has; () where it has none."""
    endpoint = visit.endpoint
    # What a wildcard stands for nobody can know; a name under a public suffix alone belongs to nobody.
    hosts = [host for name in visit.other_names if (host := host_from(name))
             and host != endpoint.host and registrable(host)]
    kind = "AAAA" if ":" in visit.address else "A"
    there = [host for host in dict.fromkeys(hosts[:_MOST])
             if visit.address in network.resolve(host, kind).records]
    said = f"certificate of {endpoint.host}"
    return tuple(
        Claim("guess", Endpoint(endpoint.protocol, host, endpoint.port, endpoint.security), "%EMAILADDRESS%",
              (), said, "I1", _LAST + place) for place, host in enumerate(there))
