"""Draws the code that a phone scans from the sheet, where there is one for its mail program.

What the code says is a file of the device (role `qr-code`, JSON) that its own format has checked; here it
only becomes squares.
"""

import json
from collections.abc import Iterable

from msgspec import Struct

from advisor.model.files import OutputFile

ROLE = "qr-code"
LONGEST = 800           # characters: denser codes are hard to scan, and Thunderbird makes none
_QUIET = 4              # modules of white around it (ISO/IEC 18004 section 9.1)


class Code(Struct, frozen=True):
    """The code as one SVG path, a module a unit, on a square of `size` units. path: strokes of width 1."""

    size: int
    path: str


def code(files: Iterable[OutputFile]) -> Code | None:
    """The code among the files of a device, or None where there is none or it is too long to be scanned."""
    payload = next((in_ascii(file.content) for file in files if file.role == ROLE), "")
    if not 0 < len(payload) <= LONGEST:
        return None
    import segno

    # Error correction L, as Thunderbird draws it.
    matrix = segno.make(payload, error="l", micro=False, boost_error=False).matrix
    path = "".join(_row(bytes(row), top) for top, row in enumerate(matrix, _QUIET))
    return Code(len(matrix) + 2 * _QUIET, path)


def in_ascii(content: bytes) -> str:
    """The same JSON without any letter beyond ASCII.

    A code does not say in which character set its bytes are, so readers guess, and zbar takes the í of García
    for a Chinese letter.
    """
    return json.dumps(json.loads(content), separators=(",", ":"))


def _row(row: bytes, top: int) -> str:
    """The dark runs of one row, as `M` to the left edge and `h` along the middle of the line."""
    drawn: list[str] = []
    start = row.find(1)
    while start >= 0:
        end = row.find(0, start)
        end = len(row) if end < 0 else end
        drawn.append(f"M{start + _QUIET} {top}.5h{end - start}")
        start = row.find(1, end)
    return "".join(drawn)
