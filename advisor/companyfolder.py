"""Reads a folder into which the plans of several people were written, one folder a person.

What lies there may have been edited by anybody, so every file is judged like one from a stranger:
it has to be small, and it has to be what it says it is.
"""

import os
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import msgspec

from advisor import answersfile
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.company import Certificate, Person, PlanOnFile
from advisor.model.evidence import Evidence
from advisor.model.household import Technician
from advisor.model.text import text

LARGEST = 16 * 1024 * 1024      # bytes of one file; evidence.json holds every document that was fetched
SHEETS = ("handout.html", "record.html")

_Kind = TypeVar("_Kind")


def read(folder: Path) -> tuple[Person, ...]:
    """The people whose plans lie below `folder`, by address.

    AdvisorError (USAGE) where there are none, or one of them cannot be read.
    """
    try:
        people = [_person(one) for one in folder.iterdir() if (one / "plan.json").is_file()]
    except OSError as problem:
        raise AdvisorError(
            "company-folder", text("{path} cannot be read: {why}.", path=str(folder),
                                   why=problem.strerror or type(problem).__name__), Exit.USAGE,
            hint=text("Give the folder that mail-advisor write was given with -o.")) from None
    if not people:
        raise AdvisorError(
            "company-empty", text("No plan lies in a folder of {path}.", path=str(folder)), Exit.USAGE,
            hint=text("Give the folder that mail-advisor write was given with -o: each address has a folder "
                      "in it, with plan.json."))
    return tuple(sorted(people, key=lambda one: (one.plan.address.casefold(), one.folder)))


def technician(people: Iterable[Person]) -> Technician:
    """Whom to call, where the people's answers agree on it; else nobody."""
    named = {person.technician for person in people} - {Technician()}
    return named.pop() if len(named) == 1 else Technician()


def _person(folder: Path) -> Person:
    plan = _decoded(folder / "plan.json", PlanOnFile)
    certificates: tuple[Certificate, ...] = ()
    seen = None
    if (folder / "evidence.json").is_file():
        certificates, seen = _certificates(_decoded(folder / "evidence.json", Evidence))
    answers = answersfile.given(folder / "answers.toml") if (folder / "answers.toml").is_file() else {}
    sheets = tuple(name for name in SHEETS if (folder / name).is_file())
    # `./`: a folder whose name has a colon must not be taken for a scheme (RFC 3986 section 4.2).
    link = "./" + quote(os.fsencode(folder.name), safe="")
    return Person(_shown(folder.name), link, plan, certificates, seen, sheets,
                  msgspec.convert(answers.get("technician", {}), Technician))


def _certificates(evidence: Evidence) -> tuple[tuple[Certificate, ...], date | None]:
    """Each server's certificate, and the day on which they were seen: the days that were left tell it."""
    found: set[Certificate] = set()
    seen: list[date] = []
    for visit in evidence.visits():
        if visit.tls is not None and (expires := _day(visit.tls.not_after)) is not None:
            found.add(Certificate(expires, visit.tls.days_left, visit.endpoint.host, visit.endpoint.port))
            seen += _before(expires, visit.tls.days_left)
    return tuple(sorted(found)), max(seen, default=None)


def _day(stamp: str) -> date | None:
    try:
        return date.fromisoformat(stamp[:10])
    except ValueError:
        return None


def _before(day: date, days: int) -> list[date]:
    """The day as a list of one; of none where no calendar has it."""
    try:
        return [day - timedelta(days=days)]
    except OverflowError:
        return []


def _decoded(path: Path, kind: type[_Kind]) -> _Kind:
    """The file as what it should be. AdvisorError says which file, and what is wrong with it."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise _unfit(path, f"> {LARGEST // 1024**2} MiB")
        return msgspec.json.decode(content, type=kind)
    except OSError as problem:
        raise _unfit(path, problem.strerror or type(problem).__name__) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise _unfit(path, str(problem)) from None


def _unfit(path: Path, why: str) -> AdvisorError:
    return AdvisorError(
        "company-unfit", text("{path} is not what mail-advisor writes there: {why}.", path=_shown(path),
                              why=why), Exit.USAGE,
        hint=text("Write that person's files again, or move the folder away. Nothing was written."))


def _shown(path: Path | str) -> str:
    """A path that can be printed: what is no UTF-8 in a file's name is replaced."""
    return os.fsencode(path).decode("utf-8", "replace")
