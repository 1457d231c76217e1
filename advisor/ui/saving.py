"""Puts the answers into a file of their own: from it the same set-up can be made again, without questions."""

import shlex
from collections.abc import Callable
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.text import text
from advisor.ui import completing
from advisor.ui.screen import Back, Prompt, Screen

FILE = "answers.toml"       # in the current folder, unless another one is wished for


def save(screen: Screen, speaker: Speaker, write: Callable[[Path], None]) -> None:
    """Ask for the file and write it. A file that cannot be written is told, and another one is asked for.

    Back leads to the review again. Raises Interrupted.
    """
    while True:
        try:
            path = Path(screen.ask(_file(speaker))).expanduser()
        except Back:
            return
        try:
            write(path)
        except AdvisorError as problem:
            if problem.exit_code is not Exit.CANNOT_WRITE:
                raise
            screen.say(speaker.say(problem.message), "bad")
            continue
        told(screen, speaker, path)
        return


def told(screen: Screen, speaker: Speaker, path: Path) -> None:
    """Say that the answers are there, and what they are good for."""
    screen.say(speaker.say(text("Your answers are in {path}. There is no password in it.", path=str(path))),
               "good")
    screen.say(speaker.say(text("To make the files from it, now or later:")))
    screen.show(["  " + shlex.join(["mail-advisor", "write", "--answers", str(path), "-o", "DIR"])])


def _file(speaker: Speaker) -> Prompt:
    say = speaker.say

    def check(typed: str) -> str | None:
        if not typed.strip():
            return say(text("Please give the name of a file."))
        if Path(typed).expanduser().is_dir():
            return say(text("That is a folder. Please give the name of a file in it, such as {name}.",
                            name=f"{typed.rstrip('/')}/{FILE}"))
        return None

    return Prompt(
        label=say(text("File for the answers")), asks=say(text("In which file shall the answers be kept?")),
        why=say(text("Nothing that is there already is overwritten.")), flag="--save-answers FILE",
        default=FILE, check=check, complete=completing.folders)
