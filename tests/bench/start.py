"""How long until something is seen: `python -m tests.bench.start --runs 15`.

The wizard on a pseudo-terminal, from the start of its process to its first visible line and to its first
prompt, and from Ctrl-C to its end, beside a bare interpreter in the same run. Prints medians and ratios.
"""

import argparse
import contextlib
import fcntl
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from tests.terminal.walk import environment

COMMANDS = {"a bare interpreter": ["-c", "print('Question')"], "the wizard": ["-m", "advisor"],
            "the wizard, plain": ["-m", "advisor", "--plain"]}
PROMPT = {"a bare interpreter": b"Question", "the wizard": b"Ctrl-C: leave.", "the wizard, plain": b"> "}


def seen(command, prompt, folder):
    """Seconds to the first byte, to the prompt, and from Ctrl-C to the end of the program."""
    master, slave = pty.openpty()
    began = time.perf_counter()
    program = subprocess.Popen([sys.executable, *command], stdin=slave, stdout=slave, stderr=slave,
                               cwd=folder, start_new_session=True,
                               preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),     # for Ctrl-C
                               env={name: str(value) for name, value in environment(folder).items()})
    os.close(slave)
    told, first = b"", 0.0
    while prompt not in told:
        told += os.read(master, 65536)
        first = first or time.perf_counter() - began
    until = time.perf_counter() - began
    began = time.perf_counter()
    with contextlib.suppress(OSError):      # the bare interpreter has ended
        os.write(master, b"\x03")
        while os.read(master, 65536):
            pass
    program.kill()
    program.wait()
    left = time.perf_counter() - began
    os.close(master)
    return first, until, left


def main(runs):
    """Interleaved, so that a busy moment hits all alike."""
    times = {name: [] for name in COMMANDS}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(runs + 1):
            for name, command in COMMANDS.items():
                times[name].append(seen(command, PROMPT[name], Path(folder)))
    bare = statistics.median(until for _, until, _ in times["a bare interpreter"][1:])
    for name, measured in times.items():
        first, until, left = (statistics.median(one) for one in zip(*measured[1:], strict=True))
        print(f"{name}: first line {first * 1000:.0f} ms ({first / bare:.1f} x), "   # noqa: T201
              f"prompt {until * 1000:.0f} ms ({until / bare:.1f} x), left {left * 1000:.0f} ms after Ctrl-C")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    main(parser.parse_args().runs)
