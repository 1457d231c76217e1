"""CONDSTORE and QRESYNC (RFC 7162): does the server tell what has changed since last time?

Without it a program that comes back to a large folder has to ask about every message in it.
"""

from advisor.checks._reading import extension

CHECK = extension("imap-condstore", "CONDSTORE", "QRESYNC")
