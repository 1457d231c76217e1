"""Ctrl-C at every stage of the start and of the end: exit code 130, and not a word."""

import os
import subprocess
import sys

import pytest

from advisor.exits import Exit

# Runs the program, and interrupts it when it begins to import a module, or when Python tidies up.
PROGRAM = """
import atexit, os, signal, sys

WHEN = {when!r}

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == WHEN:
            sys.meta_path.remove(self)
            interrupt()

sys.meta_path.insert(0, Watch())
if WHEN == "the end":
    atexit.register(interrupt)
sys.argv = ["mail-advisor", *{words!r}]
from advisor.__main__ import main
main()
"""
WORDS = ["discover", "ana@full.example", "--lan", "--offline", "--json"]


def run(when, words=WORDS):
    return subprocess.run([sys.executable, "-c", PROGRAM.format(when=when, words=words)], timeout=30,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, env=dict(os.environ))


@pytest.mark.parametrize("when", [
    "advisor.cli", "advisor.i18n", "advisor.flags", "advisor.commands", "advisor.discovery",
    "advisor.probing", "advisor.net.live", "advisor.report", "the end"])
def test_vR4_an_interrupt_ends_it_without_a_word(when):
    ended = run(when)
    assert (ended.returncode, ended.stderr) == (Exit.INTERRUPTED, "")


def test_without_an_interrupt_the_exit_code_is_that_of_the_command():
    ended = run("never")
    assert (ended.returncode, ended.stderr) == (Exit.NO_SERVER, "")
    assert ended.stdout.startswith("{")
