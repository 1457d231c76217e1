"""What it costs to find the provider of an address among all profiles: `python -m tests.bench.providers`.

Each try runs in an interpreter of its own, because the second look-up of a process is nearly free. Prints the
median in milliseconds of the import, of a look-up (and its ratio to the import), and of parsing them all.
"""

import json
import statistics
import subprocess
import sys

TRIES = 15
TRY = """
import json, sys, time
start = time.perf_counter()
from advisor import providers
imported = time.perf_counter()
profiles = providers.load()
found = providers.by_domain(profiles, sys.argv[1]) or providers.by_mx(profiles, sys.argv[2:])
matched = time.perf_counter()
tuple(profiles)
parsed = time.perf_counter()
print(json.dumps({"import": imported - start, "match": matched - imported, "parse all": parsed - matched,
                  "found": found and found.id, "profiles": len(profiles)}))
"""


def tries(*asked):
    """TRIES runs for one domain and its mail exchangers, each in a fresh interpreter."""
    return [json.loads(subprocess.run([sys.executable, "-c", TRY, *asked], capture_output=True, check=True,
                                      text=True).stdout) for _ in range(TRIES)]


def main():
    out = sys.stdout.write
    for asked in (("movistar.es",), ("empresa.es", "mx.serviciodecorreo.es"),
                  ("empresa.es", "mx.empresa.es")):
        runs = tries(*asked)
        imported, match, every = (statistics.median(run[name] for run in runs) * 1000
                                  for name in ("import", "match", "parse all"))
        first = runs[0]
        out(f"{asked[0]:<12} {first['found'] or '-':<9} of {first['profiles']}: import {imported:.1f} ms, "
            f"match {match:.1f} ms (ratio {match / imported:.2f}), parsing all {every:.1f} ms\n")


if __name__ == "__main__":
    main()
