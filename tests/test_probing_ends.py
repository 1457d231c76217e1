"""How a run ends: at its deadline, at a stop, at Ctrl-C, or because the network is dead."""

import threading
import time

import pytest

from advisor.combine import combine
from advisor.model.evidence import DnsAnswer, HttpAnswer
from tests.scenarios import AC, DB, D, mail
from tests.test_probing import ended, run
from tests.world import World, document


def test_the_deadline_is_hard_and_open_visits_are_on_record():
    world = World({}, {AC.format(D): document()}, slow=dict.fromkeys(("imap.d.example:993", DB.format(D)), 5))
    began = time.monotonic()
    evidence = run(world, deadline=0.4)
    assert time.monotonic() - began < 2.5
    assert [(visit.outcome, visit.note) for visit in evidence.visits()
            if visit.endpoint.host == "imap.d.example"] == [("timeout", "deadline")]
    assert ended(evidence, "provider-database") == ("timeout", "deadline")


def test_an_interruption_leaves_at_once_and_no_thread_holds_the_process():
    class Impatient:
        def __getattr__(self, name):
            def give_up(value):
                if name == "visit_started":
                    raise KeyboardInterrupt
            return give_up

    world = World({}, {AC.format(D): document()}, slow={"imap.d.example:993": 5})
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run(world, watcher=Impatient())
    assert time.monotonic() - began < 2.5
    assert all(thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread())


def test_a_dead_network_ends_when_all_have_failed():
    class Dead(World):
        def resolve(self, name, kind):
            return DnsAnswer("failed", note="unreachable")

        def fetch(self, url):
            return HttpAnswer("failed", note="dns-failed")

    evidence = run(Dead())
    assert "network-down" in combine(evidence, ()).notes
    assert {one.status for one in evidence.runs if one.id not in ("profile", "local-config")
            and one.status != "skipped"} == {"failed"}


def test_an_answer_that_came_in_the_last_moment_is_not_also_a_timeout():
    class Slow:
        """A screen that takes so long over the second visit that the deadline passes."""
        begun = 0

        def __getattr__(self, name):
            def look(value):
                if name == "visit_started":
                    self.begun += 1
                    time.sleep(0.3 if self.begun == 2 else 0)
            return look

    world = World({}, {AC.format(D): document()}, mail("imap:993", "pop:995", "smtp:465"))
    evidence = run(world, watcher=Slow(), deadline=0.25)
    first = [visit.outcome for visit in evidence.visits() if visit.endpoint.protocol == "smtp"]
    assert first == ["spoke"]
    asked = [one.asked for one in evidence.exchanges]
    assert len(asked) == len(set(asked))


def test_a_stop_ends_the_run_with_what_is_known():
    world = World({}, {AC.format(D): document()}, mail("imap:993", "smtp:465"),
                  slow={"pop.d.example:995": 5, DB.format(D): 5})
    stop = threading.Event()

    class Impatient:
        def __getattr__(self, name):
            # Not at the first end: on a busy machine a refusal may come in before the server that speaks.
            return lambda value: stop.set() if (
                name == "visit_ended" and value.outcome == "spoke") else None

    began = time.monotonic()
    evidence = run(world, watcher=Impatient(), stop=stop)
    assert time.monotonic() - began < 2.5
    assert "spoke" in {visit.outcome for visit in evidence.visits()}
    assert ended(evidence, "provider-database") == ("timeout", "not-awaited")
