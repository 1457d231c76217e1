"""What no file of ours may hold, whatever its format: checked once, before anything is rendered.

A line break or a control character in a name or a host would start a new line, key or section in every text
format; bidirectional controls make a sheet show something else than it says. Such a value is refused with
the reason, never repaired.
"""

import re
import unicodedata

from advisor.formats import Facts
from advisor.model.text import Text, text

LONGEST = 300

# Uses of folders that facts speak of, as `sent_folder` and so on; "" where it is not known.
FOLDERS = ("sent", "drafts", "archive", "junk", "trash")

# Unicode TR9: characters that reorder what stands around them. LRM, RLM and ALM count too.
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_FORBIDDEN_KINDS = frozenset({"Cc", "Cs", "Zl", "Zp"})

# RFC 952 and RFC 1123 section 2.1: letters, digits, hyphens; RFC 1035 section 2.3.4: the lengths.
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")

_AUTH = frozenset({"password", "password-encrypted", "oauth2", "app-password", "client-certificate", "none"})
_MAY_BE_EMPTY = frozenset({"name", "account_kind", "certificate", *(f"{use}_folder" for use in FOLDERS)})


def refuses(facts: Facts) -> Text | None:
    """Why no file at all may be written from these facts, or None."""
    for field, value in facts.items():
        if isinstance(value, str) and (why := _refuses_string(field, value)):
            return why
    for field in ("domain", "incoming_host", "outgoing_host"):
        if not is_host(str(facts[field])):
            return text("“{value}” is not a host name ({field}).", value=str(facts[field]), field=field)
    for field in ("incoming_port", "outgoing_port"):
        if not _is_number(facts[field], 1, 65535):
            return text("{value} is not a port ({field}).", value=facts[field], field=field)
    for field in ("incoming_auth", "outgoing_auth"):
        if facts[field] not in _AUTH:
            return text("“{value}” is not a known way to sign in ({field}).",
                        value=str(facts[field]), field=field)
    if not _is_number(facts["check_minutes"], 1, 10080):
        return text("{n} minutes between checks is not possible.", n=facts["check_minutes"])
    if not _is_number(facts.get("days", 0), 0, 32767):
        return text("{n} days on the server is not possible.", n=facts["days"])
    return None


def is_fit(value: str) -> bool:
    """Whether `value` may stand in a file as it is."""
    return _refuses_string("", value) is None


def is_host(name: str) -> bool:
    """Whether `name` is a host name of letters, digits and hyphens (an IPv4 address is one, too)."""
    return len(name) <= 253 and all(_LABEL.fullmatch(label) for label in name.split("."))


def forbidden(value: str) -> str | None:
    """The first character of `value` that no file may hold, as `U+202E`, or None."""
    for character in value:
        code = ord(character)
        if (unicodedata.category(character) in _FORBIDDEN_KINDS or character in _BIDI
                or code == 0xFEFF or 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE):
            return f"U+{code:04X}"
    return None


def one_line(given: object) -> str:
    """A string or number for a format of lines, not spelled yet; ValueError for what no file may hold."""
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str):
        raise ValueError(f"a file cannot hold a {type(given).__name__} there")
    if code := forbidden(given):
        raise ValueError(f"a file cannot hold {code}")
    return given


def _refuses_string(field: str, value: str) -> Text | None:
    if code := forbidden(value):
        return text("The value “{field}” holds the character {code}, which must not get into a file.",
                    field=field, code=code)
    if len(value) > LONGEST:
        return text("The value “{field}” has {n} characters; more than {most} are not written.",
                    field=field, n=len(value), most=LONGEST)
    if value != value.strip() or not (value or field in _MAY_BE_EMPTY):
        return text("The value “{field}” is empty or begins or ends with a blank.", field=field)
    return None


def _is_number(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
