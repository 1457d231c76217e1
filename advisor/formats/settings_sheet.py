"""The settings sheet: plain text in the person's language, for programs that take no file and as a fallback.

Lines of `label: value` below headings; steps and remarks come last. The reader finds the labels in the
catalogues, so a sheet in any of our languages, and in the words of any program, can be read back.
"""

from advisor.formats import SERVER_FACTS, Facts, Format, Value, pick
from advisor.formats._sheet_words import PARTS, reading

_BOOLEANS = {"yes": True, "no": False}
_NUMBERS = frozenset({"incoming_port", "outgoing_port", "days", "check_minutes"})
_WORDS = frozenset({
    "incoming_protocol", "incoming_security", "incoming_auth", "outgoing_security", "outgoing_auth"})


def value(given: object) -> str:
    """A string or number on one line. Booleans are words of the language: the template says them."""
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str):
        raise ValueError(f"a sheet cannot hold a {type(given).__name__}")
    if len(given.splitlines()) > 1 or given.endswith(("\n", "\r")):
        raise ValueError("a value must stay on its line")
    return given


def pack(content: str) -> bytes:
    """The file's bytes: UTF-8, lines ended by CR LF so that every editor shows them."""
    return content.replace("\n", "\r\n").encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the sheet says, up to its steps."""
    headings, labels, words = reading()
    part = ""
    said: dict[str, Value] = {}
    for line in content.decode("utf-8").split("\r\n"):
        if line.startswith("[") and line.endswith("]"):
            part = headings[line[1:-1]]
            continue
        if not part or not line:
            continue
        if part not in PARTS:
            break
        label, separator, written = line.partition(":")
        field = PARTS[part][labels[part][label]]
        if not separator or field in said:
            raise ValueError(f"not a line of a sheet: {line[:80]!r}")
        said[field] = _value(field, written.removeprefix(" "), words)
    return said


def _value(field: str, written: str, words: dict[str, str]) -> Value:
    if field in _WORDS:
        return words[written]
    if field in _NUMBERS:
        return 0 if words.get(written) == "never" else int(written)
    if field in ("leave_on_server", "delete_on_local_delete", "offline_copy"):
        return _BOOLEANS[words[written]]
    return written


def says(facts: Facts) -> dict[str, Value]:
    """Everything."""
    said = pick(facts, "name", "address", *SERVER_FACTS, "incoming_auth", "outgoing_auth",
                "leave_on_server", "days", "delete_on_local_delete", "check_minutes")
    return {**said, **pick(facts, "offline_copy")} if facts["incoming_protocol"] == "imap" else said


FORMAT = Format("settings-sheet", value, pack, read, says)
