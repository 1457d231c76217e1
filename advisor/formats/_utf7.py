"""Names of folders as IMAP writes them (RFC 3501 section 5.1.3): ASCII, and everything else in base64.

Thunderbird keeps them so in the addresses of its folders, and without any further escape.
"""

import base64
import re


def encode(name: str) -> str:
    """`Entwürfe` as `Entw&APw-rfe`. UnicodeEncodeError (a ValueError) for a lone surrogate."""
    return re.sub(r"&|[^ -~]+", lambda found: "&-" if found[0] == "&" else f"&{_base64(found[0])}-", name)


def _base64(text: str) -> str:
    return base64.b64encode(text.encode("utf-16-be"), b"+,").decode("ascii").rstrip("=")


def decode(spelled: str) -> str:
    """The way back; ValueError where the name is not written so."""
    name = re.sub(r"&([^-]*)-", lambda found: _text(found[1]) if found[1] else "&", spelled)
    if encode(name) != spelled:
        raise ValueError(f"not a name of a folder: {spelled[:80]!r}")
    return name


def _text(coded: str) -> str:
    return base64.b64decode(coded + "=" * (-len(coded) % 4), b"+,", validate=True).decode("utf-16-be")
