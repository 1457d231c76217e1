"""The configuration of fetchmail, for POP3: it deletes on the server unless `keep` stands there.

Strings stand in double quotes. A quote inside is written as `\\x22`: after `\\"` fetchmail 6.4 keeps the
quotes around the string as well (seen). It takes the file only with mode 600, which is how all are written.
"""

import re

from advisor.formats import Facts, Format, Value, _limits, _values, pick
from advisor.model.text import Text

_TOKEN = re.compile(r'"((?:[^"\\]|\\\\|\\x[0-9a-f]{2})*)"|([^\s"#\\]+)|\s+|#.*')
_FLAGS = frozenset({"ssl", "sslcertck", "keep", "nokeep", "uidl", "fetchall", "no"})
_NOISE = frozenset({"with", "there", "options", "and"})


def value(given: object) -> str:
    """A number, or a string in double quotes."""
    spelled = _values.one_line(given)
    if isinstance(given, int):
        return spelled
    return '"' + spelled.replace("\\", "\\\\").replace('"', "\\x22") + '"'


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What is fetched, from where, and whether it stays there."""
    words = _words(content.decode("utf-8"))
    keys: dict[str, str] = {}
    flags: set[str] = set()
    while words:
        word = words.pop(0)
        if word in _NOISE:
            continue
        if word in flags or word in keys:
            raise ValueError(f"{word} is there twice")
        if word in _FLAGS:
            flags.add(word)
        else:
            keys[word] = words.pop(0)
    if keys.keys() != {"poll", "proto", "service", "user", "sslproto"} or not flags >= {"uidl", "sslcertck"}:
        raise ValueError("there is a word that we never write, or one is missing")
    if ("ssl" not in flags) != (keys["sslproto"] == "TLS1.2+") or len(flags & {"keep", "nokeep"}) != 1:
        raise ValueError("TLS and what stays must be spelled out")
    return {
        "incoming_protocol": keys["proto"].lower(), "incoming_host": keys["poll"],
        "incoming_port": int(keys["service"]), "incoming_username": keys["user"],
        "incoming_security": "tls" if "ssl" in flags else "starttls",
        "leave_on_server": "keep" in flags, "days": 0, "delete_on_local_delete": False,
    }


def _words(content: str) -> list[str]:
    words, at = [], 0
    while at < len(content):
        found = _TOKEN.match(content, at)
        if not found:
            raise ValueError(f"not fetchmail's grammar: {content[at:at + 80]!r}")
        if found[1] is not None:
            words.append(re.sub(r"\\(?:x(..)|(.))", _unescape, found[1]))
        elif found[2] is not None:
            words.append(found[2])
        at = found.end()
    return words


def _unescape(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]


def says(facts: Facts) -> dict[str, Value]:
    """The incoming server and what stays on it."""
    return pick(facts, "incoming_protocol", "incoming_host", "incoming_port", "incoming_security",
                "incoming_username", *_limits.POLICIES)


def refuses(facts: Facts) -> Text | None:
    """No encryption, anything but a password, and days: fetchmail cannot count them."""
    return (_limits.plain(facts, "incoming")
            or _limits.sign_in(facts, outgoing=frozenset({str(facts["outgoing_auth"])}))
            or _limits.on_server(facts, removes=True)
            or _limits.spelling(facts, value, "incoming_username"))


FORMAT = Format("fetchmailrc", value, pack, read, says, refuses)
