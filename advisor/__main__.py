"""`mail-advisor`, and `python -m advisor`: from beginning to end, Ctrl-C ends it at once and quietly.

A command that runs knows how to stop. While modules are still being imported, and while Python tidies up, an
interrupt would print a traceback; there the process simply leaves.
"""

import os
import signal
import sys

_INTERRUPTED = 130      # as in advisor/exits.py, which is not there yet


def main() -> None:
    """Run the command line and end the process with its exit code."""
    signal.signal(signal.SIGINT, _leave)
    from advisor.cli import main as run  # under the handler: it takes a while

    code = _INTERRUPTED
    try:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        code = run()
    except KeyboardInterrupt:
        pass                # between two lines of ours; the exit code is set
    signal.signal(signal.SIGINT, _leave)
    if code == _INTERRUPTED:
        _leave()            # whoever interrupts does not wait for threads and modules to be taken down
    sys.exit(code)


def _leave(*_: object) -> None:
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
