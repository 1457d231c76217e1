"""A true terminal of a given width (tmux) with one program in it, and what stands on it."""

import re
import subprocess
import time
import uuid

PATIENCE = 30       # seconds; a busy machine is slow, a hanging program is slower
TALL = 40           # rows


class Pane:
    """A terminal of `width` columns, with one shell command in it."""

    def __init__(self, width, command, environment, folder=None, rows=TALL):
        self.socket = f"mail-advisor-{uuid.uuid4().hex}"
        settings = [f"{name}={value}" for name, value in environment.items()]
        where = ["-c", str(folder)] if folder else []
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", str(rows), "-s", "it",
                  *where, "env", *settings, "sh", "-c", f"{command}; echo ended: $?; read never")

    def tmux(self, *words):
        return subprocess.run(["tmux", "-u", "-L", self.socket, *words], check=True, capture_output=True,
                              text=True).stdout

    def screen(self):
        """Everything that stands on it, also what has scrolled away."""
        return self.tmux("capture-pane", "-p", "-S", "-", "-t", "it")

    def until(self, words):
        """Wait until the words stand on the screen, however its lines are broken."""
        deadline = time.monotonic() + PATIENCE
        while words not in re.sub(r"\s+", " ", shown := self.screen()):
            assert time.monotonic() < deadline, f"no {words!r} on:\n{shown}"
            time.sleep(0.05)    # tmux has no event for "something was drawn"
        return shown

    def settled(self, words, since="", without=""):
        """The same, when nothing moves any more, it differs from `since`, and `without` has gone."""
        shown = self.until(words)
        deadline = time.monotonic() + PATIENCE
        while (after := self.screen()) != shown or after == since or (without and without in after):
            assert time.monotonic() < deadline, f"the screen does not change, or does not rest:\n{after}"
            shown = after
            time.sleep(0.05)
        return shown

    def press(self, *keys):
        for key in keys:
            self.tmux("send-keys", "-t", "it", key)

    def type(self, words):
        if words:
            self.tmux("send-keys", "-t", "it", "-l", words)
        self.press("Enter")

    def resize(self, width):
        self.tmux("resize-window", "-t", "it", "-x", str(width))

    def end(self):
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], check=False, capture_output=True)
