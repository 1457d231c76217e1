"""Asks a submission server what it can do, through smtplib, over a line that we connected and verified."""

import smtplib
import socket
from collections.abc import Callable

from advisor.net.line import Ended
from advisor.net.visiting import STEP_SECONDS, Conversation

# RFC 5321 section 4.1.3: a client without a name gives an address. Ours would tell who and where we are.
NEUTRAL_NAME = "[127.0.0.1]"


def speak(talk: Conversation, then: Callable[["_Client"], None] | None = None) -> None:
    """EHLO, before and after STARTTLS where that is asked for. Ends with the reason otherwise.

    then: what else to do before taking leave (account_smtp.py logs in).
    """
    client = _Client(talk)
    try:
        client.connect(talk.endpoint.host, talk.endpoint.port)
        talk.keep(_ask(client))
        if talk.endpoint.security == "starttls":
            _upgrade(client, talk)
            talk.keep(_ask(client))
        if then is not None:
            then(client)
        client.putcmd("QUIT")       # and away: nobody waits for the answer
    except smtplib.SMTPServerDisconnected as error:
        raise Ended("closed") from error
    except smtplib.SMTPException as error:
        raise Ended("nonsense", "answer") from error


def _ask(client: "_Client") -> list[bytes]:
    code, said = client.ehlo()
    if code == 421:
        raise Ended("turned-away", "421")
    if not 200 <= code < 300:
        raise Ended("nonsense", "ehlo-refused")
    return said.split(b"\n")[1:]        # the first line is the server's name and its regards


def _upgrade(client: "_Client", talk: Conversation) -> None:
    if "STARTTLS" not in (talk.before_tls or ()):
        raise Ended("no-starttls")
    code, _ = client.docmd("STARTTLS")
    if code != 220:
        raise Ended("starttls-refused")
    client.sock = talk.secure()
    talk.limit.step(STEP_SECONDS)


class _Client(smtplib.SMTP):
    """smtplib over our own line. It reads through the conversation's reader."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk
        super().__init__(local_hostname=NEUTRAL_NAME)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self._talk.sock

    def getreply(self) -> tuple[int, bytes]:
        self.file = self._talk.reader
        return super().getreply()

    def close(self) -> None:
        """smtplib closes when something goes wrong; the line belongs to the conversation, which closes it."""
