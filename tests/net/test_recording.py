"""Each question once, and the same answers again later."""

import itertools
import threading

import msgspec
import pytest

from advisor.model.endpoint import Endpoint
from advisor.model.evidence import DnsAnswer, Exchange, HttpAnswer, Visit
from advisor.net.recording import Recorder, Replay

IMAP = Endpoint("imap", "imap.d.example", 993, "tls")


class Counting:
    """A network that counts, and waits for `gate`."""

    def __init__(self):
        self.asked = []
        self.gate = threading.Event()
        self.gate.set()

    def resolve(self, name, kind):
        self.asked.append((name, kind))
        self.gate.wait(5)
        return DnsAnswer("found", (f"{kind} of {name}",))

    def fetch(self, url):
        self.asked.append(url)
        return HttpAnswer("answered", 200, (url,), b"body")

    def visit(self, endpoint):
        self.asked.append(endpoint)
        return Visit(endpoint, "spoke", after_tls=("IDLE",))


def ask_all(network):
    return (network.resolve("_imaps._tcp.d.example", "SRV"), network.fetch("https://d.example/"),
            network.visit(IMAP))


def test_asks_once_and_records():
    network = Counting()
    ticks = itertools.count()
    recorder = Recorder(network, lambda: next(ticks) / 100)
    assert ask_all(recorder) == ask_all(recorder)
    assert len(network.asked) == 3
    assert [(e.asked, e.started, e.ms) for e in recorder.exchanges] == [
        ("SRV _imaps._tcp.d.example", 10, 10), ("https://d.example/", 30, 10),
        ("imap imap.d.example:993 tls", 50, 10)]


def test_who_asks_at_the_same_time_waits_for_the_first():
    network = Counting()
    network.gate.clear()
    recorder = Recorder(network)
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(recorder.resolve("d.example", "MX")))
               for _ in range(8)]
    for thread in threads:
        thread.start()
    assert answers == []
    network.gate.set()
    for thread in threads:
        thread.join(5)
    assert answers == [DnsAnswer("found", ("MX of d.example",))] * 8
    assert len(network.asked) == 1
    assert len(recorder.exchanges) == 1


def test_a_mistake_of_ours_reaches_everybody_who_waits():
    class Broken(Counting):
        def fetch(self, url):
            raise ZeroDivisionError

    recorder = Recorder(Broken())
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            recorder.fetch("https://d.example/")
    assert recorder.exchanges == ()


def test_replay_gives_the_same_answers():
    recorder = Recorder(Counting())
    answers = ask_all(recorder)
    saved = msgspec.json.encode(recorder.exchanges)
    assert ask_all(Replay(msgspec.json.decode(saved, type=tuple[Exchange, ...]))) == answers


def test_what_was_not_recorded():
    assert ask_all(Replay(())) == (
        DnsAnswer("failed", note="not-recorded"), HttpAnswer("failed", note="not-recorded"),
        Visit(IMAP, "not-visited", note="not-recorded"))


def test_two_recordings_of_a_replay_are_equal():
    first = Recorder(Counting())
    ask_all(first)
    second = Recorder(Replay(first.exchanges))
    assert ask_all(second) == ask_all(first)
