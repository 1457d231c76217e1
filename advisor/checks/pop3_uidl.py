"""UIDL (RFC 1939): can a program tell which messages it has fetched already?

Without it mail cannot be left on the server: each check would fetch everything again.
"""

from advisor.checks._reading import pop3_extension

CHECK = pop3_extension("pop3-uidl", "UIDL")
