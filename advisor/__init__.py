"""mail-advisor: IMAP or POP3, on which device, with what settings, and the finished set-up.

This file stays almost empty on purpose: it is imported before the first line is shown.
"""

__version__ = "0.1.0"
