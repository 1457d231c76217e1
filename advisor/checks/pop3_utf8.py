"""UTF8 (RFC 6856): can the mailbox belong to an address with letters outside ASCII?"""

from advisor.checks._reading import pop3_extension

CHECK = pop3_extension("pop3-utf8", "UTF8")
