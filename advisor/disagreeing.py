"""Where sources disagree: what kind of disagreement it is, who says what, and what we suggest.

Nothing is decided here behind the person's back. Both sides stay in the picture, and where both work and only
the person can know, the suggestion comes with its reason and waits for a yes. Pure.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from advisor.model.endpoint import PROTOCOLS, Endpoint, Protocol
from advisor.model.evidence import Claim, DnsAnswer, Evidence, Visit
from advisor.model.picture import Candidate, Conflict
from advisor.model.provider import Profile
from advisor.suffixes import registrable

GUESS = 90                  # from this rank on a source only guesses, and has no say
_OFF_DOMAIN_SRV = 82        # unsigned DNS that leads to somebody unknown: after everybody who read a document
_LIVE = ("pacc", "autoconfig", "autoconfig-address", "well-known")      # files on the domain's own web hosts
# The names that hosting panels give a mail server which nobody may ever have used.
_PANEL_NAMES = frozenset({"mail", "cpanel", "webmail", "www", "ftp", "server"})


def rank_of(claim: Claim, ranks: Mapping[str, int]) -> int:
    """The priority of a claim: that of its source, but less for SRV records that lead to a stranger."""
    if claim.source == "srv" and claim.identity < "I2":
        return _OFF_DOMAIN_SRV
    return ranks.get(claim.source, 100)         # evidence saved by a version that knew more sources


def disagreements(evidence: Evidence, ranks: Mapping[str, int]) -> tuple[Conflict, ...]:
    """Sources that know, and name hosts of different owners for the same protocol: one each."""
    found = []
    for protocol in PROTOCOLS:
        claims = [claim for claim in evidence.claims
                  if claim.endpoint.protocol == protocol and ranks.get(claim.source, 100) < GUESS]
        owners: dict[str, set[str]] = defaultdict(set)
        for claim in claims:
            owners[claim.source].add(owner(claim.endpoint))
        if len({frozenset(names) for names in owners.values()}) > 1:
            claims.sort(key=lambda claim: (rank_of(claim, ranks), claim.order, side(claim)))
            sides = tuple(dict.fromkeys(side(claim) for claim in claims))
            code, advised = _kind(evidence, owners, claims)
            found.append(Conflict(code, protocol, sides, advised))
    return tuple(found)


def mixed(incoming: Candidate | None, outgoing: Candidate | None,
          profiles: Iterable[Profile]) -> tuple[Conflict, ...]:
    """A warning where mail would come from one provider and go out through another, and nobody said both."""
    if incoming is None or outgoing is None or set(incoming.sources) & set(outgoing.sources):
        return ()
    if owner(incoming.endpoint) == owner(outgoing.endpoint):
        return ()
    hosts = {incoming.endpoint.host, outgoing.endpoint.host}
    if any(hosts <= {server.host for server in profile.servers} for profile in profiles):
        return ()
    return (Conflict("mixed-providers", "smtp", tuple(
        f"{one.sources[0]}: {one.endpoint}" for one in (incoming, outgoing))),)


def owner(endpoint: Endpoint) -> str:
    """Whoever registered the domain of the host."""
    return registrable(endpoint.host) or endpoint.host


def side(claim: Claim) -> str:
    """Who says what, in brief."""
    return f"{claim.source}: {claim.endpoint}"


def _kind(evidence: Evidence, owners: Mapping[str, set[str]], claims: list[Claim]) -> tuple[str, str]:
    """The code of the conflict, and the side that is suggested where the person has to decide."""
    live = set().union(*(owners.get(source, set()) for source in _LIVE))
    provider = next((claim for claim in claims if claim.source == "mx"), None)
    told = "local-config" in owners         # whoever put a file down for this domain has decided already
    if provider is not None and not told and live and not live & owners["mx"] and all(
            _comes_with_the_web_space(evidence, claim.endpoint.host)
            for claim in claims if claim.source in _LIVE):
        return "hoster-or-provider", side(provider)
    if live and "profile" in owners and not live & owners["profile"]:
        return "stale-profile", ""
    return "different-servers", ""


def _comes_with_the_web_space(evidence: Evidence, host: str) -> bool:
    """Whether a mail host is probably only the one that every web space gets: it has a panel's name, or the
    address of the web server."""
    domain = evidence.address.ascii_domain
    if host == domain or (host.endswith("." + domain) and host.removesuffix("." + domain) in _PANEL_NAMES):
        return True
    web = _places(evidence, domain) | _places(evidence, f"autoconfig.{domain}")
    return bool(web & _places(evidence, host))


def _places(evidence: Evidence, host: str) -> set[str]:
    found: set[str] = set()
    for exchange in evidence.exchanges:
        match exchange.answer:
            case DnsAnswer(records=records) if exchange.asked in (f"A {host}", f"AAAA {host}"):
                found |= set(records)
            case Visit(endpoint=endpoint, address=address) if endpoint.host == host and address:
                found.add(address)
    return found


def protocols_to_confirm(conflicts: Iterable[Conflict]) -> frozenset[Protocol]:
    """The protocols in which only the person can know which of two working servers is theirs."""
    return frozenset(one.protocol for one in conflicts if one.advised)
