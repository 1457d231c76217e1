"""Discovery beside that of others, in the lab and in one run: `python -m tests.bench.discovery --runs 20`.

Prints for every scenario how long mail-advisor, Thunderbird's own discovery and myl-discovery took until
their answer, whether it is right, the ratios, and who was told the address. Needs root, as tests/real does.
Times are those of the search itself, without the start of the program; our answers are verified by then,
theirs are not. Every run is cold: a new process, and for Thunderbird a new profile.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from tests.real.lab import dovecot, internet, postfix, programs, scenarios
from tests.real.lab.thunderbird import Thunderbird, fresh_profile

REPOSITORY = Path(__file__).parents[2]
LOCAL = "alice"
GOOD = {"tls": "tls", "starttls": "starttls", 3: "tls", 2: "starttls"}      # Thunderbird counts

MYL = """
import json, sys, time, logging
from myldiscovery import autodiscover
logging.disable(logging.CRITICAL)
began = time.monotonic()
try:
    found = autodiscover(sys.argv[1])
except Exception as failure:
    found = None
print(json.dumps([(time.monotonic() - began) * 1000, found]))
"""


def offered(name):
    """All that is right to say of a domain: (protocol, port, security) -> hosts. Empty where no client
    may be set up at all."""
    key = scenarios.DOMAINS[name].host
    if key is None or scenarios.HOSTS[key].certificate != "good":
        return {}
    profile = scenarios.HOSTS[key].profile
    chosen = dovecot.PROFILES[profile]
    if chosen.ssl == "no":
        return {}
    ports = [("imap", 993, "tls", chosen.imaps), ("imap", 143, "starttls", chosen.imap),
             ("pop3", 995, "tls", chosen.pop3s), ("pop3", 110, "starttls", chosen.pop3),
             ("smtp", 465, "tls", 465 in postfix.ports(profile)), ("smtp", 587, "starttls", True)]
    hosts = set(scenarios.names_of(key))
    return {(protocol, port, security): hosts for protocol, port, security, on in ports if on}


def judge(name, servers):
    """`right`, `wrong` (a server that cannot be used), `nothing`, or `half` (only incoming or outgoing)."""
    right = offered(name)
    if not servers:
        return "nothing" if right else "right"
    if any(host not in right.get((protocol, port, security), ())
           for protocol, host, port, security in servers):
        return "wrong"
    ways = {protocol == "smtp" for protocol, *_ in servers}
    return "right" if ways == {True, False} else "half"


def ours(lab, name, folder):
    """Milliseconds of the search and of the whole process, and the best server of each protocol."""
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY),
                   "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)        # users have bytecode from the second start on
    began = time.monotonic()
    run = lab.run([sys.executable, "-m", "advisor", "discover", f"{LOCAL}@{name}", "--json", "--no-input",
                   "--lan", "--ca-file", lab.ca], env=environment, cwd=folder)
    whole = (time.monotonic() - began) * 1000
    report = json.loads(run.stdout)
    best = {}
    for answer in report["answers"]:
        if answer["evidence"] == "E2":
            best.setdefault(answer["protocol"], (
                answer["protocol"], answer["host"], answer["port"], answer["security"]))
    return report["timings"]["network_ms"], whole, list(best.values())


def theirs(program, name):
    """The same for Thunderbird: it looks up and, where nothing was found, guesses."""
    found = program.ask("find_or_guess", f"{LOCAL}@{name}")
    return found["ms"], [(one["type"], one["host"], one["port"], GOOD.get(one["socketType"], "plain"))
                         for one in found["servers"]]


def myls(lab, name, python):
    """The same for myl-discovery."""
    environment = {**os.environ, "REQUESTS_CA_BUNDLE": str(lab.ca), "SSL_CERT_FILE": str(lab.ca)}
    run = lab.run([python, "-c", MYL, f"{LOCAL}@{name}"], env=environment, text=True, timeout=120)
    took, found = json.loads(run.stdout.splitlines()[-1])
    return took, [(protocol, one["server"], one["port"], "tls" if one["ssl"] else
                   "starttls" if one["starttls"] else "plain")
                  for protocol, one in (found or {}).items() if one and one.get("server")]


def install_myl(folder):
    """The Python of a throw-away environment with myl-discovery in it; None where that cannot be had."""
    home = folder / "myl"
    subprocess.run([sys.executable, "-m", "venv", home], check=True, capture_output=True)
    made = subprocess.run([home / "bin" / "pip", "install", "-q", "myl-discovery"], capture_output=True)
    return home / "bin" / "python" if made.returncode == 0 else None


class Table:
    """What was measured for each program and scenario: times, judgements, and who heard the address."""

    def __init__(self):
        self.times, self.words, self.told = (defaultdict(list), defaultdict(list), defaultdict(set))

    def note(self, lab, who, name, took, servers):
        self.times[who, name].append(took)
        self.words[who, name].append(judge(name, servers))
        self.told[who, name] |= {f"{one.scheme}://{one.host}"
                                 for one in lab.web.requests if LOCAL in one.path}
        del lab.web.requests[:]

    def cell(self, who, name):
        if not self.times[who, name]:
            return "-", "-"
        words = sorted(set(self.words[who, name]))
        return f"{statistics.median(self.times[who, name]):.0f}", "/".join(words)

    def lines(self, names, rtt):
        yield (f"{'scenario':18}{'ours ms':>8}{'RTT':>6}{'whole':>7} {'':8}{'Thunderbird':>12} {'':8}"
               f"{'ratio':>6}{'myl':>8} {'':8}{'ratio':>6}  the address was told to")
        for name in names:
            (mine, right), (whole, _) = self.cell("ours", name), self.cell("whole", name)
            line = f"{name:18}{mine:>8}{float(mine) / rtt if rtt else 0:>6.1f}{whole:>7} {right:8}"
            told = {f"ours: {one}" for one in self.told["ours", name]}
            for who, width in (("Thunderbird", 12), ("myl", 8)):
                took, word = self.cell(who, name)
                ratio = "-" if took == "-" else f"{float(took) / max(float(mine), 1):.1f}"
                line += f"{took:>{width}} {word:8}{ratio:>6}"
                told |= {f"{who}: {one}" for one in self.told[who, name]}
            yield f"{line}  {', '.join(sorted(told)) or '-'}"


def measure(lab, names, runs, peer_runs, folder):
    """Everything in turns, so that a busy moment of the machine meets all of them."""
    table = Table()
    python = install_myl(folder)
    if python is None:
        sys.stdout.write("myl-discovery cannot be installed here: left out\n")
    ours(lab, names[0], folder)         # writes the bytecode
    for turn in range(runs):
        for name in names:
            took, whole, servers = ours(lab, name, folder)
            table.note(lab, "ours", name, took, servers)
            table.times["whole", name].append(whole)
            table.words["whole", name].append("")
            if python is not None and turn < peer_runs:
                table.note(lab, "myl", name, *myls(lab, name, python))
        if turn < peer_runs:
            home = Path(tempfile.mkdtemp(dir=folder))
            with Thunderbird(lab, fresh_profile(home)) as program:
                del lab.web.requests[:]
                for name in names:
                    table.note(lab, "Thunderbird", name, *theirs(program, name))
    return table


def main():
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=20)
    words.add_argument("--peer-runs", type=int, default=3, help="of the others, which take long")
    words.add_argument("--rtt", type=int, default=40, help="round-trip time of the line in ms")
    words.add_argument("names", nargs="*", metavar="DOMAIN", help="of the lab; all when none is given")
    options = words.parse_args()
    names = options.names or [name for name in scenarios.DOMAINS if name != "bighost.example"]
    programs.widen_path()
    internet.RTT_MS = options.rtt
    with internet.Internet() as lab, tempfile.TemporaryDirectory() as folder:
        table = measure(lab, names, options.runs, options.peer_runs, Path(folder))
    sys.stdout.write(f"medians of {options.runs} cold runs, {options.peer_runs} of the others, "
                     f"at {options.rtt} ms\n" + "\n".join(table.lines(names, options.rtt)) + "\n")


if __name__ == "__main__":
    main()
