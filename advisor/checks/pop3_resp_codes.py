"""RESP-CODES and AUTH-RESP-CODE (RFC 2449, RFC 3206): does the server say why it refuses?

With them `somebody else has the mailbox open` can be told from a wrong password: two devices that fetch at
the same moment meet that.
"""

from advisor.checks._reading import pop3_extension

CHECK = pop3_extension("pop3-resp-codes", "RESP-CODES", "AUTH-RESP-CODE")
