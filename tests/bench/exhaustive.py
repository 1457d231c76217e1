"""The search against every plan, for every household of up to four devices of tests/test_exhaustive.py:
`python -m tests.bench.exhaustive`. It takes some minutes and prints how many were compared.
"""

import sys

from tests.test_exhaustive import check, situations


def main():
    for size in (1, 2, 3, 4):
        count = 0
        for _, seen, home in situations(size):
            check(seen, home)
            count += 1
        sys.stdout.write(f"{size} devices: {count} households, the search is as good as trying every plan\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
