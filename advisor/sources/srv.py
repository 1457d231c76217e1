"""The SRV records of the domain (RFC 6186, RFC 8314): which hosts offer IMAP, POP3 and submission.

Half of all `_submission` records carry port 465, so the port says how the line is protected, and only
for unusual ports the name of the service does. A target of "." says that a service is not offered.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

from advisor.address import host_from, registrable
from advisor.model.endpoint import SECURITY_OF_PORT, Endpoint, Protocol, Security
from advisor.model.evidence import Claim, Denial, DnsAnswer
from advisor.sources import Found, Search, Source
from advisor.sources._together import together

_SERVICES: dict[str, tuple[Protocol, Literal["tls", "starttls"]]] = {
    "_imaps": ("imap", "tls"), "_imap": ("imap", "starttls"), "_pop3s": ("pop3", "tls"),
    "_pop3": ("pop3", "starttls"), "_submissions": ("smtp", "tls"), "_submission": ("smtp", "starttls")}

_NONE = 65536           # worse than every priority
_RECORD = re.compile(r"([0-9]{1,5}) ([0-9]{1,5}) ([0-9]{1,5}) (\S+)")


@dataclass(frozen=True)
class _Record:
    priority: int
    weight: int
    port: int
    target: str

    @property
    def order(self) -> tuple[int, int, str]:
        """Lowest priority first; the same order every time within one (RFC 2782 lets clients draw lots)."""
        return self.priority, -self.weight, self.target


def find(search: Search) -> Found:
    """All services that the domain's SRV records name, and those that they deny."""
    domain = search.address.ascii_domain
    # A name that nobody publishes: when it has an answer all the same, the zone answers to everything.
    nobody = "_x" + hashlib.sha256(domain.encode()).hexdigest()[:16]
    names = [f"{service}._tcp.{domain}" for service in (*_SERVICES, nobody)]
    answers = together(lambda name: search.network.resolve(name, "SRV"), names)
    wildcard = answers[-1].records
    claims: list[tuple[Security, _Record, Claim]] = []
    denials: list[Denial] = []
    notes: list[str] = []
    for service, name, answer in zip(_SERVICES, names, answers, strict=False):
        protocol, security = _SERVICES[service]
        if wildcard and sorted(answer.records) == sorted(wildcard):
            notes.append("wildcard")
            continue
        for record in _records(answer):
            said = f"SRV {name}"
            host = host_from(record.target)
            if record.target == ".":
                # "." denies this one service: `_imaps` may be there where `_imap` is not.
                denials.append(Denial("srv", protocol, said, security))
            elif host is None or not record.port or not registrable(host):
                notes.append("bad-target")
            else:
                mode = SECURITY_OF_PORT.get(record.port, security)
                inside = registrable(host) == search.address.registrable
                claims.append((mode, record, Claim(
                    "srv", Endpoint(protocol, host, record.port, mode), "%EMAILADDRESS%", (), said,
                    "I3" if inside else "I1")))
    claims.sort(key=lambda found: (found[0] != "tls", found[1].order))
    if _best(claims, "pop3") < _best(claims, "imap") < _NONE:
        notes.append("prefers-pop3")
    ordered = tuple(Claim(claim.source, claim.endpoint, claim.username, claim.auth, claim.said,
                          claim.identity, order) for order, (_, _, claim) in enumerate(claims))
    return _judge(ordered, tuple(denials), answers[:-1], notes)


def _records(answer: DnsAnswer) -> list[_Record]:
    found = []
    for text in answer.records:
        match = _RECORD.fullmatch(text)
        if match and int(match[3]) < 65536:
            target = match[4].lower()
            found.append(_Record(int(match[1]), int(match[2]), int(match[3]), target.rstrip(".") or "."))
    return sorted(found, key=lambda record: record.order)


def _best(claims: list[tuple[Security, _Record, Claim]], protocol: Protocol) -> int:
    """The best priority in a protocol; one compared across services is the provider's own preference
    between IMAP and POP3 (RFC 6186 section 3.4)."""
    return min((record.priority for _, record, claim in claims if claim.endpoint.protocol == protocol),
               default=_NONE)


def _judge(claims: tuple[Claim, ...], denials: tuple[Denial, ...], answers: list[DnsAnswer],
           notes: list[str]) -> Found:
    statuses = {answer.status for answer in answers}
    if claims or denials:
        notes += ["some-failed"] if statuses & {"failed", "timeout"} else []
        return Found("answered", claims, denials, note=" ".join(dict.fromkeys(notes)))
    note = " ".join(dict.fromkeys([*notes, *(answer.note for answer in answers if answer.note)]))
    if "failed" in statuses:
        return Found("failed", note=note)
    return Found("timeout" if "timeout" in statuses else "absent", note=note)


SOURCE = Source("srv", 50, online=True, third_party=False, find=find)
