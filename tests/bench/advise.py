"""How long the search takes, against trying every plan: `python -m tests.bench.advise`.

Prints seconds and ratios of one run: the search for 12 and 1,000 devices, the worst of 12 devices that differ
in everything, and for the 5 devices that the naive way can still manage, both ways.
"""

import sys
import time

from advisor import clients
from advisor.advise import advise
from advisor.model.household import Device
from tests.plan_samples import CLIENTS
from tests.samples import household, picture
from tests.test_advise_properties import naive
from tests.test_exhaustive import SERVERS

KINDS = ("desktop", "laptop", "phone", "tablet", "shared", "server")


PROGRAMS = ("thunderbird", "outlook-classic", "apple-mail", "k9", "fairemail", "mbsync", "getmail",
            "claws-mail", "evolution", "generic", "neomutt", "fetchmail")
TODAY = ("none", "imap", "pop3-remove", "pop3-keep")
# Every wish at once, and numbers that make the mailbox fill: the most that there is to weigh.
ALL = {"backup": "everything", "offline": True, "keep_off_server": True, "shared": True, "quota_mb": 1000,
       "used_mb": 400, "monthly_mb": 100}


def home(count):
    """A household of `count` devices of all kinds."""
    return household(*(Device(f"d{n}", KINDS[n % 6], ("thunderbird", "generic", "pop3-only")[n % 3],
                              n % 2 == 0)
                       for n in range(count)), backup="inbox")


def varied(wishes):
    """Twelve devices that differ in everything: kind, program, line, and what is set up today."""
    return household(*(Device(f"d{n}", KINDS[n % 6], PROGRAMS[n], n % 2 == 0,
                              ("always", "metered", "offline")[n % 3], TODAY[n % 4]) for n in range(12)),
                     **wishes)


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
    shipped = clients.load()
    worst = max((took(lambda s=server, w=wishes: advise(s, varied(w), shipped), 5), name)
                for name, server in SERVERS.items() for wishes in ({}, ALL))
    out(f"12 devices that differ in everything, worst of all servers and wishes: {worst[0]:.4f} s "
        f"({worst[1]})\n")
    for count in (12, 1000):
        seconds = took(lambda n=count: advise(seen, home(n), CLIENTS), 3)
        out(f"{count} devices: search {seconds:.4f} s\n")


if __name__ == "__main__":
    main()
