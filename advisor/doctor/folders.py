"""Can the program read what it knows, and keep and write what it should?"""

import os
from collections.abc import Iterator
from pathlib import Path

from advisor import clients, preferences, providers, resume
from advisor.doctor import Examination, Finding, Surroundings
from advisor.exits import Exit
from advisor.model.text import text

_KNOWN = text("Programs and providers")


def examine(here: Surroundings) -> Iterator[Finding]:
    """`data`, `state`, `settings` and `here`."""
    try:
        known = len(clients.load()), len(providers.load())
    except (OSError, ValueError):
        known = 0, 0
    if all(known):
        yield Finding("data", "works", _KNOWN, text("{programs} mail programs, {providers} providers",
                                                    programs=known[0], providers=known[1]))
    else:
        yield Finding("data", "fails", _KNOWN, text("not readable"),
                      text("This installation is not whole. Install mail-advisor again."), Exit.BUG)
    for name, about, folder in (
            ("state", text("Answers for next time"), resume.folder()),
            ("settings", text("Settings"), preferences.place().parent),
            ("here", text("Files, in this folder"), Path.cwd())):
        if _writable(folder):
            yield Finding(name, "works", about, text("can be written: {folder}", folder=str(folder)))
        else:
            yield Finding(name, "fails", about, text("cannot be written: {folder}", folder=str(folder)),
                          text("Change the rights of the folder, or work in another one."), Exit.CANNOT_WRITE)


def _writable(folder: Path) -> bool:
    """Whether files can be made there; a folder that does not exist yet is made in the one above."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), None)
    return there is not None and there.is_dir() and os.access(there, os.W_OK | os.X_OK)


EXAMINATION = Examination("folders", 70, examine)
