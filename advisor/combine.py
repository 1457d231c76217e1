"""Turns evidence into a picture: which servers there are, how sure that is, and what disagrees.

Two questions are never mixed: could a stranger have planted this (identity), and does it work (evidence).
Pure: the same evidence gives the same picture, in whatever order it came in.
"""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from advisor import registry
from advisor.address import look_alike
from advisor.autoconfig import fill
from advisor.contradicting import contradictions
from advisor.disagreeing import GUESS, disagreements, mixed, protocols_to_confirm, rank_of
from advisor.mechanisms import ways_to_log_in
from advisor.model.endpoint import PROTOCOLS, Endpoint, Protocol, is_of_others
from advisor.model.evidence import Claim, Denial, DnsAnswer, Evidence, Visit
from advisor.model.picture import Candidate, Conflict, Picture, ProviderView, Standing
from advisor.model.provider import Profile
from advisor.noticing import noticed
from advisor.providers import by_id, domains

_UNKNOWN_SOURCE = 100                   # evidence saved by a version that knew more sources
_STANDINGS: tuple[Standing, ...] = ("usable", "confirm", "refused")
_EVIDENCE = ("E3", "E2", "E1", "E0", "E-")
_MODES = ("tls", "starttls", "plain")
_KNOWS_AUTH = ("profile", "mx", "cname-hints")      # they speak for a profile: it knows more than the server
_MX_NOTES = {"null": "null-mx", "forwarder": "forwarding-only", "filter": "behind-a-filter"}


def combine(evidence: Evidence, profiles: Iterable[Profile]) -> Picture:
    """What `evidence` amounts to. profiles: all known providers."""
    ranks = {source.id: source.rank for source in registry.collect("advisor.sources", "SOURCE")}
    profile, recognised_by = _recognised(evidence, profiles, ranks)
    stale = profile is not None and profile.is_stale(evidence.day)
    claimed: dict[Endpoint, list[Claim]] = defaultdict(list)
    for claim in sorted(evidence.claims, key=lambda one: _place(one, ranks)):
        claimed[claim.endpoint].append(_aged(claim) if stale else claim)
    visits = {visit.endpoint: visit for visit in evidence.visits()}
    judged = [_judge(evidence, endpoint, claims, visits.get(endpoint), ranks)
              for endpoint, claims in claimed.items()]
    conflicts = disagreements(evidence, ranks)
    disguised = _disguised(evidence, profiles)
    doubted = [_doubt(one, conflicts, disguised=disguised)
               for one in _without_idle_guesses(judged, visits)]
    ranked = _ranked(doubted)
    picture = Picture(evidence.address, tuple(one.candidate for one in ranked))
    conflicts += mixed(picture.best("imap") or picture.best("pop3"), picture.best("smtp"), profiles)
    unheard = _unheard(evidence, ranked, ranks)
    notes = _notes(evidence, provisional=bool(unheard), disguised=disguised)
    return replace(picture, conflicts=conflicts, unheard=unheard, notes=notes,
                   provider=_view(profile, recognised_by, stale=stale) if profile else None,
                   contradictions=contradictions(evidence, profile, _of_mx(evidence, profiles))
                   if profile else ())


class _Judged(Struct, frozen=True):
    """A candidate and where its best source stands: smaller is better."""

    candidate: Candidate
    rank: int
    order: int
    advised: bool = False


def _place(claim: Claim, ranks: dict[str, int]) -> tuple[int, int, str, str, str, str, tuple[str, ...]]:
    return (rank_of(claim, ranks), claim.order, claim.source, claim.said, claim.identity,
            claim.username, claim.auth)


def _judge(evidence: Evidence, endpoint: Endpoint, claims: list[Claim], visit: Visit | None,
           ranks: dict[str, int]) -> _Judged:
    sources = tuple(dict.fromkeys(claim.source for claim in claims))
    rank = min(rank_of(claim, ranks) for claim in claims)
    identity = max(claim.identity for claim in claims)
    facts = tuple(sorted((fact for fact in evidence.facts if fact.endpoint == endpoint),
                         key=lambda fact: (fact.name, fact.because)))
    announced = ways_to_log_in(endpoint.protocol, facts)
    grade, because = _grade(visit, announced)
    if rank >= GUESS and _denied(endpoint, evidence.denials):
        grade, because = "E-", "denied-by-srv"
    standing, because = _stand(endpoint, grade, identity, because)
    return _Judged(Candidate(
        endpoint, fill(claims[0].username, evidence.address), _auth(claims, announced or ()), identity, grade,
        standing, because, sources, facts), rank, claims[0].order)


