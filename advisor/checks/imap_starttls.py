"""STARTTLS (RFC 9051 section 6.2.1): can an IMAP line that begins in clear be encrypted?"""

from advisor.checks import Check
from advisor.checks._reading import upgrade

NAME = "imap-starttls"

CHECK = Check(NAME, ("imap",), (NAME,), lambda visit: (upgrade(visit, NAME, "STARTTLS"),))
