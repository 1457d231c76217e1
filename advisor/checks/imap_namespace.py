"""NAMESPACE (RFC 2342): does the server tell where the person's own folders begin, such as below `INBOX.`?"""

from advisor.checks._reading import extension

CHECK = extension("imap-namespace", "NAMESPACE", rev2=True)