def _grade(visit: Visit | None, announced: tuple[str, ...] | None) -> tuple[str, str]:
    """How well it works, and a code for why."""
    if visit is None:
        return "E0", "not-visited"
    if visit.outcome == "timeout" and visit.note == "not-awaited":
        return "E0", "not-awaited"      # the run was over before the server had its time
    if visit.outcome == "not-visited":  # our own policy: nothing speaks against the server
        if visit.note != "port":
            return "E0", "not-visited"
        return "E0", "port-of-others" if is_of_others(visit.endpoint.port) else "not-visited-port"
    if visit.note.startswith("dns-"):   # our own resolver failed: nothing speaks against the server
        return "E0", visit.outcome
    if visit.outcome == "no-starttls" or (visit.outcome == "spoke" and visit.endpoint.security == "plain"):
        return "E1", "plain-text"
    if visit.outcome != "spoke":
        return "E-", visit.outcome
    if announced is None:
        return "E-", "no-usable-login"
    only_tokens = announced and not {"password", "password-encrypted"} & set(announced)
    return "E2", "no-password-login" if only_tokens else "verified"


def _denied(endpoint: Endpoint, denials: Iterable[Denial]) -> bool:
    return any(denial.protocol == endpoint.protocol and denial.security in (None, endpoint.security)
               for denial in denials)


def _stand(endpoint: Endpoint, grade: str, identity: str, because: str) -> tuple[Standing, str]:
    if endpoint.security == "plain" and grade != "E-":
        return "refused", "plain-text"      # a password would cross every network on the way in clear
    if grade in ("E-", "E1") or because == "port-of-others":
        return "refused", because
    if grade == "E0":
        return "confirm", because
    if identity < "I2":
        return "confirm", "derived" if identity > "I0" else "over-http"
    return "usable", because


def _doubt(one: _Judged, conflicts: Iterable[Conflict], *, disguised: bool) -> _Judged:
    """The same, in the light of what only the person can know: which of two working servers is theirs, and
    whether the domain is the one that they mean. The suggested side of a conflict goes first."""
    candidate, advised = one.candidate, False
    if candidate.standing == "usable" and disguised:
        candidate = replace(candidate, standing="confirm", because="look-alike")
    if candidate.endpoint.protocol in protocols_to_confirm(conflicts) and candidate.standing != "refused":
        if "mx" in candidate.sources:
            advised = True
        elif candidate.standing == "usable":
            candidate = replace(candidate, standing="confirm", because="other-provider")
    return _Judged(candidate, one.rank, one.order, advised)


def _disguised(evidence: Evidence, profiles: Iterable[Profile]) -> bool:
    """Whether the domain may only look like the one that is meant."""
    return "mixed-script" in evidence.address.notes or look_alike(
        evidence.address, domains(profiles)) is not None


def _auth(claims: list[Claim], announced: tuple[str, ...]) -> tuple[str, ...]:
    """The ways to log in: what was claimed and is announced; what is announced where nobody claimed any of
    it. A profile is believed first: the server does not say that it wants an app password."""
    wise = [claim.auth for claim in claims if claim.auth and claim.source in _KNOWS_AUTH]
    others = [claim.auth for claim in claims if claim.auth]
    wanted = next(iter(wise or others), ())
    if not wanted or not announced:
        return wanted or announced
    return tuple(one for one in wanted if _on_the_wire(one) in announced) or announced


def _on_the_wire(auth: str) -> str:
    return "password" if auth == "app-password" else auth


def _without_idle_guesses(judged: list[_Judged], visits: dict[Endpoint, Visit]) -> list[_Judged]:
    """A guess that nobody visited is nothing, and a second name of a verified server is no second server."""
    kept: list[_Judged] = []
    places: set[tuple[Protocol, int, str]] = set()
    for one in sorted(judged, key=lambda one: (one.rank, one.order, one.candidate.endpoint)):
        endpoint, candidate = one.candidate.endpoint, one.candidate
        address = visits[endpoint].address if endpoint in visits else ""
        place = (endpoint.protocol, endpoint.port, address)
        if one.rank >= GUESS and (candidate.evidence == "E0" or place in places):
            continue
        if candidate.standing == "usable" and address:
            places.add(place)
        kept.append(one)
    return kept


