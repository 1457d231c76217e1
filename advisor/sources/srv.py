"""The SRV records of the domain (RFC 6186, RFC 8314): which hosts offer IMAP, POP3 and submission.

Half of all `_submission` records carry port 465, so the port says how the line is protected, and only
for unusual ports the name of the service does. A target of "." says that a service is not offered.
Targets of somebody else are only derived, unless DNSSEC proves that the domain itself named them.
"""

import hashlib
import re
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from advisor.address import host_from
from advisor.model.address import Address
from advisor.model.endpoint import SECURITY_OF_PORT, USUAL_PORTS, Endpoint, Protocol
from advisor.model.evidence import Claim, Denial, DnsAnswer
from advisor.sources import Found, Search, Source
from advisor.sources._together import resolved
from advisor.suffixes import registrable

_SERVICES: dict[str, tuple[Protocol, Literal["tls", "starttls"]]] = {
    "_imaps": ("imap", "tls"), "_imap": ("imap", "starttls"), "_pop3s": ("pop3", "tls"),
    "_pop3": ("pop3", "starttls"), "_submissions": ("smtp", "tls"), "_submission": ("smtp", "starttls")}
# Some zones still have it from before RFC 8314. Nobody ever registered it, so it is believed last.
_LEGACY = "_smtps"
_NOBODY = "nobody"
_PROTOCOL_OF_PORT = {port: protocol for (protocol, _), port in USUAL_PORTS.items()}

_NONE = 65536           # worse than every priority
_RECORD = re.compile(r"([0-9]{1,5}) ([0-9]{1,5}) ([0-9]{1,5}) (\S+)")


class _Record(Struct, frozen=True):
    priority: int
    weight: int
    port: int
    target: str

    @property
    def order(self) -> tuple[int, int, str]:
        """Lowest priority first; the same order every time within one (RFC 2782 lets clients draw lots)."""
        return self.priority, -self.weight, self.target


class _Offer(Struct, frozen=True):
    """What a record claims, and the record. late: it is looked at after all others."""

    record: _Record
    claim: Claim
    late: bool = False


def _names(address: Address) -> dict[str, str]:
    """What is asked for each service, and a name that nobody publishes: when it has an answer all the same,
    the zone answers to everything."""
    nobody = "_x" + hashlib.sha256(address.ascii_domain.encode()).hexdigest()[:16]
    names = {service: f"{service}._tcp.{address.ascii_domain}" for service in (*_SERVICES, _LEGACY)}
    return {**names, _NOBODY: f"{nobody}._tcp.{address.ascii_domain}"}


def find(search: Search) -> Found:
    """All services that the domain's SRV records name, and those that they deny."""
    names = _names(search.address)
    said = resolved(search.network, [(name, "SRV") for name in names.values()])
    answers = dict(zip(names, said, strict=True))
    wildcard = sorted(answers.pop(_NOBODY).records)
    offers: list[_Offer] = []
    denials: list[Denial] = []
    notes: list[str] = []
    for service, answer in answers.items():
        if wildcard and sorted(answer.records) == wildcard:
            notes.append("wildcard")
            continue
        protocol, security = _SERVICES.get(service, ("smtp", "tls"))
        for record in _records(answer):
            if record.target != ".":
                offers += _offers(record, service, search, answer.authentic, notes)
            elif service != _LEGACY:
                # "." denies this one service: `_imaps` may be there where `_imap` is not.
                denials.append(Denial("srv", protocol, f"SRV {names[service]}", security))
    offers.sort(key=lambda offer: (offer.late, offer.claim.endpoint.security != "tls", offer.record.order))
    if _best(offers, "pop3") < _best(offers, "imap") < _NONE:
        notes.append("prefers-pop3")
    if not offers and len({(denial.protocol, denial.security) for denial in denials}) == len(_SERVICES):
        notes.append("no-client-access")
    claims = tuple(replace(offer.claim, order=order) for order, offer in enumerate(offers))
    return _judge(claims, tuple(denials), [answers[service] for service in _SERVICES], notes)


def _offers(record: _Record, service: str, search: Search, authentic: bool, notes: list[str]) -> list[_Offer]:
    """The claims that one record makes; adds to `notes` what is odd about it."""
    protocol, security = _SERVICES.get(service, ("smtp", "tls"))
    host = host_from(record.target)
    sound = host is not None and record.port and registrable(host)
    if host is None or not sound or (service == _LEGACY and record.port != 465):
        notes.append("bad-target")
        return []
    mode = SECURITY_OF_PORT.get(record.port, security)
    inside = registrable(host) == search.address.registrable
    identity = "I3" if inside or authentic else "I1"
    said = f"SRV {service}._tcp.{search.address.ascii_domain}"
    protocols = [protocol]
    usual = _PROTOCOL_OF_PORT.get(record.port, protocol)
    if usual != protocol:
        # `_imaps` on port 995 is a slip of the pen in the name or in the port: the greeting will tell.
        notes.append("srv-typo")
        protocols.append(usual)
    return [_Offer(record, Claim("srv", Endpoint(one, host, record.port, mode), "%EMAILADDRESS%", (), said,
                                 identity), late=service == _LEGACY) for one in protocols]


def _records(answer: DnsAnswer) -> list[_Record]:
    found = []
    for text in answer.records:
        match = _RECORD.fullmatch(text)
        if match and int(match[3]) < 65536:
            target = match[4].lower()
            found.append(_Record(int(match[1]), int(match[2]), int(match[3]), target.rstrip(".") or "."))
    return sorted(found, key=lambda record: record.order)


def _best(offers: list[_Offer], protocol: Protocol) -> int:
    """The best priority in a protocol; one compared across services is the provider's own preference
    between IMAP and POP3 (RFC 6186 section 3.4)."""
    return min((offer.record.priority for offer in offers if offer.claim.endpoint.protocol == protocol),
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


SOURCE = Source("srv", 50, online=True, third_party=False, find=find,
                asks=lambda address: [(name, "SRV") for name in _names(address).values()])
