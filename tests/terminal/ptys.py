"""The program at the other end of a pseudo-terminal: its very bytes, before any terminal changes them."""

import os
import select
import signal
import subprocess
import sys
import time

PATIENCE = 30


class Line:
    """A program that believes somebody sits at it. Nothing is echoed, line ends stay as they were written."""

    def __init__(self, command, environment, folder):
        import pty  # POSIX only, like this whole test
        import termios

        self.master, slave = pty.openpty()
        facts = termios.tcgetattr(slave)
        facts[1] &= ~termios.OPOST
        facts[3] &= ~termios.ECHO
        termios.tcsetattr(slave, termios.TCSANOW, facts)
        self.program = subprocess.Popen(
            [sys.executable, "-m", *command], stdin=slave, stdout=slave, stderr=slave, cwd=folder,
            env={str(name): str(value) for name, value in environment.items()}, start_new_session=True)
        os.close(slave)
        self.told = b""

    def until(self, words, start=0):
        """Read until these bytes have come, or the program has ended."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.told[start:]:
            assert time.monotonic() < deadline, self.told.decode(errors="replace")
            ready, _, _ = select.select([self.master], [], [], 1)
            try:
                more = os.read(self.master, 65536) if ready else b"-"
            except OSError:     # Linux: nobody is at the other end any more
                more = b""
            if not more:
                return False
            self.told += more if ready else b""
        return True

    def type(self, words):
        os.write(self.master, words.encode() + b"\n")

    def kill(self):
        self.program.send_signal(signal.SIGKILL)
        self.program.wait(PATIENCE)

    def end(self):
        """Everything that it still had to say, and its exit code."""
        self.until(b"\0never\0")
        return self.program.wait(PATIENCE)

    def close(self):
        if self.program.poll() is None:
            self.kill()
        os.close(self.master)
