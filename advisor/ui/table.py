"""One small table: columns side by side where there is room, `label: value` lines where there is not."""

from collections.abc import Sequence

from advisor.ui.words import columns, pad, wrap

NARROW = 60     # below this many columns a table is unreadable
GAP = "  "


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int, *,
          plain: bool = False) -> list[str]:
    """Lines of at most `width` columns. plain: always one value a line, as a screen reader wants it."""
    if not rows:
        return []
    if plain or width < NARROW:
        return _listed(heads, rows, width)
    widths = _widths(heads, rows, width)
    lines = _row(heads, widths)
    for row in rows:
        lines += _row(row, widths)
    return lines


def _listed(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    lines: list[str] = []
    for row in rows:
        if lines:
            lines.append("")
        for head, value in zip(heads, row, strict=True):
            lines += wrap(f"{head}: {value}" if head else value, width, "  ")
    return lines


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """As wide as the widest value; the widest columns give way first where the line is too long.

    A column gives way only as far as its longest word, as long as another one still can.
    """
    all_rows = [heads, *rows]
    widths = [max(columns(row[n]) for row in all_rows) for n in range(len(heads))]
    words = [max((columns(word) for row in all_rows for word in row[n].split()), default=1)
             for n in range(len(heads))]
    room = width - len(GAP) * (len(heads) - 1)
    while sum(widths) > room and max(widths) > 1:
        able = [n for n, wide in enumerate(widths) if wide > words[n]] or range(len(widths))
        widths[max(able, key=lambda n: widths[n])] -= 1
    return widths


def _row(values: Sequence[str], widths: Sequence[int]) -> list[str]:
    cells = [wrap(value, width) for value, width in zip(values, widths, strict=True)]
    lines: list[str] = []
    for n in range(max(len(cell) for cell in cells)):
        parts = [pad(cell[n] if n < len(cell) else "", width)
                 for cell, width in zip(cells, widths, strict=True)]
        lines.append(GAP.join(parts).rstrip())
    return lines
