"""One source asked once more: what it says now counts, and what the others said stays."""

from advisor import assistant, discovery, registry
from advisor.address import parse
from advisor.asking_again import renewed
from advisor.cli import _parse
from advisor.combine import combine
from advisor.i18n import Speaker
from advisor.model.evidence import DnsAnswer, HttpAnswer
from advisor.probing import probe
from advisor.reach import from_flags
from advisor.ui.search import Search
from tests.world import World, document

ADDRESS = parse("ana@d.example", lan=True)
SOURCES = {source.id: source for source in registry.collect("advisor.sources", "SOURCE") if not source.flag}
AUTOCONFIG = "https://autoconfig.d.example/mail/config-v1.1.xml"
SERVERS = {"imap.d.example:993": None, "pop.d.example:995": None, "smtp.d.example:465": None}


NAMES = {f"A {host}.d.example": ["192.0.2.1"] for host in ("imap", "pop", "smtp")}


def run(world, *names):
    sources = tuple(SOURCES[name] for name in names) if names else tuple(SOURCES.values())
    return probe(ADDRESS, world, profiles=(), sources=sources)


def statuses(evidence):
    return {run.id: run.status for run in evidence.runs}


def test_a_source_that_failed_answers_the_second_time():
    silent = run(World(NAMES, {AUTOCONFIG: HttpAnswer("failed", 503)}, SERVERS))
    assert statuses(silent)["autoconfig"] == "failed"
    again = run(World(NAMES, {AUTOCONFIG: document()}, SERVERS), "autoconfig")
    both = renewed(silent, again, "autoconfig")
    assert statuses(both) == {**statuses(silent), "autoconfig": "answered"}
    best = combine(both, ()).best("imap")
    assert (str(best.endpoint), best.standing) == ("imap imap.d.example:993 tls", "usable")
    assert "autoconfig" in best.sources
    assert "guess" in best.sources      # what was found before is still there


def test_a_source_that_has_nothing_any_more_takes_its_claims_back():
    found = run(World(NAMES, {AUTOCONFIG: document()}, SERVERS))
    assert any(claim.source == "autoconfig" for claim in found.claims)
    later = renewed(found, run(World(NAMES, mail=SERVERS), "autoconfig"), "autoconfig")
    assert not any(claim.source == "autoconfig" for claim in later.claims)
    assert [claim for claim in later.claims if claim.source != "autoconfig"] == [
        claim for claim in found.claims if claim.source != "autoconfig"]


def test_the_same_answers_change_nothing_that_is_judged():
    world = World({**NAMES, "MX d.example": DnsAnswer("timeout")}, {AUTOCONFIG: document()}, SERVERS)
    first = run(world)
    again = renewed(first, run(world, "autoconfig"), "autoconfig")
    assert combine(again, ()) == combine(first, ())
    assert {one.asked for one in again.exchanges} == {one.asked for one in first.exchanges}


def test_whoever_learned_something_in_either_run_is_named():
    first = run(World(NAMES, mail=SERVERS), "guess")
    again = run(World(NAMES, {AUTOCONFIG: document()}, SERVERS), "autoconfig")
    told = renewed(first, again, "autoconfig").disclosures
    assert set(first.disclosures) | set(again.disclosures) == set(told)


def test_the_wizard_asks_that_source_and_nobody_else(monkeypatch):
    options = _parse(["wizard", ADDRESS.full, "--lan", "--resolver", "192.0.2.53"], Speaker("en"))
    asked = []

    def answer(address, reach, watcher, stop):
        asked.append((address, reach))
        return run(World(NAMES, {AUTOCONFIG: document()}, SERVERS), *reach.sources)

    monkeypatch.setattr(discovery, "run", answer)
    steps = assistant._steps(options, Speaker("en"), from_flags(options))
    silent = run(World(NAMES, {AUTOCONFIG: HttpAnswer("failed", 503)}, SERVERS))
    both = steps.ask_again(silent, "autoconfig", Search(ADDRESS.full, lambda *_: silent))
    assert statuses(both)["autoconfig"] == "answered"
    (address, reach), = asked
    assert (address, reach.sources) == (ADDRESS, ("autoconfig",))
    assert (reach.resolver, reach.lan) == ("192.0.2.53", True)
