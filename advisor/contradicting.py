"""What the world said today against what a profile says: facts to mend in the profile.

What was seen live wins, here it only becomes a report: provider, fact, what the profile says, what the server
said, the day. Only what a server itself answered counts; a network that lets nobody through proves nothing.
Pure.
"""

from collections.abc import Iterable

from advisor.disagreeing import owner
from advisor.mechanisms import ways_to_log_in
from advisor.model.address import Address
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Evidence, Fact, Visit
from advisor.model.picture import Contradiction
from advisor.model.provider import Profile, ProfileServer
from advisor.modes import expiry_days
from advisor.noticing import intercepted
from advisor.providers import fill

# Outcomes that are the server's own word, whoever asks from wherever.
SPEAKS_AGAINST = frozenset({
    "no-address", "refused", "certificate-expired", "certificate-wrong-name", "certificate-untrusted",
    "no-starttls", "starttls-refused", "wrong-protocol", "tls-too-old"})
_LIVE = frozenset({"pacc", "autoconfig", "autoconfig-address", "well-known", "srv"})
_PASSWORDS = frozenset({"password", "password-encrypted"})


def contradictions(evidence: Evidence, profile: Profile, mx_profile: Profile | None) -> tuple[
        Contradiction, ...]:
    """What speaks against `profile`. mx_profile: whose mail exchangers the domain uses, where known."""
    if intercepted(evidence.exchanges):
        return ()
    found: list[tuple[str, str, str]] = []
    visits = {visit.endpoint: visit for visit in evidence.visits()}
    for server in profile.servers:
        visit = visits.get(fill(server, evidence.address))
        if visit is not None and not _is_elsewhere(server, evidence.address):
            found += against(profile, server, visit, evidence.facts, reached=_reached(visits.values()))
    found += _absent(evidence, profile)
    found += _named_elsewhere(evidence, profile)
    found += _mail_goes_elsewhere(evidence.address, profile, mx_profile)
    return tuple(Contradiction(profile.id, fact, says, said, profile.checked, evidence.day)
                 for fact, says, said in dict.fromkeys(found))


def against(profile: Profile, server: ProfileServer, visit: Visit, facts: Iterable[Fact], *,
            reached: bool) -> list[tuple[str, str, str]]:
    """What one visit says against one server of a profile: fact, what the profile says, what was said.

    reached: some mail server could be reached on this network, so that a refusal is a server's own.
    """
    fact = f"{server.protocol} {server.host}:{server.port} {server.security}"
    if visit.outcome in SPEAKS_AGAINST and not visit.note.startswith("dns-"):
        return [(fact, "offered", visit.outcome)] if reached else []
    if visit.outcome != "spoke":
        return []
    ours = tuple(one for one in facts if one.endpoint == visit.endpoint)
    return [(fact, says, said) for says, said in (
        *_login(profile, visit.endpoint, ours), *_pause(profile, ours),
        *_keeping(profile, ours))]


def as_report(found: Iterable[Contradiction], version: str) -> list[str]:
    """Lines to paste into an issue: in English and in the words of the files, whatever language is spoken."""
    lines: list[str] = []
    heading = ""
    for one in found:
        day = one.day.isoformat() if one.day else "unknown"
        title = (f"mail-advisor {version}, profile {one.provider} (checked {one.checked.isoformat()}), "
                 f"seen {day}")
        lines += [title] if title != heading else []
        heading = title
        lines.append(f"- {one.fact}: profile says {one.profile_says}, server said {one.server_said}")
    return lines


def _login(profile: Profile, endpoint: Endpoint, facts: tuple[Fact, ...]) -> list[tuple[str, str]]:
    announced = ways_to_log_in(endpoint.protocol, facts)
    if not announced:
        return []
    wanted = {"password" if way == "app-password" else way for way in profile.auth}
    if wanted and not wanted & set(announced) and not wanted & _PASSWORDS & set(announced):
        return [(f"auth {' '.join(profile.auth)}", f"auth {' '.join(announced)}")]
    return []


def _pause(profile: Profile, facts: tuple[Fact, ...]) -> list[tuple[str, str]]:
    """RFC 2449 section 6.5: LOGIN-DELAY is in seconds."""
    for fact in facts:
        said = str(fact.value).split(" ")[0]
        if fact.name == "pop3-login-delay" and fact.answer == "yes" and said.isdigit() and (
                profile.pop3.poll_minutes is not None and int(said) > profile.pop3.poll_minutes * 60):
            return [(f"poll_minutes {profile.pop3.poll_minutes}", f"LOGIN-DELAY {said}")]
    return []


def _keeping(profile: Profile, facts: tuple[Fact, ...]) -> list[tuple[str, str]]:
    """RFC 2449 section 6.7: EXPIRE is in days."""
    for fact in facts:
        said = expiry_days(fact) if fact.name == "pop3-expire" else None
        if said is not None and profile.pop3.keeps_days is not None and said < profile.pop3.keeps_days:
            return [(f"keeps_days {profile.pop3.keeps_days}", f"EXPIRE {said}")]
    return []


def _absent(evidence: Evidence, profile: Profile) -> list[tuple[str, str, str]]:
    """A protocol that is said not to be offered, spoken by a server of the same owner."""
    owners = {owner(fill(server, evidence.address)) for server in profile.servers}
    return [(visit.endpoint.protocol, "absent", f"spoken by {visit.endpoint}") for visit in evidence.visits()
            if visit.outcome == "spoke" and visit.endpoint.protocol in profile.absent
            and owner(visit.endpoint) in owners]


def _named_elsewhere(evidence: Evidence, profile: Profile) -> list[tuple[str, str, str]]:
    """The domain itself names servers of another owner than the profile does, and they answered."""
    spoke = {visit.endpoint for visit in evidence.visits() if visit.outcome == "spoke"}
    owners = {owner(fill(server, evidence.address)) for server in profile.servers}
    if not owners or evidence.address.ascii_domain not in profile.domains:
        return []       # a customer's own domain may well keep its mailbox elsewhere
    return [(claim.endpoint.protocol, " ".join(sorted(owners)), f"the domain names {claim.endpoint}")
            for claim in evidence.claims if claim.source in _LIVE and claim.identity >= "I2"
            and claim.endpoint in spoke and owner(claim.endpoint) not in owners]


def _mail_goes_elsewhere(address: Address, profile: Profile,
                         other: Profile | None) -> list[tuple[str, str, str]]:
    """The mail of a domain of the profile goes to a provider that has no server in common with it."""
    if other is None or other.id == profile.id or address.ascii_domain not in profile.domains:
        return []
    if not profile.mx or "mx" in profile.unsure:
        return []
    if {server.host for server in profile.servers} & {server.host for server in other.servers}:
        return []       # Cox is Yahoo under another name
    return [("mx", " ".join(profile.mx), f"the MX of {address.ascii_domain} belongs to {other.id}")]


def _is_elsewhere(server: ProfileServer, address: Address) -> bool:
    return bool(server.domains) and address.ascii_domain not in server.domains


def _reached(visits: Iterable[Visit]) -> bool:
    return any(visit.outcome == "spoke" or visit.outcome.startswith("certificate-") for visit in visits)
