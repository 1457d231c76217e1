"""A page of text in one language, wrapped to a width. What must be copied is never broken in the middle."""

import textwrap

from advisor.i18n import Speaker
from advisor.model.text import Text


def printable(words: str) -> str:
    """The words with a blank for each control character: a server's own words must not steer the terminal."""
    return "".join(sign if sign.isprintable() else " " for sign in words)


class Page:
    """Lines for a person. width: columns; host names and addresses may be wider."""

    def __init__(self, speaker: Speaker, width: int) -> None:
        self.speaker = speaker
        self.lines: list[str] = []
        self._width = max(width, 20)

    def blank(self) -> None:
        """An empty line."""
        self.lines.append("")

    def title(self, sentence: Text) -> None:
        """A heading, after an empty line."""
        self.blank()
        self.line(self.speaker.say(sentence))

    def say(self, sentence: Text, indent: str = "", /, **values: str) -> None:
        """A sentence; `values` are filled into it."""
        self.line(self.speaker.say(Text(sentence.template, tuple(sorted(values.items())))), indent)

    def item(self, words: str) -> None:
        """One point of a list."""
        self.line(words, "  - ", "    ")

    def line(self, words: str, indent: str = "", rest: str | None = None) -> None:
        """Words as they are, wrapped. rest: the indent of the second line and those after it."""
        self.lines += textwrap.wrap(
            words, self._width, initial_indent=indent, subsequent_indent=indent if rest is None else rest,
            break_long_words=False, break_on_hyphens=False)
