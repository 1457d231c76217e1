"""Logs in to a POP3 server through poplib and counts what lies there. Nothing is fetched and nothing deleted.

RETR and TOP are never sent: with EXPIRE 0 a server may delete what was retrieved (RFC 2449 section 6.7), and
some mark as read what was looked into.
"""

import contextlib
import poplib
from collections.abc import Callable
from datetime import date
from hashlib import md5

from advisor.model.account import Survey
from advisor.net import account_answers, pop3
from advisor.net.account_answers import Answer
from advisor.net.account_line import PatientReader, Progress
from advisor.net.account_sasl import MOST_CHALLENGES, Way, decoded, encoded, way
from advisor.net.line import Ended
from advisor.net.visiting import Conversation
from advisor.password import Secret

MOST_LISTED = 100_000           # messages whose sizes are asked for one by one
_LIST_OCTETS = 4 * 1024 * 1024
_LONGEST_COMMAND = 250          # RFC 2449 section 4: 255 with CRLF


class Session:
    """One POP3 session. It ends with QUIT after RSET, so nothing can be deleted."""

    def __init__(self, talk: Conversation, client: pop3._Client) -> None:
        self._talk = talk
        self._client = client

    def send(self, mechanism: str, name: str, secret: Secret) -> Answer:
        """One attempt to log in: USER and PASS, APOP, or AUTH (RFC 5034)."""
        own = mechanism in ("USER", "APOP")
        proof = None if own else way(mechanism, name, secret, self._talk.endpoint)
        try:
            if proof is not None:
                told = self._authenticate(mechanism, proof)
            elif mechanism == "APOP":
                told = self._client.short(f"APOP {name} {self._digest(secret)}")
            else:
                self._client.short(f"USER {name}")
                # RFC 1939 section 7: the password is the rest of the line, whatever its octets are.
                self._client._putline(b"PASS " + secret.reveal())  # type: ignore[attr-defined]  # poplib's own
                told = self._client._getresp()  # type: ignore[attr-defined]  # the same
        except poplib.error_proto as refusal:
            broken = proof is not None and proof.broken
            return Answer("server-unproven") if broken else account_answers.pop3(_said(refusal))
        if not told.startswith(b"+OK"):         # poplib takes any + for a yes; this is one more challenge
            raise Ended("nonsense", "auth")
        return Answer("worked" if proof is None or proof.proven else "server-unproven")

    def _authenticate(self, mechanism: str, proof: Way) -> bytes:
        first = proof.first()
        whole = f"AUTH {mechanism}" + ("" if first is None else f" {encoded(first)}")
        if len(whole) <= _LONGEST_COMMAND:
            told = self._client.short(whole)
        else:
            self._client.short(f"AUTH {mechanism}")
            told = self._client.short(encoded(first))
        for _ in range(MOST_CHALLENGES):
            if told.startswith(b"+OK"):
                break
            told = self._client.short(encoded(proof.answer(decoded(told.removeprefix(b"+").strip()))))
        return told

    def _digest(self, secret: Secret) -> str:
        """RFC 1939 section 7: the time stamp of the greeting and the password."""
        said = self._talk.visit(None, "").stamp().encode() + secret.reveal()
        return md5(said, usedforsecurity=False).hexdigest()

    def after(self) -> tuple[str, ...]:
        """What CAPA says now; an EXPIRE or LOGIN-DELAY that ended in USER is the person's own here."""
        try:
            return self._talk.told(self._client.long("CAPA"))
        except poplib.error_proto:
            return ()

    def survey(self, told: tuple[str, ...], today: date, progress: Progress) -> Survey | None:
        """Messages and octets in the maildrop, the largest message, and whether UIDL works."""
        reader = self._talk.reader = PatientReader(self._talk.reader)
        messages, size, largest = None, None, None
        unique: bool | None = None
        missing: list[str] = []
        try:
            progress("inbox", 0, 2)
            counted = self._client.short("STAT").split()
            messages, size = int(counted[1]), int(counted[2])
            unique = self._has_unique_ids() if messages else None
            progress("inbox", 1, 2)
            if messages <= MOST_LISTED:
                reader.allow(_LIST_OCTETS)
                largest = max((int(line.split()[1]) for line in self._client.long("LIST")), default=None)
            else:
                missing.append("largest")
            self._client.short("RSET")          # nothing is marked; said all the same, before QUIT
            progress("inbox", 2, 2)
        except (poplib.error_proto, ValueError, LookupError):
            missing.append("inbox")
        except (TimeoutError, Ended, OSError) as end:
            missing.append("time" if _is_late(end) else "line")
        return Survey("pop3", today.isoformat(), messages, size, largest, unique_ids=unique,
                      missing=tuple(missing))

    def _has_unique_ids(self) -> bool:
        with contextlib.suppress(poplib.error_proto):
            return len(self._client.short("UIDL 1").split()) >= 3       # RFC 1939 section 7: +OK 1 id
        return False


def speak(talk: Conversation, then: Callable[[Session], None]) -> None:
    """Get to the point where one can log in, then go on with `then`, then take leave."""
    pop3.speak(talk, lambda client: then(Session(talk, client)))


def _said(refusal: poplib.error_proto) -> bytes:
    said = refusal.args[0] if refusal.args else b""
    return said if isinstance(said, bytes) else str(said).encode()


def _is_late(end: Exception) -> bool:
    return isinstance(end, TimeoutError) or (isinstance(end, Ended) and end.outcome in ("timeout", "silent"))
