"""How fast the mailbox model is: `python -m tests.bench.mailbox`.

Prints events a second, and the ratio to the least that a simulation must do: put each message into a
dictionary.
"""

import sys
import time

from advisor.mailbox import Arrive, Sync, play

MESSAGES = 2000


def took(work):
    """The best of several runs, in seconds."""
    runs = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        runs.append(time.perf_counter() - start)
    return min(runs)


def main():
    script = [Arrive(f"m{n}") for n in range(MESSAGES)] + [Sync("a"), Sync("b"), Sync("c")]
    least = took(lambda: {one.message: one for one in script[:MESSAGES]})
    for modes in (("imap", "imap-offline", "pop3-keep"), ("pop3-remove",) * 3):
        devices = dict(zip("abc", modes, strict=True))
        seconds = took(lambda devices=devices: play(devices, script))
        sys.stdout.write(f"{', '.join(modes)}: {len(script) / seconds:,.0f} events/s, "
                         f"{seconds / least:.0f} times a dictionary\n")


if __name__ == "__main__":
    main()
