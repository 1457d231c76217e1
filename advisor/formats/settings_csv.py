"""The settings of one device as a line for a spreadsheet, below a line that names the columns.

The dialect is that of RFC 4180: commas, quotes around every value, CR LF. A spreadsheet takes a cell that
begins with `=`, `+`, `-` or `@` for a formula and runs it (OWASP, "CSV Injection"), so an apostrophe goes in
front of it: also behind what a spreadsheet set to another dialect would take for the end of a cell. The
reader takes exactly those apostrophes out again.
"""

import csv
import io
import re

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _values, pick

# Where a cell could begin (at the start, or behind a separator or quote of some dialect), and what must not
# stand there bare. The full-width signs count in East Asian versions. The apostrophe is guarded as well, so
# that a value's own one and ours cannot be confused.
_BEGINNING = r"(?:^|(?<=[,;|\"]))( *)"
_GUARD = re.compile(_BEGINNING + r"(?=[=+\-@＝＋－＠'])")
_GUARDED = re.compile(_BEGINNING + "'")
_FORMULA = re.compile(_BEGINNING + r"[=+\-@＝＋－＠]")
_COLUMNS = (
    "device", "name", "address", "incoming_protocol", "incoming_host", "incoming_port", "incoming_security",
    "incoming_username", "incoming_auth", "outgoing_host", "outgoing_port", "outgoing_security",
    "outgoing_username", "outgoing_auth", "leave_on_server", "remove_after_days", "delete_on_local_delete",
    "check_minutes", "offline_copy")
_NUMBERS = frozenset({"incoming_port", "outgoing_port", "check_minutes"})
_BOOLEANS = {"true": True, "false": False}
_POLICY = ("leave_on_server", "remove_after_days", "delete_on_local_delete")


class Dialect(csv.Dialect):
    """RFC 4180 section 2."""

    delimiter = ","
    quotechar = '"'
    doublequote = True
    lineterminator = "\r\n"
    quoting = csv.QUOTE_ALL
    skipinitialspace = False
    strict = True


def value(given: object) -> str:
    """A string, number or boolean as one quoted cell."""
    if isinstance(given, bool):
        return '"true"' if given else '"false"'
    return '"' + _GUARD.sub(r"\1'", _values.one_line(given)).replace('"', '""') + '"'


def pack(content: str) -> bytes:
    """The file's bytes: UTF-8 without a byte order mark, which most readers take for a part of the name."""
    return content.replace("\n", "\r\n").encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the line says. ValueError for another shape, and for a cell that could be a formula."""
    written = content.decode("utf-8")
    try:
        rows = list(csv.reader(io.StringIO(written, newline=""), Dialect))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    if len(rows) != 2 or tuple(rows[0]) != _COLUMNS or len(rows[1]) != len(_COLUMNS) or (
            not written.endswith("\r\n")):
        raise ValueError("not the columns and one device")
    if any(_FORMULA.search(cell) for cell in rows[1]):
        raise ValueError("a spreadsheet would run a cell")
    cells = dict(zip(_COLUMNS, (_GUARDED.sub(r"\1", cell) for cell in rows[1]), strict=True))
    said: dict[str, Value] = {
        name: int(cell) if name in _NUMBERS else cell for name, cell in cells.items() if name not in _POLICY}
    said["offline_copy"] = _BOOLEANS[cells["offline_copy"]]
    if said["incoming_protocol"] == "pop3":
        return {**said, "leave_on_server": _BOOLEANS[cells["leave_on_server"]],
                "days": int(cells["remove_after_days"] or 0),
                "delete_on_local_delete": _BOOLEANS[cells["delete_on_local_delete"]]}
    if any(cells[name] for name in _POLICY):
        raise ValueError("IMAP removes nothing by itself")
    return said


def says(facts: Facts) -> dict[str, Value]:
    """Everything."""
    return pick(facts, "device", "name", "address", *SERVER_FACTS, "incoming_auth", "outgoing_auth",
                "leave_on_server", "days", "delete_on_local_delete", "check_minutes", "offline_copy")


FORMAT = Format("settings-csv", value, pack, read, says)
