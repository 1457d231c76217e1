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


def test_questions_asked_ahead_are_asked_once_and_on_record(internet):
    internet.zone["imap.d.example", "A"] = ["93.184.216.9"]
    recorder = Recorder(internet.network())
    recorder.ask_ahead([("imap.d.example", "A"), ("d.example", "MX"), ("d.example", "MX")])
    assert recorder.resolve("imap.d.example", "A").records == ("93.184.216.9",)
    assert recorder.resolve("d.example", "MX").status == "absent"
    recorder.ask_ahead([("d.example", "MX")])
    assert sorted(internet.nameserver.asked) == [("d.example", "MX"), ("imap.d.example", "A")]
    assert {one.asked for one in recorder.exchanges} == {"A imap.d.example", "MX d.example"}


def test_a_network_without_sockets_is_not_asked_ahead():
    network = Counting()
    Recorder(network).ask_ahead([("d.example", "MX")])
    assert network.asked == []


def test_what_is_posted_or_asked_in_clear_is_recorded_under_its_own_name():
    class Talkative(Counting):
        def post(self, url, body):
            self.asked.append((url, body))
            return HttpAnswer("answered", 200, (url,), b"posted")

        def fetch_in_clear(self, url):
            return HttpAnswer("answered", 200, (url,), b"in clear")

    network, url = Talkative(), "https://d.example/"
    recorder = Recorder(network)
    for asking in (recorder, recorder):
        assert asking.post(url, b"<q/>").body == b"posted"
        assert asking.fetch(url).body == b"body"
        assert asking.fetch_in_clear("http://d.example/").body == b"in clear"
    assert network.asked == [(url, b"<q/>"), url]
    assert {e.asked for e in recorder.exchanges} == {f"POST {url}", url, "http://d.example/"}
    again = Replay(recorder.exchanges)
    assert again.post(url, b"<q/>").body == b"posted"
    assert again.fetch(url).body == b"body"
    assert again.fetch_in_clear("http://d.example/").body == b"in clear"
    assert b"<q/>" not in msgspec.json.encode(recorder.exchanges)       # the body holds the address
