"""The plain screen: one line after the other, nothing is ever drawn again. Made for screen readers and logs.

Choices are numbered, and every answer is a number or a word and the Enter key. No escape sequence and no
carriage return leaves this screen.
"""

import os
import select
from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.i18n import Speaker
from advisor.model.text import Text, text
from advisor.ui.screen import MISREAD, Back, Interrupted, Prompt
from advisor.ui.style import Style
from advisor.ui.terminal import Terminal
from advisor.ui.words import clean, misread, spelled, wrap

if TYPE_CHECKING:
    from advisor.ui.search import Search

BACK = frozenset({"back", "atrás", "atras"})
LOOK = 0.2      # seconds between two looks at the keyboard while waiting


class Plain:
    """A Screen that only ever appends lines."""

    def __init__(self, terminal: Terminal, speaker: Speaker) -> None:
        self._terminal = terminal
        self._speaker = speaker
        self._told_keys = False

    attended = True

    @property
    def terminal(self) -> Terminal:
        """Streams and facts."""
        return self._terminal

    def say(self, words: str = "", style: Style = "normal") -> None:
        """One paragraph, wrapped. The style says nothing here; the words do."""
        for line in wrap(clean(words), self._terminal.width):
            self._terminal.write(line)

    def show(self, lines: Sequence[str]) -> None:
        """Lines that are wrapped already."""
        for line in lines:
            self._terminal.write(line)

    def watch(self, search: "Search | None") -> None:
        """Nothing: lines in the middle of an answer would disturb. They are shown when waited for."""

    def ask(self, prompt: Prompt) -> str:
        """The answer to the question, asked again until it is one."""
        self._put(prompt)
        while True:
            typed = self._line()
            if misread(typed):
                self.say(self._in(MISREAD))
                continue
            word = clean(typed).strip()
            if word.casefold() in BACK:
                raise Back
            if word == "?":
                self._explain(prompt)
                continue
            value, problem = self._judge(prompt, word)
            if problem is None:
                return value
            self.say(problem)

    def wait(self, search: "Search") -> None:
        """One line for each thing heard; Enter skips the rest."""
        if not search.over:
            self.say(self._in(
                text("Waiting for the answers. Press Enter to go on with what is known.")
                if search.can_skip else
                text("Waiting for the answers, at most {most} seconds.", most=search.deadline)))
        shown, told = 0, 0
        try:
            while True:
                over = search.over
                for heard in search.heard[shown:]:
                    self.say(heard.words)
                    shown += 1
                if over:
                    return
                if search.seconds >= max(told + 2, 2):
                    told = search.seconds
                    self.say(self._in(text("Still waiting: {seconds} seconds.", seconds=told)))
                if search.can_skip and not search.skipped.is_set() and self._enter_pressed():
                    search.skipped.set()
                search.wait(shown, LOOK)
        except KeyboardInterrupt:
            raise Interrupted from None

    def _put(self, prompt: Prompt) -> None:
        self.say()
        self.say(f"{prompt.place}: {prompt.asks}" if prompt.place else prompt.asks)
        if prompt.why:
            self.say(prompt.why)
        if prompt.example:
            self.say(self._in(text("For example: {example}", example=prompt.example)))
        for number, option in enumerate(prompt.options, 1):
            mark = " " + self._in(text("(Enter takes this one)")) if option.value == prompt.default else ""
            self.say(f"{number}. {option.label}{mark}")
        if prompt.default and not prompt.options:
            self.say(self._in(text("Enter takes: {value}", value=prompt.in_words(prompt.default))))
        if not self._told_keys:
            self._told_keys = True
            self.say(self._in(text(
                "At any question: ? explains it, back goes to the one before, Ctrl-C leaves.")))

    def _explain(self, prompt: Prompt) -> None:
        if prompt.why:
            self.say(prompt.why)
        if prompt.options:
            self.say(self._in(text("Type the number of your answer and press Enter.")))
        if prompt.example:
            self.say(self._in(text("For example: {example}", example=prompt.example)))
        if prompt.key:
            self.say(self._in(text("Without a conversation: {key} in the answers file, or {flag}",
                                   key=prompt.key, flag=prompt.flag)))

    def _judge(self, prompt: Prompt, word: str) -> tuple[str, str | None]:
        """The value that was meant, and the problem with it."""
        if not word and prompt.default is not None:
            return prompt.default, None
        if prompt.options:
            if word.isascii() and word.isdigit() and len(word) < 6 and 1 <= int(word) <= len(prompt.options):
                word = prompt.options[int(word) - 1].value
            elif word.isdigit() or not word:
                most = len(prompt.options)
                return word, self._in(text("Please type a number from 1 to {most}.", most=most))
        return word, prompt.check(word)

    def _line(self) -> str:
        self._terminal.output.write(spelled("> ", self._terminal.encoding))
        self._terminal.output.flush()
        try:
            line = self._terminal.input.readline()
        except KeyboardInterrupt:
            raise Interrupted from None
        if not line:
            raise Interrupted
        return line.rstrip("\r\n")

    def _enter_pressed(self) -> bool:
        """Whether a line waits at the keyboard; it is taken away."""
        if not self._terminal.interactive or os.name == "nt":   # select knows only sockets there
            return False
        ready, _, _ = select.select([self._terminal.input], [], [], 0)
        return bool(ready) and bool(self._terminal.input.readline())

    def _in(self, sentence: Text) -> str:
        return self._speaker.say(sentence)
