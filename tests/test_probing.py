"""A whole run: who is asked and visited, when it ends, and that who was faster does not matter."""

import threading
import time
from urllib.parse import urlsplit

import pytest

from advisor import registry
from advisor.address import parse
from advisor.checks import Check
from advisor.combine import combine
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import Claim, HttpAnswer, Visit
from advisor.probing import probe
from advisor.sources import Found, Search, Source
from tests.scenarios import AC, DB, NO_POP3, SCENARIOS, WK, D, a, mail, srv
from tests.world import World, document, server

ALL = registry.collect("advisor.sources", "SOURCE")
SOURCES = tuple(source for source in ALL if not source.flag)        # those asked without a special consent
ADDRESS = parse("ana@d.example", lan=True)


def run(world, address=ADDRESS, **more):
    return probe(address, world, **{"profiles": (), "sources": SOURCES, **more})


def best(evidence, profiles=()):
    picture = combine(evidence, profiles)
    return {one.endpoint.protocol: str(one.endpoint) for one in reversed(picture.candidates)
            if one.standing == "usable"}


def ended(evidence, source):
    """How a source ended: status and note."""
    return next((one.status, one.note) for one in evidence.runs if one.id == source)


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_comes_out(name):
    world, expected = SCENARIOS[name]
    evidence = run(world)
    assert best(evidence) == {protocol: f"{protocol} {where}" for protocol, where in expected.items()}
    assert {one.id for one in evidence.runs} == {source.id for source in ALL}
    assert not evidence.troubles


def test_a_hosted_domain_needs_a_persons_yes():
    world = World({f"MX {D}": ["10 mx1.in.big.example"]},
                  {AC.format("big.example"): document(domain="big.example")},
                  {"imap.big.example:993": None, "smtp.big.example:465": None})
    first = combine(run(world), ()).candidates[0]
    assert (str(first.endpoint), first.evidence, first.identity, first.standing) == (
        "imap imap.big.example:993 tls", "E2", "I1", "confirm")


def test_no_encryption_is_known_and_refused():
    picture = combine(run(SCENARIOS["no encryption"][0]), ())
    refused = [(one.endpoint.port, one.evidence, one.because) for one in picture.candidates
               if one.endpoint.security == "starttls"]
    assert sorted(refused) == [(port, "E1", "plain-text") for port in (110, 143, 587)]
    assert all(one.standing == "refused" for one in picture.candidates)


def test_a_host_is_asked_once_per_port_and_mode():
    world = SCENARIOS["everything"][0]
    del world.asked[:]
    run(world)
    visits = [question for question in world.asked if ":" in question and "https" not in question]
    assert len(visits) == len(set(visits))


def test_one_conversation_at_a_time_on_a_port():
    busy, most, lock = [], [], threading.Lock()

    class Watched(World):
        def visit(self, endpoint):
            with lock:
                busy.append((endpoint.host, endpoint.port))
                most.append(busy.count((endpoint.host, endpoint.port)))
            time.sleep(0.02)
            with lock:
                busy.remove((endpoint.host, endpoint.port))
            return super().visit(endpoint)

    both = document(server("incoming", "imap", "imap.d.example", 143, "plain"),
                    server("incoming", "imap", "imap.d.example", 143, "STARTTLS"))
    run(Watched({}, {AC.format(D): both}, mail("imap:143")))
    assert most.count(1) == len(most) >= 2


def test_denied_services_are_not_even_tried():
    world = SCENARIOS["IMAP without POP3"][0]
    del world.asked[:]
    picture = combine(run(world), ())
    assert "mail.d.example:995" not in world.asked
    assert {one.because for one in picture.candidates if one.endpoint.protocol == "pop3"} <= {"denied-by-srv"}


def test_no_more_than_24_visits_to_12_hosts():
    many = document(*(server("incoming", "imap", f"imap{n}.d.example", port, "SSL")
                      for n in range(30) for port in (993, 143, 2525)))
    world = World({}, {AC.format(D): many})
    evidence = run(world)
    assert len(evidence.visits()) == 24
    assert len({visit.endpoint.host for visit in evidence.visits()}) <= 12


