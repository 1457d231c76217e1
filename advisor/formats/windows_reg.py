"""A .reg file that makes Outlook import the .prf at its next start, and only then.

Outlook looks at ImportPRF only while First-Run and FirstRun are absent, and removes it itself afterwards.
The path on the person's computer cannot be known here, so the steps say where to put the .prf.
"""

import re

from advisor.formats import Facts, Format, Value, outlook_prf

HEADER = "Windows Registry Editor Version 5.00"
SETUP_KEY = r"HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Outlook\Setup"
PRF_PATH = r"C:\mail-advisor\outlook.prf"

_ENTRY = re.compile(r'"((?:[^"\\]|\\["\\])+)"=(?:"((?:[^"\\]|\\["\\])*)"|(-)|dword:([0-9a-f]{8}))')


def value(given: object) -> str:
    """A string in the quotes and with the escapes of a .reg file."""
    if not isinstance(given, str):
        raise ValueError(f"a .reg string cannot hold a {type(given).__name__}")
    if not given.isprintable():
        raise ValueError("a line break in a .reg file starts a new entry")
    return '"' + given.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pack(content: str) -> bytes:
    """The file's bytes: UTF-16 with byte order mark, lines ended by CR LF, as regedit writes them."""
    return b"\xff\xfe" + content.replace("\n", "\r\n").encode("utf-16-le")


def entries(content: bytes) -> dict[str, dict[str, str | int | None]]:
    """Key to name to string or number, or None where the entry removes the name."""
    if not content.startswith(b"\xff\xfe"):
        raise ValueError("the byte order mark is missing")
    lines = content[2:].decode("utf-16-le").removesuffix("\r\n").split("\r\n")
    if lines[0] != HEADER:
        raise ValueError("the header is missing")
    found: dict[str, dict[str, str | int | None]] = {}
    key = ""
    for line in lines[1:]:
        if not line or line.startswith(";"):
            continue
        if line.startswith("[") and line.endswith("]"):
            key = line[1:-1]
            found[key] = {}
            continue
        entry = _ENTRY.fullmatch(line)
        if not entry or not key:
            raise ValueError(f"not a line of a .reg: {line[:80]!r}")
        found[key][_plain(entry[1])] = (
            int(entry[4], 16) if entry[4] else None if entry[3] else _plain(entry[2]))
    return found


def under(content: bytes, key: str) -> dict[str, str | int | None]:
    """The entries of the one key that the file touches; ValueError where it touches another."""
    found = entries(content)
    if list(found) != [key]:
        raise ValueError(f"the file touches another key than {key}")
    return found[key]


def _plain(escaped: str) -> str:
    return re.sub(r"\\(.)", r"\1", escaped)


def read(content: bytes) -> dict[str, Value]:
    """Which .prf is imported, and whether the two marks of an earlier start are removed."""
    names = under(content, SETUP_KEY)
    path = names.pop("ImportPRF")
    if not isinstance(path, str) or set(names) != {"First-Run", "FirstRun"}:
        raise ValueError("the file must set ImportPRF and speak of First-Run and FirstRun")
    return {"prf_path": path, "forgets_first_run": not any(names.values())}


def says(facts: Facts) -> dict[str, Value]:
    """The same for every plan."""
    return {"prf_path": PRF_PATH, "forgets_first_run": True}


# Without the .prf there is nothing to import.
FORMAT = Format("windows-reg", value, pack, read, says, outlook_prf.refuses)
