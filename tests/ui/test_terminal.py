"""What a terminal is, and that nothing gets through to it that could steer it."""

import io
import os
import sys

import pytest

from advisor.ui.style import LIVE, paint, sign
from advisor.ui.terminal import Terminal, describe


class Tty(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.mark.parametrize(("environment", "plain", "colours"), [
    ({"TERM": "xterm"}, False, True), ({"TERM": "dumb"}, True, False), ({"NO_COLOR": "1"}, False, False),
    ({"NO_COLOR": ""}, False, True), ({"ACCESSIBLE": "1"}, True, False), ({"ACCESSIBLE": "0"}, False, True),
    ({"ACCESSIBLE": "False"}, False, True), ({"ACCESSIBLE": "yes"}, True, False)])
def test_the_environment_decides_on_plain_and_colours(environment, plain, colours):
    terminal = describe(Tty(), Tty(), environment=environment)
    assert (terminal.plain, terminal.colours, terminal.interactive) == (plain, colours, True)


def test_flags_decide_too():
    assert describe(Tty(), Tty(), plain=True, environment={}).plain
    assert not describe(Tty(), Tty(), no_color=True, environment={}).colours


@pytest.mark.parametrize("ends", [(Tty(), io.StringIO()), (io.StringIO(), Tty())])
def test_nobody_can_be_asked_unless_both_ends_are_a_terminal(ends):
    terminal = describe(*ends, environment={})
    assert not terminal.interactive
    assert not terminal.colours


def test_lines_are_cleaned_coloured_and_ended():
    output = io.StringIO()
    Terminal(io.StringIO(), output, True, colours=True, plain=False).write("a\x1b[2Jb", "bad")
    assert output.getvalue() == "\x1b[31ma [2Jb\x1b[0m\n"


def test_without_colours_there_is_no_escape():
    assert paint("words", "good", False) == "words"
    assert paint("words", "normal", True) == "words"


def test_signs_have_ascii_twins():
    assert sign("good", "utf-8") == "✓"
    assert sign("good", "ascii") == "+"
    assert sign("attention", "ascii") == "!"


@pytest.mark.parametrize(("columns", "width"), [(10, 20), (40, 40), (200, 88)])
def test_text_is_never_too_wide_to_read(columns, width):
    assert Terminal(io.StringIO(), io.StringIO(), True, columns=columns).width == width


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_keys_that_are_typed_ahead_are_not_shown_between_two_questions():
    import pty
    import termios

    master, slave = pty.openpty()

    def echoes():
        return bool(termios.tcgetattr(slave)[3] & termios.ECHO)

    with open(slave, "r+b", buffering=0) as line:
        terminal = Terminal(line, io.StringIO(), True, plain=False)
        with terminal.hushed():
            assert not echoes()
        assert echoes()
        with pytest.raises(KeyboardInterrupt), terminal.hushed():
            raise KeyboardInterrupt
        assert echoes()
        with Terminal(line, io.StringIO(), True, plain=True).hushed():
            assert echoes()
    os.close(master)


def test_every_colour_is_of_the_terminals_own_palette_and_none_is_a_background():
    for style in ("good", "attention", "bad", "dim"):
        assert paint("", style, True) in {f"\x1b[{code}m\x1b[0m" for code in (1, 2, 31, 32)}
    assert set(LIVE.values()) <= {"", "bold", "dim", "ansigreen", "ansired"}
