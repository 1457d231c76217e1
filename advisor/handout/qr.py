"""Draws the code that a phone scans from the sheet, where there is one for its mail program.

What the code says is a file of the device (role `qr-code`, JSON) that its own format has checked; here it
only becomes squares.
"""

import json
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from advisor.model.files import OutputFile

ROLE = "qr-code"
LONGEST = 800           # characters: denser codes are hard to scan, and Thunderbird makes none
_QUIET = 4              # modules of white around it (ISO/IEC 18004 section 9.1)
_MASK = 2
_EVEN = 20              # modules of one colour in a row that could confuse a camera


class Code(Struct, frozen=True):
    """The code as one SVG path, a module a unit, on a square of `size` units. path: strokes of width 1."""

    size: int
    path: str


def code(files: Iterable[OutputFile]) -> Code | None:
    """The code among the files of a device, or None where there is none or it is too long to be scanned."""
    payload = next((in_ascii(file.content) for file in files if file.role == ROLE), "")
    if not 0 < len(payload) <= LONGEST:
        return None
    rows = _modules(payload)
    return Code(len(rows) + 2 * _QUIET, "".join(_row(row, top) for top, row in enumerate(rows, _QUIET)))


@lru_cache(maxsize=64)
def _modules(payload: str) -> Sequence[bytes]:
    """The code row by row, one byte a module, 1 for dark. Several devices of a household may share one.

    A code says which mask it was drawn with, and every reader knows all eight (ISO/IEC 18004 section 7.8):
    they only break up even areas. To weigh all eight takes three quarters of the whole page's time, so one is
    taken, and the others are weighed where it leaves an even line.
    """
    import segno

    for mask in (_MASK, None):
        # Error correction L, as Thunderbird draws it.
        matrix = segno.make(payload, error="l", micro=False, boost_error=False, mask=mask).matrix
        rows = [bytes(row) for row in matrix]
        if not any(even in line for line in (*rows, *map(bytes, zip(*rows, strict=True)))
                   for even in (b"\0" * _EVEN, b"\1" * _EVEN)):
            break
    return rows


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
