"""Start-up beside a bare interpreter in one run; the search on a line of 40 ms; the wait after Ctrl-C."""

import json
import os
import pty
import select
import signal
import statistics
import subprocess
import sys
import time

import pytest

from advisor.exits import Exit
from tests.real.conftest import REPOSITORY

ROUNDS = 15
PATIENCE = 60       # rounds, where a busy machine may still show once what an idle one shows always
# Python keeps its bytecode, as it does for the users of an installed program.
ENVIRONMENT = {**{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
               "PYTHONPATH": str(REPOSITORY), "TERM": "xterm", "LANG": "C.UTF-8"}


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, check=True, env=ENVIRONMENT, stdin=subprocess.DEVNULL, capture_output=True)
    return time.perf_counter() - start


def test_version_takes_at_most_three_bare_starts():
    bare, version = [sys.executable, "-c", "pass"], [sys.executable, "-m", "advisor", "--version"]
    seconds(version)        # the first one writes the bytecode
    pairs = [(seconds(bare), seconds(version)) for _ in range(ROUNDS)]
    floor, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    print(f"--version {ours * 1000:.0f} ms, bare interpreter {floor * 1000:.0f} ms: {ours / floor:.2f} times")
    assert ours <= 3 * floor


def first_line(command, folder):
    """Seconds until something can be read on a terminal after the start."""
    master, slave = pty.openpty()
    try:
        start = time.perf_counter()
        with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=ENVIRONMENT, cwd=folder,
                              start_new_session=True) as process:
            shown = b""
            while not shown.strip():
                assert select.select([master], [], [], 10)[0], "nothing was shown for ten seconds"
                shown += os.read(master, 4096)
            passed = time.perf_counter() - start
            process.kill()
        return passed
    finally:
        os.close(master)
        os.close(slave)


def best_of(measure, most, rounds):
    """The least of up to `rounds` measurements: a busy machine makes a run slower, nothing makes it faster.
    The first one that is not above `most` ends it."""
    times = [measure()]
    while min(times) > most and len(times) < rounds:
        times.append(measure())
    print(f"best of {sorted(times)}; at most {most}")
    return min(times)


def test_the_wizard_shows_its_first_line_within_100_ms(tmp_path):
    """On a machine where a bare interpreter starts in 14 ms; seven times that where it takes longer."""
    bare = min(seconds([sys.executable, "-c", "pass"]) for _ in range(ROUNDS))
    most = max(0.1, 7 * bare)
    assert best_of(lambda: first_line([sys.executable, "-m", "advisor"], tmp_path), most, PATIENCE) <= most


def network_ms(advisor, domain, most=0):
    """The network part on the lab's line of 40 ms: the best of five, or of what it takes to reach `most`."""
    def once():
        run = advisor("discover", f"alice@{domain}.example", "--json")
        return json.loads(run.stdout)["timings"]["network_ms"]
    return best_of(once, most, 15 if most else 5)


# A verified submission server takes six round trips of 40 ms on this line: DNS, connection, TLS, the session
# ticket that Postfix wants acknowledged, greeting, EHLO. Everything else has to happen meanwhile. The rest is
# for our own work, on a machine that does other things as well.
@pytest.mark.parametrize(("domain", "most"), [
    ("full", 300), ("wellknown", 290), ("popsrv", 290), ("imaponly", 290), ("guess", 290), ("tlsonly", 290),
    ("ispdb", 290), ("badxml", 290), ("srvonly", 290), ("hosted", 340), ("slow", 540), ("broken6", 540)])
def test_the_answer_comes_within_few_round_trips(advisor, domain, most):
    assert network_ms(advisor, domain, most) <= most


def test_what_the_program_adds_to_the_network(advisor):
    """Its start, its own work and its end. A bare interpreter starts in 14 ms on a machine where all of it
    may take 0.6 s and the network 0.26, which leaves 24 times as much; it takes about 10."""
    bare = min(seconds([sys.executable, "-c", "pass"]) for _ in range(ROUNDS))

    def once():
        start = time.perf_counter()
        run = advisor("discover", "alice@guess.example", "--json")
        whole = time.perf_counter() - start
        return whole - json.loads(run.stdout)["timings"]["network_ms"] / 1000

    most = 16 * bare
    assert best_of(once, most, 15) <= most


def test_postfix_does_not_hold_its_greeting_back(advisor, tmp_path):
    """It waits until its session ticket was acknowledged; putting that off would cost 40 ms more than the
    five round trips of connection, TLS, acknowledgement, greeting and EHLO."""
    times = []
    for turn in range(5):
        path = tmp_path / f"{turn}.json"
        advisor("discover", "alice@guess.example", "--json", "--save-evidence", path)
        times += [one["ms"] for one in json.loads(path.read_text())["exchanges"]
                  if one["asked"] == "smtp smtp.guess.example:465 tls"]
    print(f"visits to Postfix: {sorted(times)} ms")
    assert min(times) < 230


def test_vG4_vA14_what_never_answers_is_not_waited_for(advisor):
    run = advisor("discover", "alice@slow.example", "--json")
    report = json.loads(run.stdout)
    ended = {one["id"]: (one["status"], one["note"]) for one in report["sources"]}
    assert ended["autoconfig"] == ended["well-known"] == ("timeout", "not-awaited")
    assert report["timings"]["network_ms"] < 1000


def test_vT10_dead_ipv6_costs_at_most_300_ms(advisor):
    assert network_ms(advisor, "broken6") - network_ms(advisor, "imaponly") <= 300


@pytest.mark.parametrize("after", [0.15, 0.25, 0.35, 0.5])
def test_vR4_ctrl_c_leaves_at_once(lab, after):
    """At every stage: while it starts, asks DNS, waits for a web server and for a mail server."""
    process = subprocess.Popen(
        lab.command([sys.executable, "-m", "advisor", "discover", "alice@slow.example", "--no-input", "--lan",
                     "--ca-file", lab.ca]),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT, text=True)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(after)
    start = time.perf_counter()
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=5)
    passed = time.perf_counter() - start
    print(f"Ctrl-C after {after} s: gone after {passed * 1000:.0f} ms")
    assert (process.returncode, said) == (Exit.INTERRUPTED, "")
    assert passed < 0.3     # 0.1 s on a machine that does nothing else
