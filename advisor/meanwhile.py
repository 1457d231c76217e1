"""What a run needs later, got ready while it waits for the network.

The modules together take longer than a packet takes there and back. Imported beforehand, they would put the
first question off; imported when they are needed, they would hold up answers that have come in.
"""

import importlib
import time
from collections import deque
from collections.abc import Callable, Iterable

PIECE = 0.01            # seconds of work at a time; an answer that comes in waits as long at most

Step = str | Callable[[], None]     # a module to import, or something to call


class Meanwhile:
    """Steps, in the order in which what they get ready is needed."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self._left = deque(steps)

    def add(self, steps: Iterable[Step]) -> None:
        """More of them, needed after the others."""
        self._left.extend(steps)

    def __bool__(self) -> bool:
        return bool(self._left)

    def work(self) -> None:
        """Take as many as fit into PIECE, at least one."""
        until = time.monotonic() + PIECE
        while self._left:
            step = self._left.popleft()
            if isinstance(step, str):
                importlib.import_module(step)
            else:
                step()
            if time.monotonic() >= until:
                return