def _ranked(judged: list[_Judged]) -> list[_Judged]:
    """IMAP, POP3, SMTP; in each the best first. Two ways to the same host are one answer of its best source,
    and then TLS decides: a weaker answer must not win because its source is the better one (NDSS 2025)."""
    groups: dict[tuple[Protocol, str, Standing, str], tuple[int, int]] = {}
    for one in judged:
        group = _group(one.candidate)
        groups[group] = min((one.rank, one.order), groups.get(group, (one.rank, one.order)))
    return sorted(judged, key=lambda one: (
        PROTOCOLS.index(one.candidate.endpoint.protocol), _STANDINGS.index(one.candidate.standing),
        not one.advised, _EVIDENCE.index(one.candidate.evidence), groups[_group(one.candidate)],
        one.candidate.endpoint.host, _MODES.index(one.candidate.endpoint.security), one.rank, one.order,
        one.candidate.endpoint))


def _group(candidate: Candidate) -> tuple[Protocol, str, Standing, str]:
    return (candidate.endpoint.protocol, candidate.endpoint.host, candidate.standing, candidate.evidence)


def _recognised(evidence: Evidence, profiles: Iterable[Profile],
                ranks: dict[str, int]) -> tuple[Profile | None, str]:
    """The provider that the best source recognised, and the source."""
    for run in sorted(evidence.runs, key=lambda run: (ranks.get(run.id, _UNKNOWN_SOURCE), run.id)):
        profile = by_id(profiles, run.provider) if run.provider else None
        if profile is not None:
            return profile, run.id
    return None, ""


def _of_mx(evidence: Evidence, profiles: Iterable[Profile]) -> Profile | None:
    """The provider whose mail exchangers the domain uses."""
    return next((by_id(profiles, run.provider) for run in evidence.runs
                 if run.id == "mx" and run.provider), None)


def _view(profile: Profile, recognised_by: str, *, stale: bool) -> ProviderView:
    lowered = {"A": "B"}.get(profile.confidence, "C") if stale else profile.confidence
    return ProviderView(profile.id, profile.name, profile.needs, profile.auth, profile.help, recognised_by,
                        profile.pop3.decides, profile.pop3.poll_minutes, profile.quota_mb, profile.quirks,
                        profile.became, lowered, profile.checked, stale, profile.message_mb,
                        profile.pop3.keeps_days, profile.account)


def _aged(claim: Claim) -> Claim:
    """What was written down long ago is no more than the word of a third party."""
    return replace(claim, identity=min(claim.identity, "I2")) if claim.source in _KNOWS_AUTH else claim


def _unheard(evidence: Evidence, ranked: list[_Judged], ranks: dict[str, int]) -> tuple[str, ...]:
    """Sources that are better than those of the best servers and gave no answer: they might have said
    something else. A host of a zone that answers to every name, without a certificate, is nobody."""
    everything = any("wildcard" in run.note.split() for run in evidence.runs if run.id == "guess")
    silent = sorted({(ranks.get(run.id, _UNKNOWN_SOURCE), run.id) for run in evidence.runs
                     if run.status in ("failed", "timeout")
                     and not (everything and run.note.startswith("certificate-"))})
    used = [next((one.rank for one in ranked if one.candidate.endpoint.protocol == protocol
                  and one.candidate.standing != "refused"), 0) for protocol in PROTOCOLS]
    return tuple(source for rank, source in silent if rank < max(used))


def _notes(evidence: Evidence, *, provisional: bool, disguised: bool) -> tuple[str, ...]:
    notes = {_MX_NOTES[run.mx_class] for run in evidence.runs if run.mx_class in _MX_NOTES}
    notes |= noticed(evidence)
    notes |= {"provisional"} if provisional else set()
    notes |= {"look-alike"} if disguised and "mixed-script" not in evidence.address.notes else set()
    questions = [exchange.answer.status for exchange in evidence.exchanges
                 if isinstance(exchange.answer, DnsAnswer)]
    if questions and all(status in ("failed", "timeout") for status in questions):
        notes.add("network-down")
    return tuple(sorted(notes))
