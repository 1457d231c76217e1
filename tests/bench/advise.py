"""How long the search takes, against trying every plan: `python -m tests.bench.advise`.

Prints seconds and ratios of one run: the search for 12 and 1,000 devices,
and for the 5 devices that the naive
way can still manage, both ways.
"""

import sys
import time

from advisor.advise import advise
from advisor.model.household import Device
from tests.plan_samples import CLIENTS
from tests.samples import household, picture
from tests.test_advise import naive

KINDS = ("desktop", "laptop", "phone", "tablet", "shared", "server")


def home(count):
    """A household of `count` devices of all kinds."""
    return household(*(Device(f"d{n}", KINDS[n % 6], ("thunderbird", "generic", "pop3-only")[n % 3],
                              n % 2 == 0)
                       for n in range(count)), backup="inbox")


def took(work, times):
    """The best of several runs, in seconds."""
    runs = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        runs.append(time.perf_counter() - start)
    return min(runs)


def main():
    seen, out = picture(), sys.stdout.write
    five = took(lambda: advise(seen, home(5), CLIENTS), 5)
    everything = took(lambda: naive(seen, home(5)), 1)
    out(f"5 devices: search {five:.4f} s, all plans {everything:.4f} s, ratio {everything / five:.0f}\n")
    for count in (12, 1000):
        seconds = took(lambda n=count: advise(seen, home(n), CLIENTS), 3)
        out(f"{count} devices: search {seconds:.4f} s\n")


if __name__ == "__main__":
    main()
