"""Prints what a command has to say: JSON for programs, clean lines for people."""

from typing import Any

import msgspec


def width() -> int:
    """Columns for a page: the terminal's, but no line gets longer than one likes to read."""
    import shutil  # brings all of Python's archive formats along

    return min(shutil.get_terminal_size().columns, 88)


def print_json(document: dict[str, Any]) -> None:
    """One document, indented."""
    written = msgspec.json.format(msgspec.json.encode(document), indent=2).decode()
    print(written)  # noqa: T201 - the output of the command


def print_lines(lines: list[str]) -> None:
    """A page, line by line, without control characters."""
    from advisor.ui.words import clean

    # The last gate for every page: what a server said must not steer the terminal, whoever laid it out.
    print("\n".join(clean(line) for line in lines))  # noqa: T201 - the output of the command
