"""UIDPLUS (RFC 4315): can exactly these messages be removed, and no others that are marked as deleted?"""

from advisor.checks._reading import extension

CHECK = extension("imap-uidplus", "UIDPLUS", rev2=True)
