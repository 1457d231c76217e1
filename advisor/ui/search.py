"""The search for the servers, in the background while the person answers questions.

It runs in a daemon thread: a server that never answers must not keep the program from ending (a thread pool
would). What it hears is kept as lines for whoever looks.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from advisor.model.evidence import Evidence
from advisor.ui.style import Style


@dataclass(frozen=True)
class Heard:
    """One line of progress."""

    words: str
    style: Style


class Search:
    """One search for one address. Give it to `discover`, which tells it what is heard.

    skipped: the person does not want to wait any longer; where `can_skip`, `discover` looks at it and returns
    what it has. deadline: seconds after which it ends by itself.
    """

    def __init__(self, address: str, discover: "Callable[[str, Search], Evidence]", *,
                 deadline: int = 8, can_skip: bool = False) -> None:
        self.address = address
        self.deadline = deadline
        self.can_skip = can_skip
        self.skipped = threading.Event()
        self.changed: Callable[[], None] | None = None      # called from the thread when there is news
        self._discover = discover
        self._news = threading.Condition()
        self._heard: list[Heard] = []
        self._over = False
        self._evidence: Evidence | None = None
        self._failure: BaseException | None = None
        self._started = time.monotonic()
        self._thread = threading.Thread(target=self._run, name="search", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._started = time.monotonic()
        self._thread.start()

    def tell(self, words: str, style: Style = "normal") -> None:
        """Note one line of progress. Called from any thread."""
        with self._news:
            self._heard.append(Heard(words, style))
            self._news.notify_all()
        self._call()

    @property
    def heard(self) -> tuple[Heard, ...]:
        """All lines so far."""
        with self._news:
            return tuple(self._heard)

    @property
    def over(self) -> bool:
        """Whether there is a result."""
        with self._news:
            return self._over

    @property
    def seconds(self) -> int:
        """Whole seconds since the start."""
        return int(time.monotonic() - self._started)

    def wait(self, known: int, timeout: float) -> None:
        """Until there are more than `known` lines, or it is over, or `timeout` seconds have passed."""
        with self._news:
            self._news.wait_for(lambda: self._over or len(self._heard) > known, timeout)

    def result(self) -> Evidence:
        """What was found. Only when it is over; raises what the search raised."""
        if self._failure is not None:
            raise self._failure
        if self._evidence is None:
            raise RuntimeError("the search is not over")
        return self._evidence

    def _run(self) -> None:
        try:
            self._evidence = self._discover(self.address, self)
        except BaseException as failure:  # noqa: BLE001 - it is raised again where the result is asked for
            self._failure = failure
        with self._news:
            self._over = True
            self._news.notify_all()
        self._call()

    def _call(self) -> None:
        changed = self.changed
        if changed is not None:
            changed()
