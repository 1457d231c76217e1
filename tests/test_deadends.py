"""Who cannot be reached by any mail program hears so at once, with the way out, in both languages."""

import json

import pytest

from advisor import discovery, probing, providers, registry
from advisor.address import parse
from advisor.cli import main
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.judging import judge
from advisor.reach import Reach
from advisor.report import discover_lines, exit_of
from tests.world import World

WAYS_OUT = {
    "terra.es": ("Use another address from now on.", "Use otra dirección de ahora en adelante."),
    "proton.me": ("On telephones and tablets use the provider's own app.",
                  "En los teléfonos y las tabletas use la aplicación del proveedor."),
    "tuta.com": ("whoever wants another program needs another provider.",
                 "quien quiera otro programa necesita otro proveedor.")}


@pytest.mark.parametrize("domain", WAYS_OUT)
@pytest.mark.parametrize(("language", "place"), [("en", 0), ("es", 1)])
def test_a_dead_end_says_the_way_out(domain, language, place, capsys):
    assert main(["discover", f"ana@{domain}", "--offline", "--lang", language]) == Exit.NO_SERVER
    page = capsys.readouterr().out
    words = " ".join(page.split())
    assert words.count(WAYS_OUT[domain][place]) == 1
    first = page.split("\n\n")[1]          # nobody has to read on to find out
    assert WAYS_OUT[domain][place] in " ".join(first.split())
    known = providers.by_domain(providers.load(), domain)
    said = [Speaker(language).code("need", one) for one in known.needs]
    assert not any(one in words for one in said)
    assert not known.help or not known.needs or known.help in words


@pytest.mark.parametrize("domain", WAYS_OUT)
def test_nobody_gets_a_plan_there(domain, tmp_path, capsys):
    answers = tmp_path / "answers.toml"
    answers.write_text(f'address = "ana@{domain}"\nname = "Ana"\nlanguage = "es"\n[[devices]]\nname = "PC"\n'
                       'kind = "desktop"\nclient = "thunderbird"\nstays = true\n', encoding="utf-8")
    assert main(["advise", "--answers", str(answers), "--offline", "--lang", "es"]) == Exit.NO_SERVER
    assert WAYS_OUT[domain][1] in capsys.readouterr().err


def test_a_closed_service_is_told_before_any_packet(capsys):
    # Without --offline: a packet would leave this computer, and the tests refuse that.
    assert main(["discover", "ana@terra.es", "--json"]) == Exit.NO_SERVER
    told = json.loads(capsys.readouterr().out)
    assert told["provider"]["became"] == "service-closed"
    assert told["disclosures"] == []
    assert told["probes"] == []
    assert {one["note"] for one in told["sources"] if one["status"] == "skipped"} <= {
        "not-needed", "switched-off"}


@pytest.mark.parametrize(("domain", "asked"), [("terra.es", False), ("orange.es", True), ("globo.com", True)])
def test_who_is_closed_by_the_word_of_others_alone_is_asked_all_the_same(domain, asked, monkeypatch):
    class Seen(Exception):
        pass

    def probe(*_, offline, **__):
        raise Seen(not offline)

    monkeypatch.setattr("advisor.probing.probe", probe)
    reach = Reach(resolver="127.0.0.1:9", lan=True)
    with pytest.raises(Seen) as seen:
        discovery.run(parse(f"ana@{domain}"), reach)
    assert seen.value.args == (asked,)


def test_servers_that_answer_win_over_the_word_that_a_service_is_closed():
    world = World({"A imap.orange.es": ["192.0.2.11"], "A smtp.orange.es": ["192.0.2.11"]},
                  mail={"imap.orange.es:993": None, "smtp.orange.es:465": None})
    sources = registry.collect("advisor.sources", "SOURCE")
    evidence = probing.probe(parse("ana@orange.es"), world, profiles=providers.load(), sources=sources)
    picture = judge(evidence)
    assert [one.endpoint.host for one in picture.candidates if one.standing == "usable"] == [
        "imap.orange.es", "smtp.orange.es"]
    assert exit_of(picture) == Exit.DONE
    page = " ".join(" ".join(discover_lines(evidence, picture, Speaker("es"), 80)).split())
    assert "imap.orange.es, puerto 993" in page


@pytest.mark.parametrize(("domain", "became", "host"), [
    ("verizon.net", "moved-to-aol", "imap.aol.com"), ("cox.net", "moved-to-yahoo", "imap.mail.yahoo.com"),
    ("rogers.com", "run-by-yahoo", "imap.mail.yahoo.com"), ("jazztel.es", "run-by-google", "imap.gmail.com")])
def test_who_has_moved_is_led_to_the_new_servers(domain, became, host, capsys):
    assert main(["discover", f"ana@{domain}", "--offline", "--json"]) == Exit.UNCONFIRMED
    told = json.loads(capsys.readouterr().out)
    assert told["provider"]["became"] == became
    assert told["answers"][0]["host"] == host


def test_microsoft_says_when_sending_with_a_password_ends(capsys):
    assert main(["discover", "ana@empresa.onmicrosoft.com", "--offline", "--lang", "es"]) == Exit.NO_SERVER
    known = providers.by_id(providers.load(), "microsoft365")
    assert {"oauth-only", "smtp-password-ends"} <= set(known.needs)
    assert main(["discover", "ana@office365.com", "--offline", "--lang", "es"]) == Exit.UNCONFIRMED
    page = " ".join(capsys.readouterr().out.split())
    assert "finales de diciembre de 2026" in page
    assert "segunda mitad de 2027" in page
    assert "https://learn.microsoft.com/" in page
