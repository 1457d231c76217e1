"""Logs in to one mail server and looks at the account: the only place where a password meets the network.

It is sent only inside TLS that was verified for this very host, at most twice, and never again after an
answer that says more than `wrong`. Nothing in the mailbox changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from msgspec.structs import replace

from advisor.model.account import Attempt, Login, Survey
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Visit
from advisor.net.account_answers import Answer
from advisor.net.account_line import Discretion, Progress
from advisor.net.account_sasl import ways
from advisor.net.account_scram import HASHES
from advisor.net.line import Ended
from advisor.net.live import LiveNetwork
from advisor.net.visiting import Conversation
from advisor.password import Secret

MOST_ATTEMPTS = 2           # at one endpoint; more would look like an attack, and lock accounts
LOGIN_SECONDS = 15.0        # servers make those wait who were wrong


class Session(Protocol):
    """A conversation that is ready for a login, in any of the three protocols."""

    def send(self, mechanism: str, name: str, secret: Secret) -> Answer:
        """One attempt to log in."""

    def after(self) -> tuple[str, ...]:
        """Capabilities after the login."""

    def survey(self, told: tuple[str, ...], today: date, progress: Progress) -> Survey | None:
        """What lies in the mailbox."""


@dataclass(frozen=True)
class Looked:
    """What one login told. visit: the conversation, with capabilities after login where that worked."""

    login: Login
    visit: Visit | None = None
    survey: Survey | None = None


def look(network: LiveNetwork, endpoint: Endpoint, names: Sequence[str], secret: Secret, *, today: date,
         seconds: float, progress: Progress, survey: bool, most: int = MOST_ATTEMPTS,
         before: Sequence[Attempt] = ()) -> Looked:
    """Log in to `endpoint` and, if `survey`, see what lies there. Raises nothing for what the world does.

    names: login names, the likeliest first; a second one is tried only where the server says no more than
    `wrong`. seconds: for all of it. today: the day that the survey counts back from. most: attempts at this
    endpoint, with those that were made before (with another password) counted in.
    """
    if endpoint.security == "plain":
        return Looked(Login(endpoint, "not-tried", because="plain-text"))
    visited = _Visitor(endpoint, names, secret, today, progress, survey, most - len(before), before)
    visit = network.hold(endpoint, seconds, visited.lead)
    login = visited.login
    if login is None:
        login = Login(endpoint, "line-failed", attempts=tuple(visited.attempts), because=visit.outcome)
        if visited.attempts:        # it hung up after it had said no: that answer stands
            last = visited.attempts[-1]
            login = replace(login, outcome=last.outcome, username=last.username, mechanism=last.mechanism)
    quiet = Discretion(secret)
    told = visited.after
    visit = replace(visit, greeting=quiet.words(visit.greeting), note=quiet.words(visit.note),
                    after_login=None if told is None else tuple(line for line in told if quiet.words(line)))
    return Looked(login, visit if login.outcome == "worked" else None, _quieted(visited.survey, quiet))


def _quieted(found: Survey | None, quiet: Discretion) -> Survey | None:
    """The survey, whose names come from the server."""
    return None if found is None else replace(
        found, folders=tuple(replace(one, name=quiet.name(one.name)) for one in found.folders),
        samples=tuple(replace(one, folder=quiet.name(one.folder)) for one in found.samples),
        prefix=None if found.prefix is None else quiet.name(found.prefix),
        separator=None if found.separator is None else quiet.name(found.separator))


class _Visitor:
    """Leads one conversation and remembers what came of it."""

    def __init__(self, endpoint: Endpoint, names: Sequence[str], secret: Secret, today: date,
                 progress: Progress, wants_survey: bool, most: int, before: Sequence[Attempt]) -> None:
        self._endpoint = endpoint
        self._names = list(dict.fromkeys(names))
        self._secret = secret
        self._today = today
        self._progress = progress
        self._wants_survey = wants_survey
        self._most, self._before = most, before
        self._quiet = Discretion(secret)
        self.attempts: list[Attempt] = []
        self.login: Login | None = None
        self.after: tuple[str, ...] | None = None
        self.survey: Survey | None = None

    def lead(self, talk: Conversation) -> None:
        """The conversation behind the greeting."""
        _speaker(self._endpoint)(talk, lambda session: self._enter(talk, session))

    def _enter(self, talk: Conversation, session: Session) -> None:
        if not talk.encrypted or "injected-before-tls" in talk.notes:
            raise Ended("tls-failed", "injected-before-tls")    # somebody sits in the line: no password here
        talk.limit.step(LOGIN_SECONDS)
        self.login = self._log_in(talk, session)
        if self.login.outcome != "worked":
            return
        try:
            self.after = session.after()
            talk.limit.step(float("inf"))       # the whole of what is left
            if self._wants_survey:
                self.survey = session.survey(self.after, self._today, self._progress)
        except (Ended, TimeoutError, OSError):
            talk.note("ended-after-login")      # what is known stays known
        self.after = self.after if self.after is not None else ()

    def _log_in(self, talk: Conversation, session: Session) -> Login:
        mechanisms = list(ways(talk.visit(None, ""), self._secret.kind))
        names = list(self._names)
        if not mechanisms:
            return Login(self._endpoint, "no-way-in")
        if self._most < 1:
            return Login(self._endpoint, "not-tried", because="refused-elsewhere")
        for earlier in self._before:
            _may_go_on(earlier, mechanisms, names)
        while True:
            attempt = self._attempt(session, mechanisms[0], names[0])
            if len(self.attempts) < self._most and _may_go_on(attempt, mechanisms, names):
                continue
            return Login(self._endpoint, attempt.outcome, attempt.username, attempt.mechanism,
                         tuple(self.attempts))

    def _attempt(self, session: Session, mechanism: str, name: str) -> Attempt:
        answer = session.send(mechanism, name, self._secret)
        code, said, link = (self._quiet.words(told) for told in (answer.code, answer.said, answer.link))
        attempt = Attempt(mechanism, name, answer.outcome, code, said, link)
        self.attempts.append(attempt)
        return attempt


def _may_go_on(attempt: Attempt, mechanisms: list[str], names: list[str]) -> bool:
    """Whether there is something else to try after this answer; then it stands first in both lists."""
    if attempt.outcome == "mechanism-refused" and len(mechanisms) > 1:
        del mechanisms[0]
        return True
    if attempt.outcome != "refused":
        return False
    # Many servers announce SCRAM and have no SCRAM key for this account; what they say then is `wrong`.
    # Whoever has a key for SCRAM takes the password itself too, so the second attempt loses nothing by it.
    keyless = mechanisms[0] in HASHES and len(mechanisms) > 1
    if keyless:
        del mechanisms[0]
    if len(names) > 1:
        del names[0]
        return True
    return keyless


def _speaker(endpoint: Endpoint) -> Callable[[Conversation, Callable[[Any], None]], None]:
    """Who speaks the protocol. The libraries are imported by the first who needs them."""
    match endpoint.protocol:
        case "imap":
            from advisor.net import account_imap
            return account_imap.speak
        case "pop3":
            from advisor.net import account_pop3
            return account_pop3.speak
        case "smtp":
            from advisor.net import account_smtp
            return account_smtp.speak
