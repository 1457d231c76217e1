"""PIPELINING (RFC 2449 section 6.6): can many messages be asked for together? It shortens the first fetch."""

from advisor.checks._reading import pop3_extension

CHECK = pop3_extension("pop3-pipelining", "PIPELINING")
