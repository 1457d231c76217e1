"""SMTPUTF8 (RFC 6531): can one send from and to addresses with letters outside ASCII?"""

from advisor.checks._reading import smtp_extension

CHECK = smtp_extension("smtp-utf8", "SMTPUTF8")
