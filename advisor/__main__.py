"""`mail-advisor`, and `python -m advisor`: from beginning to end, Ctrl-C ends it at once and quietly.

A command that runs knows how to stop. While modules are still being imported, an interrupt would print a
traceback; there the process simply leaves. It does so in the end as well: everything is written and closed by
then, and to take two dozen threads and three hundred modules down takes Python 50 ms.
"""

import contextlib
import os
import signal
import sys
from typing import NoReturn

_INTERRUPTED = 130      # as in advisor/exits.py, which is not there yet


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    signal.signal(signal.SIGINT, _interrupted)
    from advisor.cli import main as run  # under the handler: it takes a while

    code = _INTERRUPTED
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        code = run()
    except KeyboardInterrupt:
        pass                # between two lines of ours; the exit code is set
    signal.signal(signal.SIGINT, _interrupted)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):      # gone or closed; who printed has said so
            stream.flush()
    os._exit(code)


def _interrupted(*_: object) -> NoReturn:
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
