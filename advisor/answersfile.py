"""Reads and writes the answers file: everything that a person can answer, as one TOML file.

The wizard writes it and a script can be given it. What is written reads back as the same household; what is
read is judged by the same rules as what is typed.
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
import tomli_w
from msgspec import Struct

from advisor.answerscheck import check
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import FALLBACK, Speaker
from advisor.model.client import Client
from advisor.model.household import Device, Household, Technician, Wishes
from advisor.model.text import Text, text
from advisor.steps import Step, questions

LARGEST = 4 * 1024 * 1024     # bytes; a thousand devices need a tenth of that


def read(path: Path | None, changes: Sequence[str] = (), clients: tuple[Client, ...] = (),
         speaker: Speaker | None = None) -> Household:
    """The answers in `path`, with `changes` such as `devices.1.kind=phone` on top.

    clients: all mail programs; where given, a device's program must be one of them. speaker: for messages
    that quote other messages. Raises AdvisorError: USAGE for a file that is missing, no TOML, or says what
    cannot be; MISSING where an answer is missing.
    """
    return msgspec.convert(_raw(path, changes, clients, speaker, partial=False), Household)


def given(path: Path | None, changes: Sequence[str] = (), clients: tuple[Client, ...] = (),
          speaker: Speaker | None = None) -> dict[str, Any]:
    """The same for a conversation: in the shape of the file, and what is missing may be missing."""
    return _raw(path, changes, clients, speaker, partial=True)


def _raw(path: Path | None, changes: Sequence[str], clients: tuple[Client, ...], speaker: Speaker | None, *,
         partial: bool) -> dict[str, Any]:
    source, content = _load(path) if path is not None else ({}, "")
    for change in changes:
        _set(source, change)
    check(source, str(path) if path is not None else "--set", content, clients, speaker or Speaker(FALLBACK),
          partial=partial)
    if path is not None:
        _find_logo(source, path.parent)
    return source


def _find_logo(source: dict[str, Any], folder: Path) -> None:
    """A logo that is named from where the answers file lies, not from where the program runs."""
    named = source.get("technician", {}).get("logo")
    if named and not Path(named).exists() and (folder / named).exists():
        source["technician"]["logo"] = str(folder / named)


def _load(path: Path) -> tuple[dict[str, Any], str]:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise AdvisorError("answers-too-large", text("The answers file is too large."), Exit.USAGE,
                               context=text("In {path}.", path=str(path)))
        content = raw.decode("utf-8-sig")
        return tomllib.loads(content), content
    except OSError as problem:
        raise AdvisorError(
            "answers-unreadable", text("The answers file cannot be read: {problem}.",
                                       problem=problem.strerror or type(problem).__name__), Exit.USAGE,
            context=text("In {path}.", path=str(path)),
            hint=text("Give a file that the wizard has written, or write one as the README shows.")) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise AdvisorError(
            "answers-not-toml", text("The answers file is not TOML: {problem}.", problem=str(problem)),
            Exit.USAGE, context=text("In {path}.", path=str(path)),
            hint=text("Words are written in quotation marks, as in name = \"Ana\".")) from None


def _set(source: dict[str, Any], change: str) -> None:
    """Put `devices.1.kind=phone` into the raw answers; true, false and numbers are taken as such."""
    key, equals, value = change.partition("=")
    *tables, last = key.strip().split(".")
    if not equals or not last:
        raise _bad(change, text("Write it as in --set devices.1.kind=phone."))
    here: Any = source
    for name, following in zip(tables, [*tables, last][1:], strict=True):
        if isinstance(here, dict):
            here = here.setdefault(name, [] if following.isdigit() else {})
        elif isinstance(here, list) and name.isdigit() and 1 <= int(name) <= len(here) + 1:
            if int(name) > len(here):
                here.append({})
            here = here[int(name) - 1]
        else:
            here = None
    if not isinstance(here, dict):
        raise _bad(change, text("Devices are counted from 1, without gaps."))
    here[last] = _value(value.strip())


def _bad(change: str, hint: Text) -> AdvisorError:
    return AdvisorError(
        "answers-bad-change", text("“{change}” is not an answer.", change=change), Exit.USAGE, hint=hint)


def _value(word: str) -> str | int | bool:
    if word in ("true", "false"):
        return word == "true"
    return int(word) if word.isascii() and word.isdigit() else word


def dump(household: Household) -> bytes:
    """The household as a commented TOML file (UTF-8); the same household gives the same bytes."""
    speaker = Speaker(household.language or "en")
    raw = msgspec.to_builtins(household)
    wishes, devices, technician = raw.pop("wishes"), raw.pop("devices"), raw.pop("technician")
    lines = ["# " + speaker.say(text("Answers for mail-advisor. There is no password in here.")),
             "# " + speaker.say(text("Use it again with: mail-advisor write --answers THIS-FILE -o FOLDER"))]
    order = ("address", "name", "language")
    lines += ["", *_table({key: raw[key] for key in order}, Household, "", speaker), "", "[wishes]",
              *_table(wishes, Wishes, "wishes.", speaker)]
    if household.technician != Technician():
        lines += ["", "[technician]", *_table(technician, Technician, "technician.", speaker)]
    for number, device in enumerate(devices, 1):
        lines += ["", "[[devices]]", *_table(device, Device, "devices.N.", speaker, comments=number == 1)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _table(values: dict[str, Any], kind: type[Struct], prefix: str, speaker: Speaker, *,
           comments: bool = True) -> list[str]:
    """`key = value` for everything that is set, with what it is about and what it may be."""
    lines: list[str] = []
    about = {question.key: speaker.say(Step(question, 1).sentence(question.label))
             for question in questions()}
    for key, hint in get_type_hints(kind).items():
        value = values.get(key)
        if value is None:
            continue
        if comments:
            possible = " | ".join(get_args(hint)) if get_origin(hint) is Literal else ""
            notes = [note for note in (about.get(prefix + key), possible) if note]
            lines += ["# " + ": ".join(notes)] if notes else []
        lines.append(tomli_w.dumps({key: value}).rstrip("\n"))
    return lines
