"""SCRAM (RFC 5802, RFC 7677): shows the server that we know the password, without sending it.

The server has to show the same: one that lets everybody in without knowing the password is found out. There
is no channel binding (the `-PLUS` forms): Python cannot give the one that TLS 1.3 asks for (RFC 9266).
"""

import base64
import binascii
import hashlib
import hmac
import secrets
import stringprep
import unicodedata

HASHES = {"SCRAM-SHA-512": "sha512", "SCRAM-SHA-256": "sha256", "SCRAM-SHA-1": "sha1"}   # strongest first
# Each round costs both sides time. A hostile server must not keep us busy for minutes; a low number is no
# danger of its own inside verified TLS, where the same server could ask for the password itself.
MOST_ROUNDS = 1_000_000


class Scram:
    """One exchange. proven: the server has shown that it knows the password too. broken: it has shown that it
    does not, or speaks no SCRAM.

    nonce: our own random part; only tests give one.
    """

    def __init__(self, mechanism: str, name: str, letters: bytes, nonce: str = "") -> None:
        self.proven = self.broken = False
        self._hash = HASHES[mechanism]
        self._letters = prepared(letters)
        self._nonce = nonce or secrets.token_urlsafe(24)
        # RFC 5802 section 5.1: these two signs separate the parts of a message.
        quoted = name.replace("=", "=3D").replace(",", "=2C")
        self._bare = f"n={quoted},r={self._nonce}".encode()
        self._expected: bytes | None = None     # the server's proof, as it has to be

    def first(self) -> bytes:
        """client-first-message; `n,,` says that we cannot bind to the TLS channel."""
        return b"n,," + self._bare

    def answer(self, challenge: bytes) -> bytes | None:
        """What to say to server-first and to server-final. None: break it off, this is no SCRAM."""
        parts = dict(part.split(b"=", 1) for part in challenge.split(b",") if b"=" in part)
        said = self._proof(challenge, parts) if self._expected is None else self._end(parts)
        self.broken = self.broken or said is None
        return said

    def _end(self, parts: dict[bytes, bytes]) -> bytes | None:
        if b"v" in parts:
            signature = _unpacked(parts[b"v"]) or b""
            self.proven = hmac.compare_digest(signature, self._expected or b"")
            return b"" if self.proven else None
        return b"" if b"e" in parts else None       # an error: the server will say no in a moment

    def _proof(self, challenge: bytes, parts: dict[bytes, bytes]) -> bytes | None:
        nonce, salt, rounds = (parts.get(key, b"") for key in (b"r", b"s", b"i"))
        unpacked = _unpacked(salt)
        mine = self._nonce.encode()
        if b"m" in parts or not unpacked or not nonce.startswith(mine) or nonce == mine:
            return None
        if not (rounds.isdigit() and len(rounds) < 9 and 0 < int(rounds) <= MOST_ROUNDS):
            return None
        salted = hashlib.pbkdf2_hmac(self._hash, self._letters, unpacked, int(rounds))
        bare = b"c=" + base64.b64encode(b"n,,") + b",r=" + nonce
        everything = self._bare + b"," + challenge + b"," + bare
        client = self._keyed(salted, b"Client Key")
        signature = self._keyed(hashlib.new(self._hash, client).digest(), everything)
        proof = bytes(one ^ other for one, other in zip(client, signature, strict=True))
        self._expected = self._keyed(self._keyed(salted, b"Server Key"), everything)
        return bare + b",p=" + base64.b64encode(proof)

    def _keyed(self, key: bytes, said: bytes) -> bytes:
        return hmac.digest(key, said, self._hash)


def prepared(letters: bytes) -> bytes:
    """The password in the one form that both sides count from (SASLprep, RFC 4013).

    As it is where it is no UTF-8 or holds what is forbidden there: the server has made its key of something.
    """
    try:
        told = letters.decode()
    except UnicodeDecodeError:
        return letters
    mapped = "".join(" " if stringprep.in_table_c12(sign) else sign
                     for sign in told if not stringprep.in_table_b1(sign))
    normal = unicodedata.normalize("NFKC", mapped)
    forbidden = (stringprep.in_table_c12, stringprep.in_table_c21_c22, stringprep.in_table_c3,
                 stringprep.in_table_c4, stringprep.in_table_c5, stringprep.in_table_c6,
                 stringprep.in_table_c7, stringprep.in_table_c8, stringprep.in_table_c9)
    if not normal or any(test(sign) for sign in normal for test in forbidden):
        return letters
    return normal.encode()


def _unpacked(said: bytes) -> bytes | None:
    try:
        return base64.b64decode(said, validate=True)
    except binascii.Error:
        return None
