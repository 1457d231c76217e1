"""The full screen: a live prompt that vanishes when it is answered, and one settled line that stays.

No alternate screen and no mouse: what is on the screen can be selected and scrolled back to. The terminal
library is imported by the first question and not by this module, so that the first line need not wait for it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from advisor.i18n import Speaker
from advisor.model.text import Text, text
from advisor.ui.screen import Interrupted, Prompt
from advisor.ui.style import Style, sign
from advisor.ui.terminal import Terminal
from advisor.ui.words import clean, wrap

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from advisor.ui.search import Search


class Full:
    """A Screen for people who see it. input, output: prompt_toolkit's, for tests; else the terminal's own."""

    def __init__(self, terminal: Terminal, speaker: Speaker, *,
                 input: "Input | None" = None, output: "Output | None" = None) -> None:
        self._terminal = terminal
        self._speaker = speaker
        self._input = input
        self._output = output
        self._search: Search | None = None

    attended = True

    @property
    def terminal(self) -> Terminal:
        """Streams and facts."""
        return self._terminal

    def say(self, words: str = "", style: Style = "normal") -> None:
        """One paragraph, wrapped. A style brings its sign, so that colour is not the only carrier."""
        self._put(words, style, marked=style not in ("normal", "dim"))

    def show(self, lines: Sequence[str]) -> None:
        """Lines that are wrapped already."""
        for line in lines:
            self._terminal.write(line)

    def watch(self, search: "Search | None") -> None:
        """Show below each question how the search is getting on."""
        self._search = search

    def ask(self, prompt: Prompt) -> str:
        """The answer, with its settled line written."""
        from advisor.ui.live import Live

        question = Live(prompt, self._terminal, self._speaker, self._search)
        answer = self._run(question)
        self.say(f"{prompt.label}: {prompt.in_words(answer) or self._in(text('(empty)'))}", "good")
        return answer

    def wait(self, search: "Search") -> None:
        """What is heard, live, with the seconds; Enter skips the rest."""
        if not search.over:
            from advisor.ui.waiting import Waiting

            self._run(Waiting(search, self._terminal, self._speaker))
        for heard in search.heard:
            self._put(heard.words, heard.style, marked=True)

    def _put(self, words: str, style: Style, *, marked: bool) -> None:
        mark = sign(style, self._terminal.encoding) + " " if marked else ""
        for line in wrap(mark + clean(words), self._terminal.width, "  " if marked else ""):
            self._terminal.write(line, style)

    def _run(self, shown: Any) -> str:
        from prompt_toolkit.application import create_app_session
        from prompt_toolkit.output.vt100 import Vt100_Output

        try:
            with create_app_session(input=self._input, output=self._output) as session:
                # Not asked where its cursor is: a terminal that does not answer would hold up every question
                # for a second, and what it answers late would be taken for typing.
                if isinstance(session.output, Vt100_Output):
                    session.output.enable_cpr = False
                answer: str = shown.run()
        except (KeyboardInterrupt, EOFError):
            raise Interrupted from None
        return answer

    def _in(self, sentence: Text) -> str:
        return self._speaker.say(sentence)