def test_offline_nobody_is_asked_and_nobody_visited(tmp_path):
    (tmp_path / "d.example.xml").write_bytes(document())
    world = World()
    evidence = run(world, local_config=tmp_path, offline=True)
    assert (world.asked, evidence.exchanges, evidence.disclosures) == ([], (), ())
    assert {one.id: one.status for one in evidence.runs} == {
        source.id: "skipped" if source.online else "answered" if source.id == "local-config" else "absent"
        for source in ALL}
    picture = combine(evidence, ())
    assert {one.because for one in picture.candidates} == {"not-visited"}


def test_a_source_that_was_switched_off_is_skipped_and_not_asked():
    world = World()
    evidence = run(world, sources=tuple(source for source in SOURCES if not source.third_party))
    assert ended(evidence, "provider-database") == ("skipped", "switched-off")
    assert DB.format(D) not in world.asked


def test_a_black_hole_is_not_waited_for_longer_than_the_grace():
    world = World({**srv(imaps="mail:993", submissions="mail:465"), **NO_POP3},
                  {AC.format(D): HttpAnswer("timeout")}, mail("mail:993", "mail:465"), {AC.format(D): 5})
    began = time.monotonic()
    evidence = run(world)
    assert 0.2 < time.monotonic() - began < 2.5
    assert ended(evidence, "autoconfig") == ("timeout", "not-awaited")
    assert "provisional" in combine(evidence, ()).notes


def test_a_better_source_is_waited_for_within_the_grace():
    world = World(srv(imaps="mail:993", submissions="mail:465"), {AC.format(D): document()},
                  mail("mail:993", "mail:465", "imap:993", "pop:995", "smtp:465"), {AC.format(D): 0.1})
    assert best(run(world))["imap"] == "imap imap.d.example:993 tls"


def test_a_good_answer_ends_the_run_at_once():
    world = World({}, {AC.format(D): document()}, mail("imap:993", "pop:995", "smtp:465"),
                  slow={DB.format(D): 5})
    began = time.monotonic()
    evidence = run(world)
    assert time.monotonic() - began < 2.5
    assert ended(evidence, "provider-database") == ("timeout", "not-awaited")


def test_pop3_is_waited_for_as_advice_weighs_it_against_imap():
    world = World(a("pop"), {AC.format(D): document(server("incoming", "imap", "imap.d.example", 993, "SSL"),
                                                   server("outgoing", "smtp", "smtp.d.example", 465, "SSL"))},
                  mail("imap:993", "smtp:465", "pop:995"), slow={"pop.d.example:995": 0.1})
    assert best(run(world))["pop3"] == "pop3 pop.d.example:995 tls"


def test_a_broken_source_is_recorded_and_the_run_goes_on():
    def fall_over(search):
        raise KeyError("oops")

    broken = Source("srv", 50, online=True, third_party=False, find=fall_over)
    sources = tuple(broken if source.id == "srv" else source for source in SOURCES)
    evidence = run(SCENARIOS["guesses"][0], sources=sources)
    assert best(evidence)["imap"] == "imap imap.d.example:993 tls"
    assert [(one.where, one.what) for one in evidence.troubles] == [("source srv", "KeyError: 'oops'")]
    assert ended(evidence, "srv") == ("failed", "broken")


def test_a_broken_check_and_a_broken_visit_are_recorded_and_the_run_goes_on(monkeypatch):
    class Breaking(World):
        def visit(self, endpoint):
            if endpoint.protocol == "pop3":
                raise RuntimeError("reader")
            return super().visit(endpoint)

    def fall_over(visit):
        raise ValueError("check")

    real = registry.collect
    broken = Check("broken", ("imap",), ("x",), fall_over)
    monkeypatch.setattr(registry, "collect", lambda package, name: (
        (*real(package, name), broken) if name == "CHECK" else real(package, name)))
    evidence = run(Breaking({}, {AC.format(D): document()}, mail("imap:993", "smtp:465")))
    assert set(best(evidence)) == {"imap", "smtp"}
    assert {(one.where, one.what) for one in evidence.troubles} == {
        ("check broken", "ValueError: check"), ("visit pop3 pop.d.example:995 tls", "RuntimeError: reader")}


