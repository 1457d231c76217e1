"""The exit codes: what a script may rely on. Each has one meaning and never changes it."""

from enum import IntEnum


class Exit(IntEnum):
    """What the process says when it ends."""

    DONE = 0
    BUG = 1             # ours: the answers are saved, and we ask for the debug file
    USAGE = 2           # wrong flags, or an address that cannot be one
    MISSING = 3         # an answer is missing and nobody can be asked
    NO_SERVER = 4       # no usable server found
    LOGIN_REFUSED = 5
    CANNOT_WRITE = 6    # would overwrite, or the folder cannot be written
    DECLINED = 7        # the person said no at the review
    UNCONFIRMED = 8     # found, but trust is too low to go on without a person's yes
    NETWORK = 9         # the network itself failed
    INTERRUPTED = 130   # Ctrl-C; the answers are saved
