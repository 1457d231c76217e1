"""The wait for the search on the full screen: what is heard, drawn live, with the seconds."""

import asyncio

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyPressEvent
from prompt_toolkit.layout import Layout, Window
from prompt_toolkit.layout.controls import FormattedTextControl

from advisor.i18n import Speaker
from advisor.model.text import text
from advisor.ui.page import Page, progress, unended
from advisor.ui.search import Search
from advisor.ui.style import sign
from advisor.ui.terminal import Terminal

LAST_HEARD = 8          # lines shown while waiting; all of them stay on the screen afterwards


class Waiting(Page):
    """The wait for a search, with what is heard."""

    def __init__(self, search: Search, terminal: Terminal, speaker: Speaker) -> None:
        super().__init__(terminal, speaker)
        self._search = search
        if search.can_skip:
            self.bind(self._skip, "enter")

    def run(self) -> str:
        """Returns when the search is over. Raises Interrupted."""
        window = Window(FormattedTextControl(self._drawn, focusable=True, show_cursor=False),
                        dont_extend_height=True)
        application = self.application(Layout(window))
        application.refresh_interval = 0.5      # for the seconds; what is heard is drawn at once

        def changed() -> None:
            application.invalidate()
            loop = application.loop
            if self._search.over and loop is not None:
                loop.call_soon_threadsafe(self._end, application)

        def started() -> None:
            self._search.changed = changed
            # It may have ended before anybody listened.
            asyncio.get_running_loop().call_soon(self._end, application)

        try:
            return application.run(pre_run=started)
        finally:
            self._search.changed = None

    def _end(self, application: Application[str]) -> None:
        if self._search.over and application.is_running and not application.is_done:
            application.exit(result="")

    def _skip(self, event: KeyPressEvent) -> None:
        self._search.skipped.set()

    def _drawn(self) -> StyleAndTextTuples:
        lines: StyleAndTextTuples = []
        for heard in self._search.heard[-LAST_HEARD:]:
            mark = sign(heard.style, self.terminal.encoding)
            lines += self.lines(f"{mark} {heard.words}", heard.style, "  ")
        lines += self.lines(progress(self._search, self.speaker), "attention")
        if self._search.can_skip:
            lines += self.lines(self.say(text("Enter: go on with what is known.")), "dim")
        return unended(lines)
