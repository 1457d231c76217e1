"""X-GM-EXT-1: does the server have Gmail's labels?

Then one message shows up in several folders, and a copy of everything holds it several times.
"""

from advisor.checks._reading import extension

CHECK = extension("imap-gmail-labels", "X-GM-EXT-1")
