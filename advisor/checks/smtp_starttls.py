"""STARTTLS (RFC 3207): can a submission line that begins in clear be encrypted?"""

from advisor.checks import Check
from advisor.checks._reading import upgrade

NAME = "smtp-starttls"

CHECK = Check(NAME, ("smtp",), (NAME,), lambda visit: (upgrade(visit, NAME, "STARTTLS"),))
