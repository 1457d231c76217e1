"""One question to the resolver: what is found, absent, failed, timed out."""

import errno
import socket
import struct
import threading
import time

import dns.flags
import dns.rcode
import dns.rrset
import pytest

from advisor.model.evidence import DnsAnswer
from advisor.net import asking as ours
from advisor.net import question
from advisor.net.open_lines import OpenLines
from tests.servers import Nameserver


@pytest.fixture
def nameserver():
    server = Nameserver({})
    yield server
    server.close()


@pytest.fixture
def hasty(monkeypatch):
    monkeypatch.setattr(question, "SENDS", (0.0, 0.1, 0.2))
    monkeypatch.setattr(question, "TOTAL", 0.4)


def room(most=32):
    return threading.Semaphore(most)


def ask(server, name, kind, *more):
    return ours.ask(name, kind, (("127.0.0.1", server.port), *more), OpenLines(), room())


@pytest.mark.parametrize(("kind", "zone", "shown"), [
    ("A", ["192.0.2.1", "192.0.2.2"], ("192.0.2.1", "192.0.2.2")),
    ("AAAA", ["2001:DB8::1"], ("2001:db8::1",)),
    ("MX", ["20 b.Example.", "10 MX.example."], ("20 b.example", "10 mx.example")),
    ("MX", ["0 ."], ("0 .",)),
    ("SRV", ["0 1 993 imap.example."], ("0 1 993 imap.example",)),
    ("SRV", ["0 0 0 ."], ("0 0 0 .",)),
    ("CNAME", ["Autodiscover.Outlook.com."], ("autodiscover.outlook.com",)),
    ("TXT", ['"v=spf1 " "-all"', '"a\\027[2Jb"'], ("v=spf1 -all", "a[2Jb")),
])
def test_records_as_they_are_shown(nameserver, kind, zone, shown):
    nameserver.zone["d.example", kind] = zone
    answer = ask(nameserver, "d.example", kind)
    assert answer.status == "found"
    assert sorted(answer.records) == sorted(shown)


def test_absent_and_failed_are_different(nameserver):
    nameserver.zone["d.example", "A"] = ["192.0.2.1"]
    nameserver.zone["d.example", "SRV"] = "SERVFAIL"  # vS15
    nameserver.zone["d.example", "TXT"] = "REFUSED"
    assert ask(nameserver, "d.example", "MX") == DnsAnswer("absent", note="nodata")
    assert ask(nameserver, "no.example", "MX") == DnsAnswer("absent", note="nxdomain")
    assert ask(nameserver, "d.example", "SRV") == DnsAnswer("failed", note="servfail")
    assert ask(nameserver, "d.example", "TXT") == DnsAnswer("failed", note="refused")


def test_cname_chain_is_followed(nameserver):
    def chain(response):
        for owner, kind, record in (("www.example.", "CNAME", "b.example."),
                                    ("b.example.", "CNAME", "c.example."), ("c.example.", "A", "192.0.2.9")):
            response.answer.append(dns.rrset.from_text(owner, 60, "IN", kind, record))
        return response.to_wire()

    nameserver.zone["www.example", "A"] = chain
    assert ask(nameserver, "www.example", "A").records == ("192.0.2.9",)


def test_truncated_goes_to_tcp(nameserver):  # vS16
    nameserver.truncate = True
    nameserver.zone["d.example", "TXT"] = [f'"{"x" * 200}{n}"' for n in range(20)]
    assert len(ask(nameserver, "d.example", "TXT").records) == 20
    assert len(nameserver.asked) == 2


def test_lost_questions_are_repeated(nameserver, hasty):
    nameserver.zone["d.example", "A"] = ["192.0.2.1"]
    nameserver.deaf = 2
    assert ask(nameserver, "d.example", "A").status == "found"


def test_no_answer(nameserver, hasty, stopwatch):
    nameserver.silent = True
    with stopwatch:
        assert ask(nameserver, "d.example", "A").status == "timeout"
    assert stopwatch.seconds < 1


