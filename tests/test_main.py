"""Ctrl-C at every stage of the start and of the end: exit code 130, and not a word."""

import os
import subprocess
import sys

import pytest

from advisor.exits import Exit

# Runs the program, and interrupts it when it begins to import a module, or when the last is written.
PROGRAM = """
import io, os, signal, sys

WHEN = {when!r}

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == WHEN:
            sys.meta_path.remove(self)
            interrupt()

class Output(io.StringIO):
    def flush(self):
        if WHEN == "the end" and signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
            interrupt()
        sys.__stdout__.write(self.getvalue())
        self.seek(self.truncate(0))
        sys.__stdout__.flush()

sys.stdout = Output()
sys.meta_path.insert(0, Watch())
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


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
@pytest.mark.parametrize("words", [WORDS, ["list", "providers"]])       # less and more than a buffer
def test_a_full_disk_is_told_and_is_no_bug(words):
    with open("/dev/full", "w") as full:
        ended = subprocess.run([sys.executable, "-m", "advisor", *words], timeout=30, stdout=full,
                               stderr=subprocess.PIPE, text=True)
    assert ended.returncode == Exit.CANNOT_WRITE
    assert ended.stderr.startswith("mail-advisor: The output cannot be written: No space left on device.\n")


@pytest.mark.parametrize("words", [WORDS, ["list", "providers"]])
def test_a_reader_who_leaves_ends_it_without_a_word(words):
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run([sys.executable, "-m", "advisor", *words], timeout=30, stdout=writing,
                           stderr=subprocess.PIPE, text=True)
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (Exit.DONE, "")
