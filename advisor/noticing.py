"""What a person should know about the way things were found: odd records, odd servers, an odd network.

None of it decides which server is the best; each is a code with a text in the catalogues (`noticed:<code>`).
Pure: it reads evidence and nothing else.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from advisor.model.evidence import DnsAnswer, Evidence, Exchange, HttpAnswer, Visit
from advisor.suffixes import registrable

# Notes of a source that concern the person, by source.
_SOURCE_NOTES = {
    "srv": ("no-client-access", "prefers-pop3", "srv-typo"), "guess": ("wildcard", "hijacked-dns"),
    "pacc": ("digest-mismatch",), "mx-autoconfig": ("wants-address",)}
_VISIT_NOTES = ("injected-before-tls", "capabilities-cut")
_MANY = 3       # hosts that have to fail alike before the network itself is suspected


def noticed(evidence: Evidence) -> frozenset[str]:
    """The codes of everything odd in `evidence`."""
    found = {note for run in evidence.runs for note in run.note.split()
             if note in _SOURCE_NOTES.get(run.id, ())}
    found |= {note for visit in evidence.visits() for note in visit.note.split() if note in _VISIT_NOTES}
    found |= {"srv-alias"} if _targets_are_aliases(evidence) else set()
    found |= {"limits-differ-by-user"} if any(
        fact.because == "announced-differs-by-user" for fact in evidence.facts) else set()
    found |= {"network-intercepted"} if intercepted(evidence.exchanges) else set()
    return frozenset(found)


def intercepted(exchanges: Iterable[Exchange]) -> bool:
    """Whether somebody between us and the Internet answers for everybody, as the page of a hotel does.

    Then several https hosts of different owners show a certificate that nobody vouches for, or all names,
    also one that nobody can have, lead to one and the same address; and nobody at all can be talked to.
    """
    doubtful: set[str] = set()
    places: dict[str, tuple[str, ...]] = {}
    for exchange in exchanges:
        match exchange.answer:
            case HttpAnswer(outcome="answered") | Visit(outcome="spoke"):
                return False
            case HttpAnswer(note="certificate-untrusted"):
                doubtful.add(urlsplit(exchange.asked).hostname or "")
            case DnsAnswer(status="found", records=records) if exchange.asked.startswith("A "):
                places[exchange.asked.removeprefix("A ")] = tuple(sorted(records))
    owners = {registrable(host) or host for host in doubtful}
    nowhere = any(name.endswith(".invalid") for name in places)
    return (len(doubtful) >= _MANY and len(owners) > 1) or (nowhere and len(set(places.values())) == 1)


def _targets_are_aliases(evidence: Evidence) -> bool:
    """RFC 2782 forbids it, many zones have it, and all programs cope."""
    targets = {claim.endpoint.host for claim in evidence.claims if claim.source == "srv"}
    return any(isinstance(exchange.answer, DnsAnswer) and exchange.answer.note == "alias"
               and exchange.asked.split()[-1] in targets for exchange in evidence.exchanges)
