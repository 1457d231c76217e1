"""Logs in to a submission server through smtplib. Nothing is sent to anybody."""

import smtplib
from collections.abc import Callable
from datetime import date

from advisor.model.account import Survey
from advisor.net import account_answers, submission
from advisor.net.account_answers import Answer
from advisor.net.account_line import Progress
from advisor.net.account_sasl import MOST_CHALLENGES, Way, decoded, encoded, way
from advisor.net.line import Ended
from advisor.net.visiting import Conversation
from advisor.password import Secret


class Session:
    """One submission session."""

    def __init__(self, talk: Conversation, client: submission._Client) -> None:
        self._talk = talk
        self._client = client

    def send(self, mechanism: str, name: str, secret: Secret) -> Answer:
        """One attempt to log in (RFC 4954)."""
        proof = way(mechanism, name, secret, self._talk.endpoint) if mechanism != "LOGIN" else None
        try:
            if proof is None:
                code, said = self._client.docmd("AUTH LOGIN")
                for part in (name.encode(), secret.reveal()):
                    if code == 334:
                        code, said = self._client.docmd(encoded(part))
            else:
                code, said = self._authenticate(mechanism, proof)
        except smtplib.SMTPServerDisconnected:
            raise Ended("closed") from None
        if proof is not None and (proof.broken or (code == 235 and not proof.proven)):
            return Answer("server-unproven")
        if code != 235 and not 400 <= code < 600:
            raise Ended("nonsense", "auth")
        return Answer("worked") if code == 235 else account_answers.smtp(code, said)

    def _authenticate(self, mechanism: str, proof: Way) -> tuple[int, bytes]:
        first = proof.first()
        code, said = self._client.docmd("AUTH", mechanism + ("" if first is None else f" {encoded(first)}"))
        for _ in range(MOST_CHALLENGES):
            if code != 334:
                break
            code, said = self._client.docmd(encoded(proof.answer(decoded(said.strip()))))
        return code, said

    def after(self) -> tuple[str, ...]:
        """What EHLO says now; some servers allow more to those whom they know."""
        code, said = self._client.ehlo()
        return self._talk.told(said.split(b"\n")[1:]) if 200 <= code < 300 else ()

    def survey(self, told: tuple[str, ...], today: date, progress: Progress) -> Survey | None:
        """There is no mailbox behind submission."""
        return None


def speak(talk: Conversation, then: Callable[[Session], None]) -> None:
    """Get to the point where one can log in, then go on with `then`, then take leave."""
    submission.speak(talk, lambda client: then(Session(talk, client)))
