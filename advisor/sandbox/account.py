"""The one account of the sandbox: whose it is, its password for this run, and the mailbox behind it."""

import hmac
from base64 import b64decode
from binascii import Error as NotBase64
from dataclasses import dataclass, field

from advisor.sandbox.mailbox import Mailbox


@dataclass(frozen=True)
class Account:
    """An account. The password lives in memory only and never shows in a representation."""

    address: str
    name: str
    password: str = field(repr=False)
    mailbox: Mailbox = field(repr=False)

    @property
    def domain(self) -> str:
        """The part of the address behind the @."""
        return self.address.rpartition("@")[2]

    def admits(self, user: bytes, password: bytes) -> bool:
        """Whether user name (the whole address, in any case) and password are right."""
        right_user = user.lower() == self.address.lower().encode()
        right_password = hmac.compare_digest(password, self.password.encode())
        return right_user and right_password

    def admits_plain(self, message: bytes) -> bool:
        """Whether a SASL PLAIN message (RFC 4616: authzid NUL authcid NUL password) is right.

        An authorization identity must be empty or the user: nobody acts for somebody else here.
        Raises ValueError where the message has not that shape.
        """
        parts = message.split(b"\0")
        if len(parts) != 3:
            raise ValueError("a PLAIN message has three parts")
        acting_for, user, password = parts
        return acting_for.lower() in (b"", user.lower()) and self.admits(user, password)


def from_base64(line: bytes) -> bytes:
    """A line of SASL decoded (RFC 4648 section 4; `=` alone is the empty answer). Raises ValueError."""
    if line == b"=":
        return b""
    try:
        return b64decode(line, validate=True)
    except NotBase64 as wrong:
        raise ValueError("not base64") from wrong
