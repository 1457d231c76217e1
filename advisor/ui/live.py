"""One question on the full screen, drawn live by prompt_toolkit and erased when it is answered.

Shift-Tab and Esc go back, `?` explains, Ctrl-C and Ctrl-D leave. What was typed is judged on Enter.
"""

from collections.abc import Callable

from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.key_binding import KeyPressEvent
from prompt_toolkit.layout import HSplit, Layout, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.layout.processors import BeforeInput

from advisor.i18n import Speaker
from advisor.model.text import text
from advisor.ui.page import Page, progress, unended
from advisor.ui.screen import MISREAD, Back, Prompt
from advisor.ui.search import Search
from advisor.ui.style import sign
from advisor.ui.terminal import Terminal
from advisor.ui.words import clean, columns, misread, spelled, wrap

MOST_OFFERED = 4        # completions shown at a time


class Live(Page):
    """One question."""

    def __init__(self, prompt: Prompt, terminal: Terminal, speaker: Speaker, search: Search | None) -> None:
        super().__init__(terminal, speaker)
        self._prompt = prompt
        self._search = search
        self._problem = ""
        self._explained = False
        self._digits = ""
        self._tabbed: list[str] = []        # what the Tab key goes round in
        values = [option.value for option in prompt.options]
        self._marked = values.index(prompt.default) if prompt.default in values else 0
        self._buffer = Buffer(multiline=False)
        if prompt.default is not None and not values:
            self._buffer.text = prompt.default
            self._buffer.cursor_position = len(prompt.default)
        # Until somebody moves in it, the default is like marked text elsewhere: typing replaces it.
        self._untouched = True
        self._buffer.on_cursor_position_changed += self._touch
        self._bind_all()

    def run(self) -> str:
        """The answer. Raises Back or Interrupted."""
        application = self.application(Layout(self._layout()))
        search = self._search
        if search is not None:
            search.changed = application.invalidate
        try:
            return application.run()
        finally:
            if search is not None:
                search.changed = None

    def _layout(self) -> HSplit:
        head = Window(FormattedTextControl(self._head), dont_extend_height=True, wrap_lines=False)
        body: Window = Window(
            FormattedTextControl(self._choices, focusable=True, show_cursor=True), dont_extend_height=True,
        ) if self._prompt.options else Window(
            BufferControl(self._buffer, input_processors=[
                BeforeInput(self._arrow() + " ", "class:attention")]),
            dont_extend_height=True, wrap_lines=True,
            style=lambda: "class:dim" if self._untouched else "")
        foot = Window(FormattedTextControl(self._foot), dont_extend_height=True, wrap_lines=False)
        return HSplit([head, body, foot])

    def _arrow(self) -> str:
        return spelled("›", self.terminal.encoding)

    def _head(self) -> StyleAndTextTuples:
        prompt = self._prompt
        lines: StyleAndTextTuples = [("", "\n")]
        if prompt.place:
            lines += self.lines(prompt.place, "dim")
        lines += self.lines(prompt.asks, "attention")
        if prompt.why:
            lines += self.lines(prompt.why, "dim")
        if prompt.example and not self._explained:
            lines += self.lines(self.say(text("For example: {example}", example=prompt.example)), "dim")
        if self._explained:
            lines += self._explanation()
        return unended(lines)

    def _explanation(self) -> StyleAndTextTuples:
        prompt = self._prompt
        lines: StyleAndTextTuples = []
        if prompt.example:
            lines += self.lines(self.say(text("For example: {example}", example=prompt.example)), indent="  ")
        lines += self.lines(self.say(
            text("Choose with the arrow keys or type the number, then press Enter.") if prompt.options else
            text("Type your answer and press Enter.")))
        lines += self.lines(self.say(text(
            "Shift-Tab or Esc goes one question back; nothing you have answered is lost.")))
        lines += self.lines(self.say(text(
            "Ctrl-C leaves; your answers are kept for the next time.")))
        if prompt.key:
            lines += self.lines(self.say(text("Without a conversation: {key} in the answers file, or {flag}",
                                              key=prompt.key, flag=prompt.flag)))
        return lines

    def _choices(self) -> StyleAndTextTuples:
        lines: StyleAndTextTuples = []
        wide = len(str(len(self._prompt.options)))
        for number, option in enumerate(self._prompt.options):
            chosen = number == self._marked
            start = f"{self._arrow() if chosen else ' '} {number + 1:>{wide}} "
            words = spelled(clean(option.label), self.terminal.encoding)
            room = self.terminal.width - 1 - columns(start)
            for n, line in enumerate(wrap(words, room)):
                if chosen and n == 0:
                    lines.append(("[SetCursorPosition]", ""))   # a screen reader follows the real cursor
                lines.append(("class:chosen" if chosen else "",
                              (start if n == 0 else " " * columns(start)) + line + "\n"))
        return unended(lines)

    def _foot(self) -> StyleAndTextTuples:
        lines: StyleAndTextTuples = []
        if self._problem:
            mark = sign("bad", self.terminal.encoding)
            lines += self.lines(f"{mark} {self._problem}", "bad", "  ")
        offered = self._prompt.complete(self._buffer.text)
        if offered:
            words = "  ".join(one.shown for one in offered[:MOST_OFFERED])
            lines += self.lines(self.say(text("Tab: {words}", words=words)), "dim")
        keys = text("Enter: go on. Shift-Tab: back. ?: explain. Ctrl-C: leave.")
        lines += self.lines(self.say(keys), "dim")
        if self._search is not None:
            lines += self.lines(progress(self._search, self.speaker), "dim")
        return unended(lines)

    def _bind_all(self) -> None:
        choosing = bool(self._prompt.options)
        self.bind(self._enter, "enter", eager=True)
        self.bind(self._back, "s-tab")
        self.bind(self._back, "escape")
        empty = Condition(lambda: choosing or self._fresh())
        self.bind(self.leave, "c-d", filter=empty)
        # A question mark may be part of an answer, but not its beginning.
        self.bind(self._explain, "?", filter=Condition(lambda: choosing or self._fresh()))
        if choosing:
            self.bind(self._move(-1), "up")
            self.bind(self._move(1), "down")
            self.bind(self._jump(0), "home")
            self.bind(self._jump(-1), "end")
            self.bind(self._type, "<any>")
        else:
            self.bind(self._complete, "tab")
            untouched = Condition(lambda: self._untouched)
            self.bind(self._replace, "<any>", filter=untouched)
            self.bind(self._replace, "<bracketed-paste>", filter=untouched)

    def _fresh(self) -> bool:
        return self._untouched or not self._buffer.text

    def _touch(self, buffer: Buffer) -> None:
        self._untouched = False

    def _replace(self, event: KeyPressEvent) -> None:
        typed = event.data if misread(event.data) else clean(event.data)
        self._buffer.text = typed
        self._buffer.cursor_position = len(typed)
        self._untouched = False

    def _enter(self, event: KeyPressEvent) -> None:
        if self._prompt.options:
            event.app.exit(result=self._prompt.options[self._marked].value)
            return
        if misread(self._buffer.text):
            self._problem = self.say(MISREAD)
            return
        typed = clean(self._buffer.text).strip()
        if not typed and self._prompt.default:
            typed = "" if self._prompt.check("") is None else self._prompt.default
        problem = self._prompt.check(typed)
        if problem is None:
            event.app.exit(result=typed)
        self._problem = problem or ""

    def _back(self, event: KeyPressEvent) -> None:
        event.app.exit(exception=Back())

    def _explain(self, event: KeyPressEvent) -> None:
        self._explained = not self._explained

    def _complete(self, event: KeyPressEvent) -> None:
        """The first that fits; each further Tab the next one."""
        typed = self._buffer.text
        if typed in self._tabbed:
            following = self._tabbed[(self._tabbed.index(typed) + 1) % len(self._tabbed)]
        else:
            self._tabbed = [one.words for one in self._prompt.complete(typed)]
            following = self._tabbed[0] if self._tabbed else typed
        self._buffer.text = following
        self._buffer.cursor_position = len(following)
        self._untouched = False

    def _move(self, by: int) -> Callable[[KeyPressEvent], None]:
        def move(event: KeyPressEvent) -> None:
            self._marked = (self._marked + by) % len(self._prompt.options)
            self._digits = ""

        return move

    def _jump(self, to: int) -> Callable[[KeyPressEvent], None]:
        def jump(event: KeyPressEvent) -> None:
            self._marked = to % len(self._prompt.options)
            self._digits = ""

        return jump

    def _type(self, event: KeyPressEvent) -> None:
        """A number marks that choice; a letter marks the next one that begins with it."""
        key = event.data
        if key.isdigit() and key.isascii():
            for digits in (self._digits + key, key):
                if 1 <= int(digits) <= len(self._prompt.options):
                    self._digits, self._marked = digits, int(digits) - 1
                    return
            return
        self._digits = ""
        following = [(self._marked + n) % len(self._prompt.options)
                     for n in range(1, len(self._prompt.options) + 1)]
        for number in following:
            if key and self._prompt.options[number].label.casefold().startswith(key.casefold()):
                self._marked = number
                return
