"""What the wizard is given: everything that it has done by others, and what was said beforehand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.model.evidence import Evidence
from advisor.model.files import Existing
from advisor.model.household import Household
from advisor.model.picture import Picture
from advisor.model.plan import Plan
from advisor.questions import Value
from advisor.ui.search import Search

if TYPE_CHECKING:       # the first line of the conversation does not wait for it
    from advisor.ui.entering import Entrance


@dataclass(frozen=True)
class Steps:
    """Everything that the wizard has done by others.

    suggest: the address that was probably meant, or None. registrable: the registered domain of a host name.
    found_lines, plan_lines: what to show, wrapped to a width. write: writes below a folder (plan, household,
    evidence, folder, what to do with other files there, width), returns the folder of the address and what to
    show. ask_again: the evidence with one source (by id) asked anew. save_answers: into a file, overwriting
    it or not. entrance: how to look into the account, where that was asked for. deadline: seconds that
    discover takes at most; can_skip: it obeys Search.skipped.
    """

    suggest: Callable[[str], str | None]
    registrable: Callable[[str], str]
    discover: Callable[[str, Search], Evidence]
    combine: Callable[[Evidence], Picture]
    advise: Callable[[Picture, Household], Plan]
    found_lines: Callable[[Evidence, Picture, int], list[str]]
    plan_lines: Callable[[Plan, int], list[str]]
    write: Callable[[Plan, Household, Evidence, Path, Existing, int], tuple[Path, list[str]]]
    ask_again: Callable[[Evidence, str, Search], Evidence]
    save_answers: Callable[[Household, Path, bool], None]
    entrance: "Entrance | None" = None
    deadline: int = 8
    can_skip: bool = False


def unnoticed(household: Household, folder: Path) -> None:
    """For a conversation whose end nobody waits for."""


@dataclass(frozen=True)
class Given:
    """What was said before the conversation. output: folder for the files; existing: what to do with other
    files there; dry_run: only show what would be written.

    answers: in the shape of the answers file, as answersfile.given gives them; any of them may be missing.
    in_file: the keys of those that stand in the file like that; the others were said on the command line.
    redo: the step that is asked again. save_answers: a file for the answers. form: ask for all devices in
    one line, with this as the usual one. remembered: see Interview. finished: is told what was written, and
    into which folder.
    """

    address: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    in_file: frozenset[str] = frozenset()
    output: Path | None = None
    force: bool = False
    existing: Existing = "refuse"
    dry_run: bool = False
    fresh: bool = False
    lan: bool = False
    accept_unconfirmed: bool = False
    remember: bool = True
    redo: str | None = None
    save_answers: Path | None = None
    form: str | None = None
    remembered: Mapping[str, Value] = field(default_factory=dict)
    finished: Callable[[Household, Path], None] = unnoticed
