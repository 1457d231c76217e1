"""Who learned what in one run, worked out from the questions that were really asked.

It is read off the exchanges, not promised by the sources: a question that somebody adds later shows up here.
"""

from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from advisor.model.address import Address
from advisor.model.evidence import Disclosure, DnsAnswer, Exchange, HttpAnswer, Visit

_NOT_REACHED = frozenset({"no-address", "private-address", "not-visited"})
_POST = "POST "
ON_THE_WAY = "on-the-way"       # everybody between here and the host, where the question was not encrypted


def disclosures(address: Address, exchanges: Iterable[Exchange]) -> tuple[Disclosure, ...]:
    """Sorted, without repeats. `address`: the whole address; `domain`: its domain; `mx-domain`: only the
    domain of who takes its mail; `visit`: which mail server was visited."""
    asked = tuple(exchanges)
    visited = {exchange.answer.endpoint.host for exchange in asked if isinstance(exchange.answer, Visit)}
    found: set[tuple[str, str]] = set()
    for exchange in asked:
        match exchange.answer:
            case DnsAnswer():
                name = exchange.asked.split()[-1]
                if _is_below(name, address.ascii_domain):
                    found.add(("resolver", "domain"))
                elif name in visited:
                    found.add(("resolver", "visit"))
            case HttpAnswer(note=note) if note not in _NOT_REACHED and not note.startswith("dns-"):
                found |= _web(address, exchange.asked, exchange.answer.hops)
            case Visit(outcome=outcome) if outcome not in _NOT_REACHED:
                found.add((exchange.answer.endpoint.host, "visit"))
    return tuple(Disclosure(to, what) for to, what in sorted(found))


def _web(address: Address, asked: str, hops: tuple[str, ...]) -> set[tuple[str, str]]:
    first = asked.removeprefix(_POST)
    what = _subject(address, first)
    found = {("resolver", what)} if what == "mx-domain" else set()
    for url in hops or (first,):
        parts = urlsplit(url)
        # A POST carries the address in its body; a redirect of a GET only where the URL still holds it.
        told = "address" if asked.startswith(_POST) or address.full in unquote(url) else what
        found.add((parts.hostname or url, told))
        if parts.scheme == "http":
            found.add((ON_THE_WAY, told))
    return found


def _subject(address: Address, url: str) -> str:
    """What a URL gives away: it holds the address's domain, or only that of the mail host."""
    parts = urlsplit(url)
    inside = _is_below(parts.hostname or "", address.ascii_domain)
    return "domain" if inside or address.ascii_domain in parts.path.split("/") else "mx-domain"


def _is_below(name: str, domain: str) -> bool:
    return name == domain or name.endswith("." + domain)
