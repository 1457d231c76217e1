"""IDLE (RFC 2177): does the server tell at once when mail comes?

Without it a program has to ask every few minutes.
"""

from advisor.checks._reading import extension

CHECK = extension("imap-idle", "IDLE", rev2=True)
