"""The configuration of mbsync (isync): a copy of the whole mailbox that is only ever pulled.

Nothing is deleted on either side: what the server lost, the copy keeps. Values stand in double quotes, in
which only `"` and the backslash need one before them.
"""

import re

from advisor.formats import Format, Value, _copies, _values

SECURITIES = {"None": "plain", "STARTTLS": "starttls", "IMAPS": "tls"}

# What makes it a backup (mbsync(1), CONFIGURATION): pull, make folders here, remove and expunge nowhere.
PULL_ONLY = {"Sync": ["Pull", "New", "Flags"], "Create": ["Near"], "Remove": ["None"], "Expunge": ["None"]}

_TOKEN = re.compile(r'"((?:[^"\\]|\\["\\])*)"|([^\s"#\\]+)')
_SECTIONS = ("IMAPAccount", "IMAPStore", "MaildirStore", "Channel")


def value(given: object) -> str:
    """A number, or a string in double quotes."""
    spelled = _values.one_line(given)
    if isinstance(given, int):
        return spelled
    return '"' + spelled.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the account says, and whether the channel between it and the folder here only pulls."""
    said, channel = account(content)
    if channel["SyncState"] != ["*"]:
        raise ValueError("what was copied must be remembered beside the copy")
    return {**said, "pull_only": all(channel[key] == words for key, words in PULL_ONLY.items())}


def account(content: bytes, below: str = "") -> tuple[dict[str, Value], dict[str, list[str]]]:
    """What the one account says, and its channel. below: the folder on the server that it is about."""
    found: dict[str, dict[str, list[str]]] = {}
    keys: dict[str, list[str]] | None = None
    for line in content.decode("utf-8").split("\n"):
        if not line:
            keys = None             # an empty line ends a section
        elif not line.startswith("#"):
            key, *words = _words(line)
            if keys is None:
                keys = found.setdefault(key, {"": words})
            elif key in keys or key in _SECTIONS:
                raise ValueError(f"{key} is there twice, or a section begins without an empty line")
            keys[key] = words
    server, store, local, channel = (found[section] for section in _SECTIONS)
    if store["Account"] != server[""] or channel["Far"] != [f":{store[''][0]}:{below}"] or (
            channel["Near"] != [f":{local[''][0]}:"]) or channel["Patterns"] != ["*"]:
        raise ValueError("account, stores and channel do not belong together")
    if {"Pass", "PassCmd", "UserCmd", "Tunnel"} & server.keys():
        raise ValueError("there must be no password and no command")
    return {
        "incoming_protocol": "imap",
        "incoming_host": server["Host"][0],
        "incoming_port": int(server["Port"][0]),
        "incoming_security": SECURITIES[server["SSLType"][0]],
        "incoming_username": server["User"][0],
        "folder": local["Path"][0].removeprefix("~/Mail/").removesuffix("/"),
    }, channel


def _words(line: str) -> list[str]:
    words, at = [], 0
    while at < len(line):
        found = _TOKEN.match(line, at)
        if not found:
            raise ValueError(f"not a line of mbsync: {line[:80]!r}")
        words.append(re.sub(r"\\(.)", r"\1", found[1]) if found[2] is None else found[2])
        at = found.end()
        while at < len(line) and line[at] == " ":
            at += 1
    return words


FORMAT = Format("mbsyncrc", value, pack, read, _copies.says, _copies.refuses(value))