def test_nobody_there(nameserver, stopwatch):  # vR2
    nameserver.close()
    with stopwatch:
        assert ask(nameserver, "d.example", "A") == DnsAnswer("failed", note="refused")
    assert stopwatch.seconds < 1


def test_the_other_server_is_asked(nameserver):
    nameserver.zone["d.example", "A"] = "SERVFAIL"
    other = Nameserver({("d.example", "A"): ["192.0.2.7"]})
    try:
        answer = ask(nameserver, "d.example", "A", ("127.0.0.1", other.port))
    finally:
        other.close()
    assert answer.records == ("192.0.2.7",)


@pytest.mark.parametrize("spoil", [
    lambda wire: wire[:2] + b"\xff" * 30,
    lambda wire: wire[:12],
    lambda wire: wire[:-3],
])
def test_unparsable(nameserver, hasty, spoil):
    nameserver.zone["d.example", "A"] = lambda response: spoil(response.to_wire())
    assert ask(nameserver, "d.example", "A").status in ("failed", "timeout")


def test_an_answer_to_somebody_else_is_no_answer(nameserver, hasty):
    def other(response):
        return struct.pack("!H", response.id ^ 1) + response.to_wire()[2:]

    nameserver.zone["d.example", "A"] = other
    assert ask(nameserver, "d.example", "A").status == "timeout"


def test_a_server_from_before_edns(nameserver):
    def old(response):
        if response.edns >= 0:
            response.set_rcode(dns.rcode.FORMERR)
        return response.to_wire()

    nameserver.zone["d.example", "A"] = old
    assert ask(nameserver, "d.example", "A") == DnsAnswer("absent", note="nodata")


@pytest.mark.parametrize("name", ["a" * 64 + ".example", "a..example", ".".join(["abcdefgh"] * 40)])
def test_names_that_cannot_be(nameserver, name):
    assert ask(nameserver, name, "A") == DnsAnswer("failed", note="bad-name")


def test_no_resolver():
    assert ours.ask("d.example", "A", (), OpenLines(), room()) == DnsAnswer("failed", note="no-resolver")


def test_questions_that_are_asked_together_do_not_wait_for_each_other(nameserver, hasty):
    nameserver.zone["good.example", "A"] = ["192.0.2.1"]
    nameserver.zone["mute.example", "A"] = lambda response: b""     # too short to be an answer
    nameserver.zone["long.example", "TXT"] = ['"' + "x" * 200 + '"'] * 12
    answers, whole = {}, threading.Event()

    def then(name):
        def keep(answer):
            answers[name] = (answer.status, len(answers))
            if len(answers) == 4:
                whole.set()
        return keep

    asking = ours.Asking((("127.0.0.1", nameserver.port),), OpenLines(), room())
    for name, kind in (("mute.example", "A"), ("a..b", "A"), ("long.example", "TXT"), ("good.example", "A")):
        asking.send(name, kind, then(name))
    asking.finish()
    assert whole.wait(5)
    assert answers["mute.example"] == ("timeout", 3)        # the last, and nobody waited for it
    assert {name: status for name, (status, _) in answers.items()} == {
        "mute.example": "timeout", "a..b": "failed", "long.example": "found", "good.example": "found"}


def test_a_stop_ends_all_questions(nameserver):
    nameserver.silent = True
    lines, answers = OpenLines(), []
    asking = ours.Asking((("127.0.0.1", nameserver.port),), lines, room())
    for kind in ("A", "AAAA", "MX"):
        asking.send("d.example", kind, answers.append)
    lines.stop()
    asking.finish()
    assert answers == [DnsAnswer("timeout", note="stopped")] * 3


def test_where_tcp_fails_the_next_server_is_asked(nameserver):
    """The first server cuts its answers short, and nobody listens there over TCP."""
    other = Nameserver({("d.example", "A"): ["192.0.2.1"]})
    nameserver.truncate = True
    nameserver.close_tcp()
    try:
        assert ask(nameserver, "d.example", "A", ("127.0.0.1", other.port)).records == ("192.0.2.1",)
    finally:
        other.close()


