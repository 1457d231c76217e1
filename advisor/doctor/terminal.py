"""What the terminal can show, and why it is spoken to as it is."""

from collections.abc import Iterator

from advisor.doctor import Examination, Finding, Status, Surroundings
from advisor.model.text import text
from advisor.ui.words import spelled

_LETTERS = text("Letters")
NARROW = 40         # the conversation is laid out and tried down to this width


def examine(here: Surroundings) -> Iterator[Finding]:
    """`terminal` and `encoding`."""
    terminal = here.terminal
    status: Status = "works"
    if not terminal.interactive:
        status, says = "note", text("nobody sits at one, so nothing would be asked")
    elif terminal.plain:
        says = text("one line after the other (--plain, ACCESSIBLE or TERM=dumb)")
    elif terminal.seen < NARROW:
        status, says = "note", text("narrow; from {narrow} columns on everything is easier to read",
                                    narrow=NARROW)
    elif terminal.colours:
        says = text("with colours")
    else:
        says = text("without colours (NO_COLOR or --no-color)")
    about = text("Terminal, {columns} columns", columns=terminal.seen)
    yield Finding("terminal", status, about, says)
    sample = "áñ¿✓›"
    if spelled(sample, terminal.encoding) == sample:
        yield Finding("encoding", "works", _LETTERS, text("all ({encoding})", encoding=terminal.encoding))
    else:
        yield Finding("encoding", "note", _LETTERS, text(
            "{encoding}: letters without accents, signs in ASCII", encoding=terminal.encoding))


EXAMINATION = Examination("terminal", 50, examine)
