"""MOVE (RFC 6851): can messages be moved in one step?

Without it a move is a copy and a deletion, and may leave the mail twice.
"""

from advisor.checks._reading import extension

CHECK = extension("imap-move", "MOVE", rev2=True)
