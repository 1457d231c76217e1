"""TOP (RFC 1939): can a program look at the head of a message before it fetches the whole?"""

from advisor.checks._reading import pop3_extension

CHECK = pop3_extension("pop3-top", "TOP")
