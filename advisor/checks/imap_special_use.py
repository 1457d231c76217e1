"""SPECIAL-USE (RFC 6154): does the server say which folder is Sent, Drafts, Trash?

If not, each program has to be told.
"""

from advisor.checks._reading import extension

CHECK = extension("imap-special-use", "SPECIAL-USE", rev2=True)
