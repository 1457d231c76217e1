"""What a conversation needs of a screen: show a line, ask a question, wait for the search.

There are three: full (a live prompt), plain (one line after the other) and silent (nobody is there). The
wizard does not know which one it speaks to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from advisor.model.text import text
from advisor.ui.style import Style
from advisor.ui.terminal import Terminal

if TYPE_CHECKING:
    from advisor.ui.search import Search


class Back(Exception):
    """The person wants to go one question back."""


class Interrupted(Exception):
    """The person wants to leave: Ctrl-C, or the end of the input."""


MISREAD = text("The terminal did not hand on all letters as they are. Type it without accents and signs, or "
               "start in a terminal with UTF-8.")


@dataclass(frozen=True)
class Option:
    """One possible answer and the words for it."""

    value: str
    label: str


def unquestioned(typed: str) -> str | None:
    """For a prompt whose every answer is good."""
    return None


@dataclass(frozen=True)
class Completion:
    """What the typed words may become. shown: the part of it that is offered to the eye."""

    words: str
    shown: str


def uncompleted(typed: str) -> tuple[Completion, ...]:
    """For a prompt whose answers nobody can guess."""
    return ()


@dataclass(frozen=True)
class Prompt:
    """One question, in the person's language.

    label: for the line that stays when it is answered. flag, key: how to answer it on the command line and
    in the answers file ("" where it is no part of that). check: the problem with what was typed, or None.
    default: what Enter means. unasked: the answer where nobody can be asked, or None if that is an error.
    place: such as "2 of 6". complete: what the typed beginning may become, for the Tab key.
    """

    label: str
    asks: str
    flag: str
    key: str = ""
    why: str = ""
    example: str = ""
    options: tuple[Option, ...] = ()
    default: str | None = None
    unasked: str | None = None
    place: str = ""
    complete: Callable[[str], Sequence[Completion]] = uncompleted
    check: Callable[[str], str | None] = unquestioned

    def in_words(self, value: str) -> str:
        """The label of the option with this value, or the value itself."""
        return next((option.label for option in self.options if option.value == value), value)


class Screen(Protocol):
    """What the wizard speaks to."""

    @property
    def terminal(self) -> Terminal:
        """Streams and facts."""

    @property
    def attended(self) -> bool:
        """Whether somebody sits there who can be asked."""

    def say(self, words: str = "", style: Style = "normal") -> None:
        """One paragraph, wrapped to the width."""

    def show(self, lines: Sequence[str]) -> None:
        """Lines that are wrapped already."""

    def ask(self, prompt: Prompt) -> str:
        """The answer, which `prompt.check` has no objection to. Raises Back or Interrupted."""

    def watch(self, search: "Search | None") -> None:
        """From now on show how this search is getting on, wherever that does not disturb."""

    def wait(self, search: "Search") -> None:
        """Show what the search hears until it is over or the person skips the rest. Raises Interrupted."""
