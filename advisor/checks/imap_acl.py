"""ACL (RFC 4314): can folders be shared with other people, each with their own password?"""

from advisor.checks._reading import extension

CHECK = extension("imap-acl", "ACL")
