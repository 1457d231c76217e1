"""What a run needs later, imported while it waits for the network.

The modules together take longer than a packet takes there and back. Imported beforehand, they would put the
first question off; imported when they are needed, they would hold up answers that have come in.
"""

import importlib
import time
from collections import deque
from collections.abc import Iterable

PIECE = 0.01            # seconds of work at a time; an answer that comes in waits as long at most


class Meanwhile:
    """Modules, by name, in the order in which they are needed."""

    def __init__(self, modules: Iterable[str]) -> None:
        self._left = deque(modules)

    def add(self, modules: Iterable[str]) -> None:
        """More of them, needed after the others."""
        self._left.extend(modules)

    def __bool__(self) -> bool:
        return bool(self._left)

    def work(self) -> None:
        """Import as many as fit into PIECE, at least one."""
        until = time.monotonic() + PIECE
        while self._left:
            importlib.import_module(self._left.popleft())
            if time.monotonic() >= until:
                return
