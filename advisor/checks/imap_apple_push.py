"""XAPPLEPUSHSERVICE: does the server wake the mail program of iPhones and iPads when mail comes?

Apple's program does not use IDLE; without this it asks every quarter of an hour.
"""

from advisor.checks._reading import extension

CHECK = extension("imap-apple-push", "XAPPLEPUSHSERVICE", "XAPPLELITERAL")
