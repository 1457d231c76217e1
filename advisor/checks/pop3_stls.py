"""STLS (RFC 2595): can a POP3 line that begins in clear be encrypted?"""

from advisor.checks import Check
from advisor.checks._reading import upgrade

CHECK = Check("pop3-stls", ("pop3",), ("pop3-stls",), lambda visit: (upgrade(visit, "pop3-stls", "STLS"),))
