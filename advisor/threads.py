"""Begins something in a thread of its own that never keeps the process alive."""

import _thread
from collections.abc import Callable


def begin(work: Callable[..., object], *arguments: object) -> None:
    """Call `work` with the arguments in a new thread, and go on at once.

    threading.Thread.start() waits until the new thread runs, and that runs on for as long as it can: with two
    dozen of them, ten milliseconds are lost at the very moment at which the first address is known.
    Threads of this kind are daemons: Python does not wait for them at its end.
    """
    _thread.start_new_thread(work, arguments)
