"""A scrubbed record: nobody can see whose it is, and everything else follows from it as before."""

import base64
import json
from html import escape
from urllib.parse import quote

import msgspec
import pytest

from advisor import cli, discovery, providers
from advisor.address import parse
from advisor.combine import combine
from advisor.exits import Exit
from advisor.model.account import Account, Attempt, Login, MailFolder, Survey
from advisor.model.evidence import Evidence, HttpAnswer
from advisor.probing import probe
from advisor.reach import Reach
from advisor.report import discover_document
from advisor.scrubbing import scrub
from tests.world import World, document, server

D = "d.example"
URL = f"https://autoconfig.{D}/mail/config-v1.1.xml"


def search(local):
    """Evidence of somebody whose name is everywhere: in hosts, URLs, documents, greetings and records."""
    host = f"{local}.in.{D}" if local.replace(".", "").isalnum() and local.isascii() else f"imap.{D}"
    config = document(
        server("incoming", "imap", host, 993, "SSL", username="%EMAILLOCALPART%"),
        server("outgoing", "smtp", f"smtp.{D}", 465, "SSL", username=f"{local}@{D}".replace("&", "&amp;")))
    asked = f"{URL}?emailaddress={quote(f'{local}@{D}', safe='')}"
    world = World({f"A {host}": ["192.0.2.1"], f"TXT {D}": [f"admin={local}@{D}", f"by {local}"]},
                  {URL: HttpAnswer("answered", 404, (URL,)), asked: config},
                  {f"{host}:993": None, f"smtp.{D}:465": (f"AUTH PLAIN X-FOR-{local.upper()}",)})
    reach = Reach(consents=frozenset({"--send-address"}))
    evidence = probe(parse(f"{local}@{D}", lan=True), world, profiles=providers.load(),
                     sources=discovery.chosen(reach))
    visit = evidence.visits()[0]
    login = Login(visit.endpoint, "refused", local, "PLAIN", (
        Attempt("PLAIN", f"{local}@{D}", "refused", said=f"Sorry {local}, no. <{local}@{D}>"),))
    folders = (MailFolder("INBOX"), MailFolder(f"Letters of {local}"))
    return msgspec.structs.replace(evidence, account=Account((login,), (Survey("imap", "2026-01-01",
                                                                              folders=folders),)))


def report(evidence):
    return json.dumps(discover_document(evidence, combine(evidence, providers.load())))


def forms(local):
    whole = f"{local}@{D}"
    return {local, quote(local, safe=""), escape(local), base64.b64encode(local.encode()).decode(),
            base64.b64encode(whole.encode()).decode(), quote(whole, safe="")}


def everything(evidence):
    """All of it as one text in lower case, documents included."""
    bodies = [exchange.answer.body.decode() for exchange in evidence.exchanges
              if isinstance(exchange.answer, HttpAnswer)]
    return (discovery.as_bytes(evidence).decode() + " ".join(bodies)).casefold()


@pytest.mark.parametrize("local", ["ana.garcia", "zoe", "o'brien", "x_y-z", "ana+shop", "Zoë"])
def test_the_name_is_nowhere_in_any_form(local):
    evidence = search(local)
    assert local.casefold() in everything(evidence)
    told = everything(scrub(evidence))
    for form in {local.split("+")[0], *forms(local)}:
        assert form.casefold() not in told, form


@pytest.mark.parametrize("local", ["ana.garcia", "zoe"])
def test_what_follows_from_it_is_the_same(local):
    evidence = search(local)
    scrubbed = scrub(evidence)
    assert report(scrubbed) == report(evidence).replace(local.upper(), "user").replace(local, "user")
    again = msgspec.json.decode(discovery.as_bytes(scrubbed), type=Evidence)
    assert discovery.as_bytes(again) == discovery.as_bytes(scrubbed)
    assert report(again) == report(scrubbed)
    assert scrub(scrubbed) == scrubbed


@pytest.mark.parametrize("local", ["imap", "mail", "no", "found", "tls", "d", "a", "idle", "dns"])
def test_a_name_that_is_everybodys_word_breaks_nothing(local):
    """Our own codes, and what all questions have in common, say nothing about a person."""
    evidence = scrub(search(local))
    assert evidence.address.full == f"user@{D}"
    assert f"{local}@{D}" not in everything(evidence)
    assert {visit.endpoint.protocol for visit in evidence.visits()} == {"imap", "smtp"}
    assert json.loads(report(evidence))["address"]["domain"] == D


def test_from_the_command_line(tmp_path, capfd, monkeypatch):
    monkeypatch.chdir(tmp_path)
    offline = ["discover", "ana.garcia@gmail.com", "--offline", "--json"]
    assert cli.main([*offline, "--save-evidence", "e.json", "--scrub"]) == Exit.UNCONFIRMED
    first = capfd.readouterr().out
    assert "garcia" in first                                # on the screen it is the person's own
    assert "garcia" not in (tmp_path / "e.json").read_text()
    replay = ["discover", "x@gmail.com", "--evidence", "e.json", "--json"]
    assert cli.main(replay) == Exit.UNCONFIRMED
    again = capfd.readouterr().out
    assert again == first.replace("ana.garcia", "user")
    assert cli.main(replay) == Exit.UNCONFIRMED
    assert capfd.readouterr().out == again


def test_there_must_be_something_to_scrub(capfd):
    assert cli.main(["discover", "ana@gmail.com", "--offline", "--scrub"]) == Exit.USAGE
    assert "--save-evidence" in capfd.readouterr().err
