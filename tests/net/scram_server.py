"""The other side of SCRAM (RFC 5802 section 3): knows the password or pretends to."""

import base64
import hashlib
import hmac

from advisor.net.account_scram import HASHES


class ScramServer:
    """One exchange, from the server's side."""

    def __init__(self, mechanism, password):
        self.hash, self.password = HASHES[mechanism], password

    def first(self, said):
        self.bare = said.removeprefix(b"n,,")
        nonce = dict(part.split(b"=", 1) for part in self.bare.split(b","))[b"r"]
        self.challenge = b"r=" + nonce + b"server,s=" + base64.b64encode(b"salt of it") + b",i=4096"
        return self.challenge

    def final(self, said):
        """(whether the client knows the password, the server's proof)."""
        without, _, proof = said.rpartition(b",p=")
        everything = self.bare + b"," + self.challenge + b"," + without
        salted = hashlib.pbkdf2_hmac(self.hash, self.password.encode(), b"salt of it", 4096)
        client = hmac.digest(salted, b"Client Key", self.hash)
        signature = hmac.digest(hashlib.new(self.hash, client).digest(), everything, self.hash)
        good = bytes(a ^ b for a, b in zip(client, signature, strict=True)) == base64.b64decode(proof)
        key = hmac.digest(salted, b"Server Key", self.hash)
        return good, b"v=" + base64.b64encode(hmac.digest(key, everything, self.hash))
