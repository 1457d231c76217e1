"""COMPRESS=DEFLATE (RFC 4978): can the line be compressed? It saves data on a metered connection."""

from advisor.checks._reading import extension

CHECK = extension("imap-compress", "COMPRESS=DEFLATE")
