"""What logging in adds to the evidence and to the picture, and who may be logged in to at all. Pure.

A login is proof: a server that let the person in is the right one (`E3`), and what it announces then counts.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from advisor import registry
from advisor.autoconfig import fill
from advisor.checks import Check
from advisor.exits import Exit
from advisor.model.account import Account, Login, LoginOutcome, Survey
from advisor.model.endpoint import PROTOCOLS
from advisor.model.evidence import Disclosure, Evidence, Exchange, Fact, Visit
from advisor.model.picture import Candidate, Picture

# Answers that the same password would get everywhere: asking on would only lock the account.
STOPS: frozenset[LoginOutcome] = frozenset({
    "refused", "app-password", "expired", "disabled", "web-login", "contact-admin", "limit",
    "not-authorized", "server-unproven"})
# Answers that are a no to this person, whatever the other servers say.
_REFUSALS: frozenset[LoginOutcome] = STOPS | {"basic-off"}


def candidates(picture: Picture) -> tuple[Candidate, ...]:
    """The servers to log in to: the best of each protocol, IMAP first."""
    best = (picture.best(protocol) for protocol in PROTOCOLS)
    return tuple(one for one in best if one is not None)


def why_not(candidate: Candidate, *, accepted: bool) -> str:
    """A code for why no password may go to this server, or "". accepted: a person accepts doubtful ones.

    Nothing makes up for TLS that was not verified.
    """
    if candidate.endpoint.security == "plain":
        return "plain-text"
    if candidate.evidence not in ("E2", "E3"):
        return "not-verified"
    if candidate.standing == "refused" or (candidate.standing == "confirm" and not accepted):
        return "not-confirmed"
    return ""


def names_for(candidate: Candidate, evidence: Evidence) -> tuple[str, ...]:
    """Login names to try, the likeliest first, none of them made up.

    The whole address goes first where anybody names it or nobody names anything; then what sources say of
    this endpoint. The address is always among them: it is the form that most servers take.
    """
    said = [fill(claim.username, evidence.address) for claim in evidence.claims
            if claim.endpoint == candidate.endpoint and claim.username]
    address = evidence.address.full
    first = address if not said or address in said else candidate.username or said[0]
    return tuple(dict.fromkeys((first, address, candidate.username or address, *said)))


def with_account(evidence: Evidence, account: Account, visits: Iterable[tuple[Visit, int]]) -> Evidence:
    """The evidence with what the logins told. visits: those that were let in, each with its milliseconds.

    The facts of such a server are read anew: what it announces after login is more than what it said before.
    """
    let_in = [(visit, ms) for visit, ms in visits if visit.outcome == "spoke"]
    endpoints = {visit.endpoint for visit, _ in let_in}
    facts = [fact for fact in evidence.facts if fact.endpoint not in endpoints]
    facts += [learned(fact, account.survey(visit.endpoint.protocol)) for visit, _ in let_in
              for fact in facts_of(visit)]
    started = evidence.network_ms
    exchanges = list(evidence.exchanges)
    for visit, ms in let_in:
        exchanges.append(Exchange(f"LOGIN {visit.endpoint}", visit, started, ms))
        started += ms
    told = {Disclosure(login.endpoint.host, "login") for login in account.logins if login.attempts}
    return replace(
        evidence, account=account, exchanges=tuple(exchanges),
        facts=tuple(sorted(facts, key=lambda fact: (fact.endpoint, fact.name))),
        disclosures=tuple(sorted({*evidence.disclosures, *told}, key=lambda one: (one.to, one.what))))


def facts_of(visit: Visit) -> tuple[Fact, ...]:
    """What all checks make of one visit."""
    checks: tuple[Check, ...] = registry.collect("advisor.checks", "CHECK")
    return tuple(fact for check in checks if visit.endpoint.protocol in check.protocols
                 for fact in check.read(visit))


def learned(fact: Fact, survey: Survey | None) -> Fact:
    """The fact as the look into the mailbox showed it: what was tried is better than what was announced.

    An old POP3 server names nothing, and UIDL works all the same; Courier and Cyrus mark the folder for sent
    mail without announcing that they do.
    """
    if survey is None:
        return fact
    match fact.name:
        case "pop3-uidl" if survey.unique_ids is not None:
            return Fact(fact.name, "yes" if survey.unique_ids else "no", None, "tried", fact.endpoint)
        case "imap-special-use" if fact.answer != "yes" and any(one.use for one in survey.folders):
            return Fact(fact.name, "yes", None, "seen-in-list", fact.endpoint)
        case "imap-namespace" if fact.answer == "yes" and survey.prefix is not None:
            return Fact(fact.name, "yes", survey.prefix, "answered", fact.endpoint)
    return fact


def with_logins(picture: Picture, account: Account | None) -> Picture:
    """The picture, in which a server that let the person in has `E3` and the login name that worked."""
    worked = account.worked() if account is not None else {}
    return replace(picture, candidates=tuple(
        _let_in(one, worked[one.endpoint]) if one.endpoint in worked else one for one in picture.candidates))


def _let_in(candidate: Candidate, login: Login) -> Candidate:
    because = "login-worked" if candidate.standing == "usable" else candidate.because
    return replace(candidate, evidence="E3", username=login.username, because=because)


def exit_of(account: Account) -> Exit:
    """How the logins ended: DONE where one worked and nobody said no to the person, or none was tried."""
    tried = [login.outcome for login in account.logins if login.outcome != "not-tried"]
    if any(outcome in _REFUSALS for outcome in tried):
        return Exit.LOGIN_REFUSED
    if not tried or "worked" in tried:
        return Exit.DONE
    return Exit.NETWORK if set(tried) == {"line-failed"} else Exit.LOGIN_REFUSED
