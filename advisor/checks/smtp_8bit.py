"""8BITMIME (RFC 6152): are letters outside ASCII taken as they are, without making the message larger?"""

from advisor.checks._reading import smtp_extension

CHECK = smtp_extension("smtp-8bit", "8BITMIME")
