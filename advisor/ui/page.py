"""What the live parts of the full screen have in common: keys, wrapping, and how they are drawn.

A page lies below what is already on the screen and is erased at its end. No mouse, no alternate screen.
"""

from collections.abc import Callable
from typing import Any

from prompt_toolkit.application import Application
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout import Layout
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style as Sheet

from advisor.i18n import Speaker
from advisor.model.text import Text, text
from advisor.ui.screen import Interrupted
from advisor.ui.search import Search
from advisor.ui.style import LIVE, Style
from advisor.ui.terminal import Terminal
from advisor.ui.words import clean, spelled, wrap


class Page:
    """Lines that are drawn again when something changes, with the keys that everything here has."""

    def __init__(self, terminal: Terminal, speaker: Speaker) -> None:
        self.terminal = terminal
        self.speaker = speaker
        self.keys = KeyBindings()
        self.bind(self.leave, "c-c")
        self.bind(self.leave, "<sigint>")

    def bind(self, action: Callable[[KeyPressEvent], None], key: str, **settings: Any) -> None:
        """Do `action` when `key` is pressed."""
        self.keys.add(key, **settings)(action)

    def say(self, sentence: Text) -> str:
        """The sentence in the person's language."""
        return self.speaker.say(sentence)

    def lines(self, words: str, style: Style = "normal", indent: str = "") -> StyleAndTextTuples:
        """The words, wrapped to the width that the terminal has just now."""
        wrapped = wrap(spelled(clean(words), self.terminal.encoding), self.terminal.width - 1, indent)
        return [(f"class:{style}", line + "\n") for line in wrapped]

    def application(self, layout: Layout) -> Application[str]:
        """The application: below what is already on the screen, and erased at the end."""
        application: Application[str] = Application(
            layout=layout, key_bindings=self.keys, style=Sheet.from_dict(LIVE), erase_when_done=True,
            mouse_support=False, full_screen=False,
            color_depth=None if self.terminal.colours else ColorDepth.DEPTH_1_BIT)
        # Esc alone is a key here. What follows it within this time is an escape sequence of the terminal.
        application.ttimeoutlen = 0.05
        return application

    def leave(self, event: KeyPressEvent) -> None:
        """End with Interrupted."""
        event.app.exit(exception=Interrupted())


def progress(search: Search, speaker: Speaker) -> str:
    """How the search is getting on, in one line; the seconds from the second one on."""
    if search.over:
        return speaker.say(text("The search for the servers is finished."))
    if search.seconds < 2:
        return speaker.say(text("Looking for the servers ..."))
    return speaker.say(text("Looking for the servers: {seconds} of at most {most} seconds.",
                            seconds=search.seconds, most=search.deadline))


def unended(lines: StyleAndTextTuples) -> StyleAndTextTuples:
    """Without the last line end, which would draw an empty line."""
    if lines:
        style, words = lines[-1][0], lines[-1][1]
        lines[-1] = (style, words.removesuffix("\n"))
    return lines
