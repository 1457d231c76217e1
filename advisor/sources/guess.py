"""The names that most mail servers have: imap. mail. pop. pop3. smtp. and the domain itself.

Only names that exist are claimed. Where the zone answers to every name, names that lead to the same place
as a random one count as a single name, `mail.`, and a visit has to prove it. Without any of these names the
last guess is that whoever takes the mail also hands it out, under such a name or on that very host.
"""

import hashlib
from collections.abc import Iterator

from msgspec.structs import replace

from advisor.model.address import Address
from advisor.model.endpoint import USUAL_PORTS, Endpoint, Protocol, Security
from advisor.model.evidence import Claim, DnsAnswer
from advisor.sources import Found, Search, Source, addresses_of
from advisor.sources._exchangers import exchangers
from advisor.sources._together import resolved
from advisor.suffixes import registrable

# Nicest name first, per protocol; "" is the domain itself.
_NAMES: dict[Protocol, tuple[str, ...]] = {
    "imap": ("imap", "mail", ""), "pop3": ("pop", "pop3", "mail", ""), "smtp": ("smtp", "mail", "")}
_LABELS = tuple(dict.fromkeys(label for labels in _NAMES.values() for label in labels if label))
_MODES: tuple[Security, ...] = ("tls", "starttls")      # never plain
_RANDOM = "random"

# Nobody can ever register it (RFC 6761 section 6.4), so whoever finds it there makes answers up.
_NOWHERE = "mail-advisor.invalid"


def _hosts(address: Address) -> dict[str, str]:
    """The usual names by label, and a random one. That is derived from the domain, so that a recorded run can
    be replayed; nobody has such a name by chance."""
    domain = address.ascii_domain
    labels = dict.fromkeys(label for labels in _NAMES.values() for label in labels)
    hosts = {label: f"{label}.{domain}" if label else domain for label in labels}
    return {**hosts, _RANDOM: f"x{hashlib.sha256(domain.encode()).hexdigest()[:16]}.{domain}"}


def _questions(address: Address) -> list[tuple[str, str]]:
    return [question for host in _hosts(address).values() for question in addresses_of(host)]


def find(search: Search) -> Found:
    """Claims for the usual names that have an address, implicit TLS before STARTTLS."""
    hosts = _hosts(search.address)
    questions = _questions(search.address)
    answers = dict(zip(questions, resolved(search.network, questions), strict=True))
    places = {label: frozenset(answers[hosts[label], "A"].records + answers[hosts[label], "AAAA"].records)
              for label in hosts}
    wildcard = places.pop(_RANDOM)
    exists = {label for label, place in places.items()
              if place and (not wildcard or place != wildcard or label == "mail")}
    claims = [Claim("guess", endpoint, "%EMAILADDRESS%", (), "the usual names", "I3")
              for endpoint in _endpoints(hosts, exists)]
    if not any(label and places[label] != wildcard for label in exists):
        claims += _at_the_exchanger(search, taken={claim.endpoint.host for claim in claims})
    if claims:
        return Found("answered", tuple(replace(claim, order=order) for order, claim in enumerate(claims)),
                     note=_oddity(search, bool(wildcard)))
    return _nothing(list(answers.values()))


def _at_the_exchanger(search: Search, taken: set[str]) -> list[Claim]:
    """Claims for whoever takes the mail, unless a profile knows who that is: then `mx` speaks of it. Of a
    hoster first the usual names, then the host of the MX record itself."""
    found = exchangers(search)
    owner = registrable(found.hosts[0]) if found.hosts else ""
    if found.profile is not None or not owner:
        return []
    host, inside = found.hosts[0], owner == search.address.registrable
    # The host is asked for along with them: whoever visits it then knows its address.
    usual = set() if inside else _existing(search, [*(f"{label}.{owner}" for label in _LABELS), host])
    endpoints = [Endpoint(protocol, name, USUAL_PORTS[protocol, "tls"], "tls")
                 for protocol, labels in _NAMES.items()
                 for name in dict.fromkeys((*(f"{label}.{owner}" for label in labels), host))
                 if name not in taken and (name in usual or name == host)]
    # MX records are not signed: whoever can answer DNS questions could have planted the host of a stranger.
    return [Claim("guess", endpoint, "%EMAILADDRESS%", (), f"MX {host}", "I3" if inside else "I1")
            for endpoint in endpoints]


def _existing(search: Search, hosts: list[str]) -> set[str]:
    """Those of the hosts that have an address."""
    questions = [question for host in hosts for question in addresses_of(host)]
    answers = resolved(search.network, questions)
    return {host for (host, _), answer in zip(questions, answers, strict=True) if answer.records}


def _oddity(search: Search, wildcard: bool) -> str:
    """Why every name exists: the zone says so, or a resolver that leads mistyped names to its own pages."""
    if not wildcard:
        return ""
    return "hijacked-dns" if search.network.resolve(_NOWHERE, "A").status == "found" else "wildcard"


def _endpoints(hosts: dict[str, str], exists: set[str]) -> Iterator[Endpoint]:
    for mode in _MODES:
        for protocol, labels in _NAMES.items():
            for label in labels:
                if label in exists:
                    yield Endpoint(protocol, hosts[label], USUAL_PORTS[protocol, mode], mode)


def _nothing(answers: list[DnsAnswer]) -> Found:
    statuses = {answer.status for answer in answers}
    if "failed" in statuses:
        return Found("failed", note=next(answer.note for answer in answers if answer.status == "failed"))
    return Found("timeout" if "timeout" in statuses else "absent")


SOURCE = Source("guess", 90, online=True, third_party=False, find=find, asks=_questions)
