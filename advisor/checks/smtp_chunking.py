"""CHUNKING (RFC 3030): can a large message be handed over in pieces of a known size?"""

from advisor.checks._reading import smtp_extension

CHECK = smtp_extension("smtp-chunking", "CHUNKING")
