"""The key file of GLib (desktop-entry style), which Evolution and Geary keep their accounts in.

Backslashes escape: `\\s` for a blank, `\\n`, `\\t`, `\\r` and the backslash itself; in a list `\\;` too. A
blank at the beginning would be lost, so it is escaped there.
"""

import re

from advisor.formats import Value, _values

_UNESCAPES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\", ";": ";"}
_SECURITIES = {"tls": "ssl-on-alternate-port", "starttls": "starttls-on-standard-port", "plain": "none"}
SECURITY_OF = {spelled: security for security, spelled in _SECURITIES.items()}


def value(given: object) -> str:
    """A string, number or boolean as it stands behind the `=`."""
    if isinstance(given, bool):
        return "true" if given else "false"
    escaped = _values.one_line(given).replace("\\", "\\\\")
    return "\\s" + escaped[1:] if escaped.startswith(" ") else escaped


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def groups(content: bytes) -> dict[str, dict[str, str]]:
    """Group to key to what is written behind the `=`, still escaped."""
    found: dict[str, dict[str, str]] = {}
    keys: dict[str, str] | None = None
    for line in content.decode("utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]") and line[1:-1] not in found:
            keys = found[line[1:-1]] = {}
            continue
        key, separator, written = line.partition("=")
        if not separator or keys is None or key in keys:
            raise ValueError(f"not a line of a key file: {line[:80]!r}")
        keys[key] = written.lstrip(" ")
    return found


def plain(written: str) -> str:
    """A string without its escapes; ValueError for one that GLib does not know."""
    def unescape(found: re.Match[str]) -> str:
        if found[1] not in _UNESCAPES:
            raise ValueError(f"not an escape of a key file: {found[0]!r}")
        return _UNESCAPES[found[1]]
    return re.sub(r"\\(.?)", unescape, written)


def split(written: str) -> list[str]:
    """The strings of a list; each ends with `;`."""
    parts = re.findall(r"((?:[^;\\]|\\.)*);", written)
    if "".join(part + ";" for part in parts) != written:
        raise ValueError("not a list of a key file")
    return [plain(part) for part in parts]


def boolean(written: str) -> bool:
    """`true` or `false`."""
    return {"true": True, "false": False}[written]


def server(side: str, keys: dict[str, str], security: str) -> dict[str, Value]:
    """What Evolution's groups Authentication and Security say about one server."""
    return {f"{side}_host": plain(keys["Host"]), f"{side}_port": int(keys["Port"]),
            f"{side}_username": plain(keys.get("User", "")), f"{side}_security": SECURITY_OF[security]}
