"""Vectors vP: the JSON file with its digest in DNS (PACC), and the TXT record `mailconf`."""

import base64
import hashlib
import json

import pytest

from advisor.address import parse
from advisor.model.evidence import HttpAnswer
from advisor.sources import Search, pacc, txt_mailconf
from tests.servers import Internet
from tests.vectors.looking import AUTOCONFIG, D, look
from tests.world import World, document

URL = f"https://ua-auto-config.{D}/.well-known/user-agent-configuration.json"
MAIL = {f"{name}.{D}:{port}": None for name, port in (
    ("imap", 993), ("pop", 995), ("smtp", 465), ("in", 993), ("out", 465))}
FILE = json.dumps({"protocols": {"imap": {"host": f"in.{D}"}, "submit": {"host": f"out.{D}"},
                                 "jmap": {"url": f"https://jmap.{D}/"}},
                   "authentication": {"password": True}, "info": {"provider": {"name": "D"}}}).encode()
ELSEWHERE = "https://conf.provider.test/mail.xml"


def record(body=FILE):
    return f"v=UAAC1; a=sha256; d={base64.b64encode(hashlib.sha256(body).digest()).decode()}"


def world(body=FILE, *records, **web):
    return World({f"TXT _ua-auto-config.{D}": list(records)} if records else {}, {URL: body, **web}, MAIL)


def find(made):
    return pacc.SOURCE.find(Search(parse(f"ana@{D}", lan=True), made, ()))


def test_vP1_a_file_with_its_digest_goes_first():
    made = world(FILE, record(b"the file before"), record(), **{AUTOCONFIG.format(D): document(domain=D)})
    found = look(made)
    best = found.picture.best("imap")
    assert (str(best.endpoint), best.identity, best.standing, best.sources[0]) == (
        f"imap in.{D}:993 tls", "I3", "usable", "pacc")
    assert (found.place("smtp"), best.auth) == (f"out.{D}:465 tls", ("password",))
    assert found.run("pacc").note == ""


def test_vP1_without_a_record_it_is_worth_what_any_file_of_the_domain_is():
    found = find(world())
    assert (found.status, found.note, {claim.identity for claim in found.claims}) == (
        "answered", "without-digest", {"I3"})
    away = HttpAnswer("answered", 200, (URL, "https://x.provider.test/y"), FILE)
    assert {claim.identity for claim in find(world(away)).claims} == {"I1"}
    assert {claim.identity for claim in find(world(away, record())).claims} == {"I3"}


def test_vP2_a_file_that_does_not_fit_its_digest_is_thrown_away_and_told():
    found = look(world(FILE + b" ", record(), **{AUTOCONFIG.format(D): document(domain=D)}))
    assert (found.run("pacc").status, found.run("pacc").note) == ("failed", "digest-mismatch")
    assert not [claim for claim in found.evidence.claims if claim.source == "pacc"]
    assert found.place("imap") == f"imap.{D}:993 tls"
    assert "digest-mismatch" in found.notes
    assert "may have been forged" in found.page()
    assert "puede estar falsificado" in found.page("es")
    assert found.picture.unheard == ("pacc",)


@pytest.mark.parametrize("answer", [
    HttpAnswer("answered", 404, (URL,)), HttpAnswer("failed", note="no-address"),
    HttpAnswer("answered", 204, (URL,))])
def test_vP3_an_announced_file_that_is_not_there_is_a_failure(answer):
    assert find(world(answer, record())).status == "failed"
    assert find(world(answer)).status == "absent"
    assert find(world(answer, "v=spf1 -all", "v=UAAC1; d=!")).status == "absent"


@pytest.mark.parametrize("body", [
    b"", b"[]", b"null", b"{", b"<html/>", b'{"protocols": []}', b'{"protocols": {"imap": "x"}}', b"\xff\xfe",
    b'{"protocols": {"imap": {"host": "a;b"}}}', b'{"protocols": {"imap": {"host": "192.0.2.1"}}}',
    b'{"protocols": {}, "protocols": {"imap": {"host": "evil.test"}}}', b"[" * 100_000,
    b'{"a":' * 40 + b"1" + b"}" * 40])
def test_vP2_nonsense_in_the_file_names_no_server(body):
    found = find(world(body))
    assert (found.status, found.claims) == ("absent", ())


@pytest.mark.parametrize(("levels", "status"), [(31, "answered"), (32, "absent")])
def test_vP2_a_file_may_have_32_levels(levels, status):
    within = json.loads(FILE)
    within["more"] = json.loads("[" * levels + "]" * levels)
    body = json.dumps(within).encode()
    assert find(world(body, record(body))).status == status


def txt(*records, **web):
    return World({f"TXT {D}": list(records)}, {ELSEWHERE: document(domain=D), **web}, MAIL)


def test_vP4_a_record_without_https_is_ignored_and_told():
    made = txt("v=spf1 -all", f"mailconf={ELSEWHERE.replace('https', 'http')}")
    found = look(made)
    assert (found.run("txt-mailconf").status, found.run("txt-mailconf").note) == (
        "absent", "mailconf-not-https")
    assert not [asked for asked in made.asked if "provider.test" in asked]
    assert "does not lead to an https address" in found.page()


def test_vP5_split_strings_are_joined_and_several_records_ignored():
    with Internet() as internet:
        internet.web("conf.provider.test", {"/mail.xml": document(domain=D)})
        search = Search(parse(f"ana@{D}", lan=True), internet.network(), ())
        internet.zone[D, "TXT"] = ['"v=spf1 -all"', '"mailconf=https://conf." "provider.test/mail.xml"']
        found = txt_mailconf.SOURCE.find(search)
        assert (found.status, {claim.identity for claim in found.claims}) == ("answered", {"I1"})
        internet.zone[D, "TXT"] = [f'"mailconf={ELSEWHERE}"', f'"mailconf={ELSEWHERE}2"']
        found = txt_mailconf.SOURCE.find(search)
        assert (found.status, found.note, found.claims) == ("absent", "several-mailconf", ())


def test_vP5_one_record_is_only_worth_a_proposal():
    found = look(txt(f"mailconf={ELSEWHERE}"))
    assert "txt-mailconf" in found.candidate(f"imap imap.{D}:993 tls").sources
    assert found.verdict(f"imap imap.{D}:993 tls")[1:] == ("confirm", "derived")
