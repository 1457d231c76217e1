"""The terminal as a fact: its streams, whether somebody sits at it, how wide it is, what it can show."""

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TextIO

from advisor.ui.style import Style, paint
from advisor.ui.words import clean, spelled

WIDEST = 88     # longer lines are hard to read
NARROWEST = 20


@dataclass(frozen=True)
class Terminal:
    """Two streams and what is true of them. columns: a fixed width, or None to ask the terminal each time.

    interactive: both ends are a terminal, so somebody can be asked. plain: append-only, no escape sequences.
    """

    input: TextIO
    output: TextIO
    interactive: bool
    encoding: str = "utf-8"
    colours: bool = False
    plain: bool = True
    columns: int | None = None

    @property
    def width(self) -> int:
        """Columns to use for text."""
        return max(min(self.seen, WIDEST), NARROWEST)

    @property
    def seen(self) -> int:
        """Columns that there are."""
        return self.columns or self._columns()

    def _columns(self) -> int:
        """What the terminal itself says now; COLUMNS may be left from another window."""
        try:
            return os.get_terminal_size(self.output.fileno()).columns or 80
        except (OSError, ValueError):   # no terminal, or not even a file (io.UnsupportedOperation is both)
            return shutil.get_terminal_size((80, 24)).columns

    @contextlib.contextmanager
    def hushed(self) -> Iterator[None]:
        """As long as this lasts, keys that are typed ahead wait for the next question without being shown.

        Only where a live prompt shows what is typed; a plain screen leaves that to the terminal.
        """
        try:
            import termios  # POSIX only; Windows shows nothing that nobody reads
        except ImportError:
            termios = None      # type: ignore[assignment]  # the name of a module that is not there
        if termios is None or self.plain or not self.interactive:
            yield
            return
        handle = self.input.fileno()
        before = termios.tcgetattr(handle)
        quiet = [*before[:3], before[3] & ~termios.ECHO, *before[4:]]
        termios.tcsetattr(handle, termios.TCSANOW, quiet)
        try:
            yield
        finally:
            termios.tcsetattr(handle, termios.TCSANOW, before)

    def write(self, line: str = "", style: Style = "normal") -> None:
        """One line and its end, at once. Control characters never get through."""
        words = spelled(clean(line), self.encoding)
        self.output.write(paint(words, style, self.colours and not self.plain) + "\n")
        self.output.flush()


def describe(stdin: TextIO, stdout: TextIO, *, plain: bool = False, no_color: bool = False,
             environment: Mapping[str, str] | None = None) -> Terminal:
    """What these streams are. plain, no_color: the flags of the command line.

    Plain is also chosen by ACCESSIBLE (set, and neither 0 nor false) and by TERM=dumb; colours are off with
    NO_COLOR (https://no-color.org: present and not empty), TERM=dumb and where nobody looks.
    """
    settings = os.environ if environment is None else environment
    dumb = settings.get("TERM") == "dumb"
    accessible = settings.get("ACCESSIBLE", "").casefold() not in ("", "0", "false")
    interactive = _is_terminal(stdin) and _is_terminal(stdout)
    plain = plain or accessible or dumb
    return Terminal(
        input=stdin, output=stdout, interactive=interactive,
        encoding=getattr(stdout, "encoding", None) or "ascii",
        colours=interactive and not (plain or no_color or settings.get("NO_COLOR")), plain=plain)


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:      # closed
        return False
