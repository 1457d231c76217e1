"""Turns a TOML file into a value of one of our types, or says in which line it does not fit, and why.

People write profiles and descriptions of mail programs by hand: what is wrong in one has to be found again.
"""

import re
import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from advisor.model.mistake import Mistake
from advisor.model.text import text

Kind = TypeVar("Kind")
_LINE = re.compile(r"line (\d+)")
_UNKNOWN = re.compile(r"unknown field `([^`]*)`")
_MISSING = re.compile(r"missing required field `([^`]*)`")
_AT = re.compile(r" - at `([^`]*)`")


def read_file(path: Path, name: str) -> tuple[bytes | None, tuple[Mistake, ...]]:
    """What is in the file, or None and why it cannot be read."""
    try:
        return path.read_bytes(), ()
    except OSError as failure:
        return None, (Mistake(name, 0, text("The file cannot be read: {why}.",
                                            why=failure.strerror or type(failure).__name__)),)


def decode(name: str, content: bytes, kind: type[Kind],
           given: dict[str, Any] | None = None) -> tuple[Kind | None, tuple[Mistake, ...]]:
    """The value in `content`, or None and the first mistake. name: of the file. given: what it is not asked
    to say itself."""
    try:
        written = content.decode("utf-8")
    except UnicodeDecodeError:
        return None, (Mistake(name, 0, text("The file is not UTF-8 text.")),)
    try:
        values = tomllib.loads(written)
        for key in given or {}:
            if key in values:
                raise msgspec.ValidationError(f"Object contains unknown field `{key}`")
        return msgspec.convert({**values, **(given or {})}, kind), ()
    except tomllib.TOMLDecodeError as failure:
        line = _LINE.search(str(failure))
        return None, (Mistake(name, int(line[1]) if line else len(written.splitlines()),
                              text("This is not TOML: {why}.", why=str(failure))),)
    except msgspec.ValidationError as failure:
        return None, (_unfit(name, written, str(failure)),)


def line_of(written: str, words: str) -> int:
    """The first line that has these words as a whole value or key; 0 where there is none."""
    whole = re.compile(rf"(?<![\w.-]){re.escape(words)}(?![\w.-])")
    return next((number for number, line in enumerate(written.splitlines(), 1)
                 if not line.lstrip().startswith("#") and whole.search(line)), 0)


def _unfit(name: str, written: str, said: str) -> Mistake:
    """What msgspec says of a value of the wrong kind, in our words."""
    place = _AT.search(said)
    path = place[1] if place else "$"
    lines = written.splitlines()
    start = _start(path, said, lines)

    def line(key: str) -> int:
        return next((number for number, found in enumerate(lines[start:], start + 1)
                     if re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", found)), start + 1)

    if unknown := _UNKNOWN.search(said):
        return Mistake(name, line(unknown[1]), text("There is no key called {key}.", key=unknown[1]))
    if missing := _MISSING.search(said):
        return Mistake(name, start + 1, text("The key {key} is missing.", key=missing[1]))
    key = re.sub(r"\[[^\]]*\]", "", path).rpartition(".")[2]
    return Mistake(name, line(key), text("The value of {key} does not fit: {why}.", key=key,
                                         why=said.partition(" - at ")[0]))


def _start(path: str, said: str, lines: list[str]) -> int:
    """Where the table that is meant begins, counted from 0 (`$.servers[1].port`; `[...]` is any of them)."""
    table = re.match(r"\$\.(\w+)(?:\[(\d+|\.\.\.)\])?", path)
    if table is None:
        return 0
    starts = [number for number, line in enumerate(lines)
              if line.strip() in (f"[[{table[1]}]]", f"[{table[1]}]")]
    if not starts:
        return 0
    place = int(table[2]) if table[2] and table[2].isdigit() else 0
    if table[2] == "..." and (unknown := _UNKNOWN.search(said)):
        return max((start for start in starts if any(
            line.strip().startswith(unknown[1]) for line in lines[start:])), default=starts[0])
    return starts[min(place, len(starts) - 1)]