def test_where_there_is_no_way_to_the_resolver_nobody_waits(nameserver, monkeypatch, stopwatch):
    def connect(self, address):
        raise OSError(errno.ENETUNREACH, "no way")

    monkeypatch.setattr(socket.socket, "connect", connect)
    with stopwatch as watch:
        answer = ask(nameserver, "d.example", "A")
    assert answer == DnsAnswer("failed", note="unreachable")
    assert watch.seconds < 0.5


def under_way(server, names, most, told=None):
    """Ask for all of these at once, where only so many may be on the wire. The answers, by name."""
    answers = {}
    asking = ours.Asking((("127.0.0.1", server.port),), OpenLines(), room(most), told)
    for name in names:
        asking.send(name, "A", lambda answer, name=name: answers.update({name: answer}))
    return asking, answers


def heard(server):
    """The names of which a question has arrived, in that order."""
    return [one.question[0].name.to_text(omit_final_dot=True) for one in server.questions]


def test_only_so_many_questions_are_on_the_wire_at_a_time(nameserver):
    nameserver.silent = True
    names = [f"n{number}.example" for number in range(9)]
    asking, answers = under_way(nameserver, names, most=4)
    finishing = threading.Thread(target=asking.finish)
    finishing.start()
    time.sleep(0.2)
    assert heard(nameserver) == names[:4]
    nameserver.silent = False               # the repeats after 0.6 s are answered, and make room for the rest
    finishing.join(5)
    assert set(heard(nameserver)) == set(names)
    assert {answer.status for answer in answers.values()} == {"absent"}


def test_what_never_finds_room_ends_in_time_as_well(nameserver, hasty, stopwatch):
    nameserver.silent = True
    names = [f"n{number}.example" for number in range(3)]
    asking, answers = under_way(nameserver, names, most=1)
    with stopwatch:
        asking.finish()
    assert stopwatch.seconds < 1
    assert sorted(answer.note for answer in answers.values()) == ["", "not-sent", "not-sent"]


def test_the_room_is_free_again_afterwards(nameserver):
    free = room(1)
    for _ in range(3):
        answer = ours.ask("d.example", "A", (("127.0.0.1", nameserver.port),), OpenLines(), free)
        assert answer.status == "absent"


def test_it_is_asked_whether_the_answer_was_validated(nameserver):
    """RFC 6840 section 5.7: without the AD bit in the question a resolver need not say."""
    ask(nameserver, "d.example", "A")
    assert [one.flags & dns.flags.AD for one in nameserver.questions] == [dns.flags.AD]


def test_addresses_that_come_along_are_told_before_the_answer(nameserver):
    """RFC 2782: those of the hosts that the answer names, and of nobody else."""
    def srv(response):
        for section, owner, kind, record in (
                (response.answer, "_imaps._tcp.d.example.", "SRV", "0 1 993 post7.d.example."),
                (response.additional, "post7.d.example.", "A", "192.0.2.7"),
                (response.additional, "post7.d.example.", "AAAA", "2001:db8::7"),
                (response.additional, "bank.example.", "A", "192.0.2.66")):
            section.append(dns.rrset.from_text(owner, 60, "IN", kind, record))
        return response.to_wire()

    nameserver.zone["_imaps._tcp.d.example", "SRV"] = srv
    told = []
    asking = ours.Asking((("127.0.0.1", nameserver.port),), OpenLines(), room(), told.append)
    asking.send("_imaps._tcp.d.example", "SRV", told.append)
    asking.finish()
    assert told == [("post7.d.example", "A", DnsAnswer("found", ("192.0.2.7",), "beside")),
                    ("post7.d.example", "AAAA", DnsAnswer("found", ("2001:db8::7",), "beside")),
                    DnsAnswer("found", ("0 1 993 post7.d.example",))]


def test_many_questions_where_nobody_listens_fail_at_once(nameserver, stopwatch):
    nameserver.close()
    asking, answers = under_way(nameserver, [f"n{number}.example" for number in range(8)], most=4)
    with stopwatch:
        asking.finish()
    assert stopwatch.seconds < 0.5
    assert {(answer.status, answer.note) for answer in answers.values()} == {("failed", "refused")}
    assert len(answers) == 8
