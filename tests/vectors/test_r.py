"""Vectors vR2, vR4 and vT12: the resolver is down, Ctrl-C, a server that never greets. vR1 and vR3 are in
test_k.py; vR5 needs a line to listen on: tests/real/test_wire.py."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from advisor import registry
from advisor.address import parse
from advisor.exits import Exit
from advisor.probing import probe
from tests.servers import Internet

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.fixture
def silent():
    """A resolver that hears every question and answers none: its port, and when it was asked first."""
    asked = threading.Event()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))

        def hear():
            sock.recv(512)
            asked.set()

        threading.Thread(target=hear, daemon=True).start()
        yield f"127.0.0.1:{sock.getsockname()[1]}", asked
        asked.set()


def start(resolver, *more):
    return subprocess.Popen(
        [sys.executable, "-m", "advisor", "discover", "ana@d.example", "--lan", "--no-input",
         "--resolver", resolver, *more],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=ENVIRONMENT, text=True)


def test_vR2_a_resolver_that_is_down(silent):
    resolver, _ = silent
    process = start(resolver, "--json")
    told, errors = process.communicate(timeout=30)
    report = json.loads(told)
    assert (process.returncode, errors) == (Exit.NETWORK, "")
    assert 2900 < report["timings"]["network_ms"] <= 3500
    assert not report["answers"]


def test_vR4_ctrl_c_while_everybody_is_waited_for(silent):
    resolver, asked = silent
    process = start(resolver)
    assert asked.wait(20)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    told, errors = process.communicate(timeout=5)
    assert time.monotonic() - began < 1      # 0.1 s where nothing else runs; DNS would take 3
    assert (process.returncode, told, errors) == (Exit.INTERRUPTED, "", "")


def test_vR4_no_thread_keeps_the_process_alive(silent):
    resolver, _ = silent
    began = time.monotonic()
    process = start(resolver, "--json", "--timeout", "0.3")
    told, _ = process.communicate(timeout=30)
    assert json.loads(told)["timings"]["network_ms"] < 1000
    assert time.monotonic() - began < 2.9    # its threads would wait three seconds for DNS


def test_vT12_a_tarpit_does_not_hold_up_the_others_nor_the_end():
    d = "d.example"
    with Internet() as internet:
        internet.zone[f"_imaps._tcp.{d}", "SRV"] = [f"0 1 993 tarpit.{d}."]
        internet.zone[f"tarpit.{d}", "A"] = ["192.0.2.77"]
        internet.mail(f"tarpit.{d}", 993, lambda peer: peer.wait())
        began = time.monotonic()
        sources = tuple(one for one in registry.collect("advisor.sources", "SOURCE") if one.id == "srv")
        evidence = probe(parse(f"ana@{d}", lan=True), internet.network(lan=True), profiles=(),
                         sources=sources, deadline=0.8)
        assert time.monotonic() - began < 2
    visit, = evidence.visits()
    assert (visit.outcome, visit.note) == ("timeout", "deadline")


def test_the_person_can_stop_the_search_and_gets_what_is_known():
    d = "d.example"
    with Internet() as internet:
        internet.zone[f"_imaps._tcp.{d}", "SRV"] = [f"0 1 993 tarpit.{d}."]
        internet.mail(f"tarpit.{d}", 993, lambda peer: peer.wait())
        stop = threading.Event()

        class Impatient:
            """Stops as soon as the first visit has begun."""

            def __getattr__(self, name):
                return lambda value: stop.set() if name == "visit_started" else None

        began = time.monotonic()
        sources = tuple(one for one in registry.collect("advisor.sources", "SOURCE") if one.id == "srv")
        evidence = probe(parse(f"ana@{d}", lan=True), internet.network(lan=True), profiles=(),
                         sources=sources, stop=stop, watcher=Impatient())
        assert time.monotonic() - began < 1
    assert [str(claim.endpoint) for claim in evidence.claims] == [f"imap tarpit.{d}:993 tls"]
    assert evidence.visits()[0].note == "not-awaited"
