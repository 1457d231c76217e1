"""What is in the folder already, beside what would be written there: for a second run, and for a rehearsal.

Only looks. A file that differs is either replaced, or kept while the new one gets a name of its own beside it
(`prefs.new.js`, then `prefs.new-2.js`). One with the same content counts as written, whichever of these names
it has.
"""

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec
from msgspec import Struct

from advisor import readable
from advisor.i18n import Speaker
from advisor.model.files import OutputFile
from advisor.model.text import counted, text

State = Literal["new", "unchanged", "changed", "beside"]
_MOST = 60          # lines of one difference


class Standing(Struct, frozen=True):
    """One file and what stands in its place. file: with the path that it gets; old: what is there instead.

    state: `changed` where something else is there; `beside` where the file gets a new name because of that.
    """

    file: OutputFile
    state: State
    old: bytes = b""


def standing(files: Iterable[OutputFile], folder: Path, *, beside: bool = False) -> tuple[Standing, ...]:
    """How each of `files` stands to what is below `folder`, in order."""
    return tuple(_beside(file, folder) if beside else _standing(file, folder) for file in files)


def _standing(file: OutputFile, folder: Path) -> Standing:
    path = folder.joinpath(*PurePosixPath(file.path).parts)
    if path.is_symlink() or not path.is_file():
        return Standing(file, "new")        # whatever stands in the way otherwise, the writer refuses it
    old = path.read_bytes()
    return Standing(file, "unchanged") if old == file.content else Standing(file, "changed", old)


def _beside(file: OutputFile, folder: Path) -> Standing:
    first = found = _standing(file, folder)
    number = 0
    while found.state == "changed":
        number += 1
        found = _standing(msgspec.structs.replace(file, path=new_name(file.path, number)), folder)
    return msgspec.structs.replace(found, state="beside", old=first.old) if (
        number and found.state == "new") else found


def new_name(path: str, number: int) -> str:
    """The name for the `number`-th newer version: `a/b.c` becomes `a/b.new.c`, then `a/b.new-2.c`."""
    whole = PurePosixPath(path)
    mark = "new" if number == 1 else f"new-{number}"
    return str(whole.with_name(f"{whole.stem}.{mark}{whole.suffix}"))


def difference(one: Standing) -> list[str]:
    """Both versions as a unified difference, cut where it gets long."""
    told = list(difflib.unified_diff(readable.lines(one.old), readable.lines(one.file.content),
                                     one.file.path, one.file.path, lineterm="", n=1))
    return told if len(told) <= _MOST else [*told[:_MOST], f"[... {len(told) - _MOST}]"]


def tree(standings: Sequence[Standing], folder: Path, speaker: Speaker) -> list[str]:
    """The folder as it would be: one line a folder, one a file, with what would happen to it."""
    told = [f"{folder}/"]
    shown: set[PurePosixPath] = set()
    for one in sorted(standings, key=lambda one: PurePosixPath(one.file.path).parts):
        path = PurePosixPath(one.file.path)
        for above in reversed(path.parents[:-1]):
            if above not in shown:
                told.append(f"{'  ' * len(above.parts)}{above.name}/")
                shown.add(above)
        told.append(f"{'  ' * len(path.parts)}{path.name}  ({speaker.code('file', one.state)})")
    return told


def summary(standings: Sequence[Standing], folder: Path, speaker: Speaker) -> list[str]:
    """What a second run found: how much is as it was, and which files have a new name."""
    same = sum(one.state == "unchanged" for one in standings)
    if same == len(standings):
        return [speaker.say(text("Nothing has changed: all files in {folder} are as they would be written.",
                                 folder=str(folder)))]
    told = []
    if same:
        told.append(speaker.say(counted("{n} file was there already, unchanged.",
                                        "{n} files were there already, unchanged.", n=same)))
    told += [speaker.say(text("{path} has a new name, because another file was there.", path=one.file.path))
             for one in standings if one.state == "beside"]
    return told
