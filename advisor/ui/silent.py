"""The silent screen: nobody is there, so nothing is ever asked.

A missing answer is an error that names the question, its key in the answers file and its flag.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.answerscheck import missing
from advisor.i18n import Speaker
from advisor.model.text import Text
from advisor.ui.screen import Interrupted, Prompt
from advisor.ui.style import Style
from advisor.ui.terminal import Terminal
from advisor.ui.words import clean, wrap

if TYPE_CHECKING:
    from advisor.ui.search import Search


class Silent:
    """A Screen without a person in front of it."""

    def __init__(self, terminal: Terminal, speaker: Speaker) -> None:
        self._terminal = terminal
        self._speaker = speaker

    attended = False

    @property
    def terminal(self) -> Terminal:
        """Streams and facts."""
        return self._terminal

    def say(self, words: str = "", style: Style = "normal") -> None:
        """One paragraph, wrapped, without styles."""
        self.show(wrap(clean(words), self._terminal.width))

    def show(self, lines: Sequence[str]) -> None:
        """Lines that are wrapped already."""
        for line in lines:
            self._terminal.write(line)

    def ask(self, prompt: Prompt) -> str:
        """Never asks. The answer for this case, or AdvisorError (MISSING) with question, key and flag."""
        if prompt.unasked is not None:
            return prompt.unasked
        raise missing(prompt.key or prompt.label, Text("{asks}", (("asks", prompt.asks),)), prompt.flag, None)

    def watch(self, search: "Search | None") -> None:
        """Nothing: nobody looks."""

    def wait(self, search: "Search") -> None:
        """Until the search is over; its own deadline ends it."""
        try:
            while not search.over:
                search.wait(len(search.heard), 1.0)
        except KeyboardInterrupt:
            raise Interrupted from None
