"""The names that most mail servers have: imap. mail. pop. pop3. smtp. and the domain itself.

Only names that exist are claimed. Where the zone answers to every name, names that lead to the same place
as a random one count as a single name, `mail.`, and a visit has to prove it.
"""

import hashlib
from collections.abc import Iterator

from advisor.model.endpoint import USUAL_PORTS, Endpoint, Protocol, Security
from advisor.model.evidence import Claim, DnsAnswer
from advisor.sources import Found, Search, Source
from advisor.sources._together import together

# Nicest name first, per protocol; "" is the domain itself.
_NAMES: dict[Protocol, tuple[str, ...]] = {
    "imap": ("imap", "mail", ""), "pop3": ("pop", "pop3", "mail", ""), "smtp": ("smtp", "mail", "")}
_MODES: tuple[Security, ...] = ("tls", "starttls")      # never plain


def find(search: Search) -> Found:
    """Claims for the usual names that have an address, implicit TLS before STARTTLS."""
    domain = search.address.ascii_domain
    # Derived from the domain, so that a recorded run can be replayed; nobody has such a name by chance.
    random = "x" + hashlib.sha256(domain.encode()).hexdigest()[:16]
    labels = [*sorted({label for labels in _NAMES.values() for label in labels}), random]
    hosts = {label: f"{label}.{domain}" if label else domain for label in labels}
    questions = [(label, kind) for label in labels for kind in ("A", "AAAA")]
    answers = dict(zip(questions, together(
        lambda question: search.network.resolve(hosts[question[0]], question[1]), questions), strict=True))
    places = {label: frozenset(answers[label, "A"].records + answers[label, "AAAA"].records)
              for label in labels}
    wildcard = places.pop(random)
    exists = {label for label, place in places.items()
              if place and (not wildcard or place != wildcard or label == "mail")}
    claims = tuple(
        Claim("guess", endpoint, "%EMAILADDRESS%", (), "the usual names", "I3", order)
        for order, endpoint in enumerate(_endpoints(hosts, exists)))
    if claims:
        return Found("answered", claims, note="wildcard" if wildcard else "")
    return _nothing(list(answers.values()))


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


SOURCE = Source("guess", 90, online=True, third_party=False, find=find)
