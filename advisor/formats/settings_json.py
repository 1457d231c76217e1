"""The settings of one device as JSON, for a help desk's own programs.

The names are those of plan.json; what POP3 does on the server is null for a device with IMAP.
"""

import json
from typing import Any

from advisor.formats import SERVER_FACTS, Facts, Format, Value, pick

_SERVER = ("protocol", "host", "port", "security", "username", "auth")
_POLICY = {"leave_on_server": "leave_on_server", "remove_after_days": "days",
           "delete_on_local_delete": "delete_on_local_delete"}
_PLAIN = ("device", "name", "address", "check_minutes", "offline_copy")


def value(given: object) -> str:
    """A string, number or boolean as JSON (RFC 8259 section 7)."""
    if not isinstance(given, str | int):
        raise ValueError(f"the settings cannot hold a {type(given).__name__}")
    spelled = json.dumps(given, ensure_ascii=False)
    spelled.encode("utf-8")     # a lone surrogate has no place in UTF-8; UnicodeEncodeError is a ValueError
    return spelled


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the file says; ValueError for a name that is missing, unknown or there twice."""
    document = json.loads(content, object_pairs_hook=_once)
    if document.keys() != {"schema", "incoming", "outgoing", *_POLICY, *_PLAIN} or document["schema"] != 1:
        raise ValueError("not settings of schema 1")
    said: dict[str, Value] = {name: document[name] for name in _PLAIN}
    for side in ("incoming", "outgoing"):
        if tuple(document[side]) != _SERVER:
            raise ValueError(f"{side} must say {', '.join(_SERVER)}")
        said |= {f"{side}_{part}": document[side][part] for part in _SERVER}
    if said.pop("outgoing_protocol") != "smtp":
        raise ValueError("mail is sent over SMTP")
    policy = {field: document[name] for name, field in _POLICY.items()}
    if said["incoming_protocol"] == "pop3":
        return {**said, **policy, "days": policy["days"] or 0}
    if any(part is not None for part in policy.values()):
        raise ValueError("IMAP removes nothing by itself")
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are all different."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name is there twice")
    return found


def says(facts: Facts) -> dict[str, Value]:
    """Everything."""
    return pick(facts, *_PLAIN, *SERVER_FACTS, "incoming_auth", "outgoing_auth", *_POLICY.values())


FORMAT = Format("settings-json", value, pack, read, says)
