"""What account sessions of all protocols have in common: how much may be heard, and what is kept quiet."""

from base64 import b64encode
from collections.abc import Callable

from advisor.net.line import MAX_TOTAL, Reader, clean
from advisor.password import Secret

Progress = Callable[[str, int, int], None]
"""Told how far a survey is: what is looked at (`folders`, `inbox`, or a folder's name), done, of how many."""

_SHORTEST = 6       # a shorter secret may well be an ordinary word, and then names would be torn apart


_SURE = 8           # letters of base64 that are no coincidence


class PatientReader(Reader):
    """Goes on where `before` stopped, with an allowance of its own for each command."""

    def __init__(self, before: Reader) -> None:
        super().__init__(before.sock, before._limit)
        self._buffer = before._buffer

    def allow(self, octets: int) -> None:
        """The next answer may be this long."""
        self._received = MAX_TOTAL - octets


class Discretion:
    """Takes out of a server's words whatever holds the secret, plain or as it was sent.

    Servers that repeat what they refused do exist.
    """

    def __init__(self, secret: Secret) -> None:
        letters = secret.reveal()
        self._secret = letters.decode("utf-8", "replace").casefold()
        # In SASL it stands at the end: three ways to fall into groups of three, of which the inside is sure.
        inside = [b64encode(bytes(skipped) + letters)[4:].rstrip(b"=")[:-1] for skipped in range(3)]
        forms = [b64encode(letters), *(form for form in inside if len(form) >= _SURE)]
        self._forms = [self._secret, *(form.decode().casefold() for form in forms)]

    def words(self, said: str) -> str:
        """`said`, or nothing where it holds the secret."""
        told = said.casefold()
        return "" if any(form in told for form in self._forms) else said

    def name(self, said: str) -> str:
        """The same for something that has to keep a name."""
        told = clean(said)
        return told if not told or len(self._secret) < _SHORTEST or self.words(told) else "***"
