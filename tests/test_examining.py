"""`mail-advisor doctor`: whom it asks, that this is said before, and what it prints in both languages."""

import json
from pathlib import Path

import pytest

from advisor import address, cli, examining, sandbox
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.evidence import DnsAnswer
from advisor.reach import Reach
from advisor.ui.words import columns
from tests import samples
from tests.doctor.rooms import PLAN, room, terminal, visited
from tests.world import World


def test_without_an_address_only_neutral_hosts_are_asked():
    plan = examining.plan_for(None, Reach())
    assert plan.web == "example.com"
    assert plan.proof.endswith(".invalid")
    assert [server.port for server in plan.servers] == [993, 995, 465, 587]
    assert plan.proof != examining.plan_for(None, Reach()).proof
    assert not examining.plan_for(None, Reach(third_party=False)).servers
    assert not examining.plan_for(None, Reach(third_party=False)).web


def test_with_an_address_its_own_servers_are_asked():
    plan = examining.plan_for(samples.picture(), Reach(third_party=False))
    assert {server.host for server in plan.servers} <= set(samples.HOSTS.values())
    assert plan.name == samples.ANA.ascii_domain
    assert plan.web == ""


def test_guessed_servers_that_nobody_answered_for_are_not_asked():
    guess = samples.candidate("imap", sources=("guess",), evidence="E-", standing="refused")
    plan = examining.plan_for(samples.picture(guess, samples.candidate("smtp")), Reach())
    assert [server.protocol for server in plan.servers] == ["smtp"]


def test_all_questions_are_put_at_once():
    world = World({f"A {PLAN.name}": ["192.0.2.1"]}, slow={f"A {PLAN.name}": 0.2, f"A {PLAN.proof}": 0.2})
    examining.ask(PLAN, world, 5)
    assert sorted(world.asked) == sorted([
        f"A {PLAN.name}", f"A {PLAN.proof}", f"https://{PLAN.web}/", f"http://{PLAN.web}/",
        *(f"{server.host}:{server.port}" for server in PLAN.servers)])


@pytest.fixture
def well(monkeypatch):
    """Everything answers in the way that is set; whom the command asks is kept."""
    state = {"room": room()}
    monkeypatch.setattr(examining, "look", lambda *given: state["room"])
    return state


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_page_fits_and_says_how_it_is_in_words(language, width):
    here = room(visited(993, "refused"), terminal=terminal(columns=width))
    told = examining.lines(examining.examine(here), Speaker(language), here.terminal.width)
    assert max(columns(line) for line in told) <= min(width, 88)
    assert any(line.startswith({"en": "[fails] Port 993 (IMAP)", "es": "[falla] Puerto 993 (IMAP)"}[language])
               for line in told)
    assert "1 " in told[-1]


def test_one_hint_for_several_failures_alike():
    here = room({**visited(993, "refused"), **visited(995, "refused")})
    told = " ".join(" ".join(examining.lines(examining.examine(here), Speaker("en"), 80)).split())
    assert told.count("Try another network") == 1


def test_as_json(well, capsys):
    assert cli.main(["doctor", "--json"]) == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == 1
    assert {"id", "status", "says", "do"} == set(told["checks"][0])
    assert told["asked"] == ["web.example", "imap.p.example", "pop.p.example", "smtp.p.example"]
    well["room"] = room({"A web.example": DnsAnswer("timeout")})
    assert cli.main(["doctor", "--json", "--lang", "es"]) == Exit.NETWORK
    assert json.loads(capsys.readouterr().out)["checks"][0]["says"] == "Servidor DNS: 192.0.2.53 no responde"


def test_offline_asks_nobody_and_says_so(capsys):
    assert cli.main(["doctor", "--offline"]) == Exit.DONE
    told = capsys.readouterr().out
    assert "[not tried] DNS server: not asked (--offline)" in told
    assert "[not tried] Port 993 (IMAP): not asked (--offline)" in told


@pytest.mark.parametrize(("words", "code"), [
    (["ana"], Exit.USAGE), (["ana@gmial.com"], Exit.UNCONFIRMED), (["--resolver", "x"], Exit.USAGE),
    (["--login"], Exit.USAGE), (["--ca-file", "nowhere.pem"], Exit.USAGE)])
def test_what_cannot_be_asked_is_refused_before_anybody_is(words, code):
    assert cli.main(["doctor", *words]) == code


def test_against_a_real_provider_and_whom_it_asks_is_said_first():
    pytest.importorskip("trustme", reason="the demo needs the extra `demo`")
    told = []
    with sandbox.start() as provider:
        reach = Reach(third_party=False, lan=True, resolver=provider.resolver, ca_file=Path(provider.ca_file),
                      dial=provider.dial)
        here = examining.look(address.parse(provider.address, lan=True), reach, terminal(), told.append)
    found = {one.id: one.status for one in examining.examine(here)}
    assert found["dns"] in ("works", "note")        # the domain itself has no address
    assert found["dns-honest"] == "works"
    assert {found[f"port-{port}"] for port in (993, 995, 465, 587)} == {"works"}
    assert found["port-443"] == "not-tried"
    first, second = (Speaker("en").say(one) for one in told)
    assert first == "First the servers of demo.example are looked for, as discover does."
    assert second.startswith("Asked: your DNS server, and ")
    assert all(f"{host}.demo.example" in second for host in ("imap", "pop", "smtp"))
