"""UTF8=ACCEPT (RFC 9755): can the mailbox belong to an address with letters outside ASCII?"""

from advisor.checks._reading import extension

CHECK = extension("imap-utf8", "UTF8=ACCEPT", "UTF8=ONLY")
