"""How long the sheet takes: `python -m tests.bench.handout`.

Prints seconds for 1,000 sheets of a family with three devices, with and without a code to scan, and beside
them how long the files of the same devices take.
"""

import sys
import time

from msgspec.structs import replace

from advisor.handout import handout
from advisor.i18n import Speaker
from tests.handout.samples import files_of, plan_of
from tests.plans import address

COUNT = 1000


def main():
    speaker, out = Speaker("en"), sys.stdout.write
    plans = [replace(plan_of(), address=address(f"person{n}"), name=f"Person {n}") for n in range(COUNT)]
    start = time.process_time()
    written = [files_of(one).files for one in plans]
    files = time.process_time() - start
    for what, kept in (("with", lambda file: True), ("without", lambda file: file.role != "qr-code")):
        start = time.process_time()
        for one, own in zip(plans, written, strict=True):
            handout(one, [file for file in own if kept(file)], speaker)
        seconds = time.process_time() - start
        out(f"{COUNT} sheets {what} a code to scan: {seconds:.1f} s, {seconds / files:.2f} of what the files "
            f"take\n")


if __name__ == "__main__":
    main()