def test_the_evidence_does_not_depend_on_who_was_faster():
    def once(slow):
        evidence = run(World({f"MX {D}": [f"10 mx.{D}"], **NO_POP3, **a("imap", "smtp")},
                             {AC.format(D): document(), WK.format(D): document(), DB.format(D): document()},
                             mail("imap:993", "pop:995", "smtp:465"), slow), deadline=3, grace=2)
        return (evidence.claims, evidence.denials, evidence.facts, evidence.disclosures,
                [(one.id, one.status) for one in evidence.runs],
                [(one.asked, one.answer) for one in evidence.exchanges])
    first = once({AC.format(D): 0.1, f"SRV _pop3s._tcp.{D}": 0.02, "smtp.d.example:465": 0.2})
    second = once({WK.format(D): 0.12, "pop.d.example:995": 0.2, "imap.d.example:993": 0.1})
    assert first == second


def test_the_watcher_sees_everything_in_the_callers_thread():
    class Diary:
        def __init__(self):
            self.seen, self.threads = [], set()

        def __getattr__(self, name):
            def note(value):
                self.threads.add(threading.current_thread())
                self.seen.append((name, value))
            return note

    diary = Diary()
    evidence = run(SCENARIOS["well-known"][0], watcher=diary)
    assert diary.threads == {threading.current_thread()}
    assert {value.id for name, value in diary.seen if name == "source_started"} == {s.id for s in SOURCES}
    assert {value for name, value in diary.seen if name == "source_ended"} == {
        ended for ended in evidence.runs if ended.status != "skipped"}
    assert {value for name, value in diary.seen if name == "visit_ended"} == set(evidence.visits())
    assert {value for name, value in diary.seen if name == "visit_started"} == {
        visit.endpoint for visit in evidence.visits()}


def test_disclosures_come_from_what_was_really_asked():
    evidence = run(SCENARIOS["well-known"][0])
    told = {(one.to, one.what) for one in evidence.disclosures}
    assert {("resolver", "domain"), ("d.example", "domain"), ("imap.d.example", "visit")} <= told
    assert not any(what == "address" for _, what in told)


def test_claims_are_in_the_order_of_their_sources():
    made = Source("well-known", 40, online=True, third_party=False, find=lambda search: Found("answered", (
        Claim("well-known", Endpoint("imap", "b.d.example", 993, "tls"), "", (), "x", "I3", 1),
        Claim("well-known", Endpoint("imap", "a.d.example", 993, "tls"), "", (), "x", "I3", 0))))
    sources = (made, *(source for source in SOURCES if source.id in ("autoconfig", "guess")))
    evidence = run(World(a("imap"), {AC.format(D): document()}), sources=sources)
    assert [claim.source for claim in evidence.claims][:5] == ["autoconfig"] * 3 + ["well-known"] * 2
    assert [claim.order for claim in evidence.claims][3:5] == [0, 1]
    assert all(isinstance(visit, Visit) for visit in evidence.visits())


@pytest.mark.parametrize("source", [source for source in SOURCES if source.online], ids=lambda one: one.id)
def test_what_goes_out_ahead_is_what_the_source_asks(source):
    """A question too many would tell the resolver more than is needed."""
    world = World()
    source.find(Search(ADDRESS, world, ()))
    hosts = {urlsplit(url).hostname for url in world.asked if url.startswith("https:")}
    asked = set(world.asked) | {f"{kind} {host}" for host in hosts for kind in ("A", "AAAA")}
    assert {f"{kind} {name}" for name, kind in source.asks(ADDRESS)} <= asked
