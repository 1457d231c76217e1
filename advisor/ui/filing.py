"""The last question: into which folder. Then the files are written, and it is said how to import them."""

import shlex
from collections.abc import Callable
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.files import Existing
from advisor.model.text import text
from advisor.ui import completing
from advisor.ui.prompts import choice
from advisor.ui.screen import Option, Prompt, Screen
from advisor.ui.words import clean

FOLDER = "mail-settings"        # below the current folder, unless another one is wished for


def file(screen: Screen, speaker: Speaker, write: Callable[[Path, Existing], tuple[Path, list[str]]],
         folder: Path | None, *, existing: Existing = "refuse", dry_run: bool = False) -> Path | None:
    """The folder in which the files were put, or None where they were not.

    write: to a folder; says where, and what to show. folder: where, if that was said before. existing: what
    to do with other files there; where that is to refuse, the person is asked. Raises Back and Interrupted.
    """
    while True:
        wanted = folder or Path(screen.ask(_folder(speaker))).expanduser()
        try:
            written, lines = write(wanted, existing)
        except AdvisorError as problem:
            if problem.exit_code is not Exit.CANNOT_WRITE:
                raise
            action = _after(screen, speaker, problem)
            if action == "leave":
                return None
            folder, existing = (None, "refuse") if action == "other" else (
                wanted, "replace" if action == "force" else "keep-both")
            continue
        screen.say()
        screen.show(lines)
        if dry_run:
            return wanted
        screen.say()
        screen.say(speaker.say(text("To make the same files again later:")))
        screen.show(["  " + shlex.join(["mail-advisor", "write", "--answers", str(written / "answers.toml"),
                                        "-o", str(wanted)])])
        return wanted


def _after(screen: Screen, speaker: Speaker, problem: AdvisorError) -> str:
    """What to do with a folder that cannot be used: `beside`, `other`, `force` or `leave`.

    Only files that differ can be kept beside the new ones, or overwritten.
    """
    say = speaker.say
    if problem.details:
        screen.show([clean(line) for line in problem.details])
        screen.say()
    screen.say(say(problem.message), "bad")
    for sentence in (problem.context, problem.hint):
        if sentence is not None:
            screen.say(say(sentence))
    differs = problem.reference == "would-overwrite"
    both = (Option("beside", say(text("Keep both: the new files get a new name"))),
            Option("force", say(text("Overwrite the files there"))))
    return screen.ask(choice(
        speaker, label=text("Files"), asks=text("What shall be done?"), flag="--force", unasked="leave",
        default="beside" if differs else "other", options=(
            *(both if differs else ()),
            Option("other", say(text("Choose another folder"))),
            Option("leave", say(text("Leave"))))))


def _folder(speaker: Speaker) -> Prompt:
    say = speaker.say

    def check(typed: str) -> str | None:
        if not typed.strip():
            return say(text("Please give the name of a folder."))
        if Path(typed).expanduser().is_file():
            return say(text("That is a file. Please give the name of a folder."))
        return None

    return Prompt(
        label=say(text("Folder")), asks=say(text("In which folder shall the files be put?")),
        why=say(text("It is made if it does not exist. Nothing that is there already is overwritten.")),
        flag="-o DIR", default=FOLDER, check=check, complete=completing.folders)
