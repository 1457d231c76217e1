"""QUOTA (RFC 2087, RFC 9208): does the server tell how full the mailbox is?"""

from advisor.checks._reading import extension

CHECK = extension("imap-quota", "QUOTA", "QUOTA=RES-STORAGE")
