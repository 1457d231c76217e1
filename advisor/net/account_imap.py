"""Logs in to an IMAP server through imapclient, over a line that was verified before."""

import imaplib
from collections.abc import Callable
from datetime import date
from typing import Any

from advisor.model.account import Survey
from advisor.net import account_answers, imap
from advisor.net.account_answers import Answer
from advisor.net.account_imap_client import Client
from advisor.net.account_imap_survey import survey
from advisor.net.account_line import Progress
from advisor.net.account_sasl import Way, encoded, way
from advisor.net.line import Ended
from advisor.net.visiting import Conversation
from advisor.password import Secret

_IN_ONE_LINE = {"SASL-IR", "IMAP4REV2"}     # RFC 9051 appendix E: the second brings the first along


class Session:
    """One IMAP session. Nothing that it does changes the mailbox."""

    def __init__(self, talk: Conversation, client: Client) -> None:
        self._talk = talk
        self._client = client
        # imaplib remembers its last ten commands, and imapclient sends them to a log: not these.
        client.line._mesg = _say_nothing  # type: ignore[attr-defined]  # imaplib's own, missing in its stubs

    def send(self, mechanism: str, name: str, secret: Secret) -> Answer:
        """One attempt to log in."""
        line = self._client.line
        line.untagged_responses = {}
        proof = way(mechanism, name, secret, self._talk.endpoint) if mechanism != "LOGIN" else None
        try:
            if proof is None:
                kind, told = line._simple_command("LOGIN", _quoted(name.encode()), _quoted(secret.reveal()))
            else:
                kind, told = self._authenticate(mechanism, proof)
        except (imaplib.IMAP4.abort, Ended):
            if not line.untagged_responses.get("BYE"):
                raise
            kind, told = "BYE", line.untagged_responses["BYE"]
        except imaplib.IMAP4.error as refusal:
            kind, told = "BAD", [str(refusal).encode()]
        if proof is not None and (proof.broken or (kind == "OK" and not proof.proven)):
            return Answer("server-unproven")
        if kind != "OK":
            return account_answers.imap(_last(told))
        line.state = "AUTH"
        return Answer("worked")

    def _authenticate(self, mechanism: str, proof: Way) -> tuple[str, list[Any]]:
        """AUTHENTICATE, with what is to be said first in the same line where the server can take that
        (SASL-IR, RFC 4959): a round trip less. imaplib itself never does."""
        line = self._client.line
        first = proof.first()
        words = [mechanism]
        if first is not None and _IN_ONE_LINE & set(self._talk.after_tls or ()):
            words.append(encoded(first) or "=")
            first = None
        waiting = [first] if first is not None else []
        # RFC 9051 section 6.2.2: the server goes on with `+` as long as it wants to hear more.
        line.literal = imaplib._Authenticator(  # type: ignore[assignment]  # the stubs know its other use only
            lambda challenge: waiting.pop() if waiting else proof.answer(challenge)).process
        kind, told = line._simple_command("AUTHENTICATE", *words)
        return kind, told

    def after(self) -> tuple[str, ...]:
        """What the server can do now that it knows who asks."""
        line = self._client.line
        line.untagged_responses.pop("CAPABILITY", None)     # said unasked it may be shorter
        try:
            told = line.capability()[1]
        except imaplib.IMAP4.error:
            return ()
        capabilities = self._talk.told(_last(told).split())
        # RFC 9051 appendix E: what IMAP4rev2 brings along is not announced apart; imapclient looks for it.
        implied = ("NAMESPACE",) if "IMAP4REV2" in capabilities else ()
        self._client._cached_capabilities = tuple(token.encode() for token in (*capabilities, *implied))
        return capabilities

    def survey(self, told: tuple[str, ...], today: date, progress: Progress) -> Survey | None:
        """What lies in the mailbox."""
        return survey(self._client, self._talk, told, today, progress)


def speak(talk: Conversation, then: Callable[[Session], None]) -> None:
    """Get to the point where one can log in, then go on with `then`, then take leave."""
    imap.speak(talk, lambda line: then(Session(talk, Client(line))))


def _quoted(value: bytes) -> bytes:
    """A quoted string (RFC 9051 section 9). Octets above 127 go as they are: servers take UTF-8 there."""
    return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _last(told: list[Any] | None) -> bytes:
    return told[-1] if told and isinstance(told[-1], bytes) else b""


def _say_nothing(*_: object) -> None:
    pass
