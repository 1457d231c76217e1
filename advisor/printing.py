"""Prints what a command has to say: JSON for programs, clean lines for people."""

from typing import Any

import msgspec

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.text import text


def width() -> int:
    """Columns for a page: the terminal's, but no line gets longer than one likes to read."""
    import shutil  # brings all of Python's archive formats along

    return min(shutil.get_terminal_size().columns, 88)


def print_json(document: dict[str, Any]) -> None:
    """One document, indented."""
    _print(msgspec.json.format(msgspec.json.encode(document), indent=2).decode())


def print_lines(lines: list[str]) -> None:
    """A page, line by line, without control characters."""
    from advisor.ui.words import clean

    # The last gate for every page: what a server said must not steer the terminal, whoever laid it out.
    _print("\n".join(clean(line) for line in lines))


def _print(page: str) -> None:
    """AdvisorError where standard output takes no more, such as a file on a full disk."""
    try:
        print(page, flush=True)  # noqa: T201 - the output of the command
    except BrokenPipeError:
        raise       # nobody is listening any more (see cli.py)
    except OSError as failure:
        raise AdvisorError(
            "output-unwritable", text("The output cannot be written: {why}.",
                                      why=failure.strerror or type(failure).__name__), Exit.CANNOT_WRITE,
            hint=text("Look whether the disk is full.")) from failure
