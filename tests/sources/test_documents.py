"""The sources that fetch an autoconfig document: where they ask, and what they make of what comes."""

import pytest

from advisor.address import parse
from advisor.model.evidence import HttpAnswer
from advisor.sources import Search, autoconfig, local_config, provider_database, well_known
from tests.world import World, document, places, server

ADDRESS = parse("ana+tag@d.example", lan=True)
URL = {
    "autoconfig": "https://autoconfig.d.example/mail/config-v1.1.xml",
    "well-known": "https://d.example/.well-known/autoconfig/mail/config-v1.1.xml",
    "provider-database": "https://autoconfig.thunderbird.net/v1.1/d.example"}
IDENTITY = {"autoconfig": "I3", "well-known": "I3", "provider-database": "I2"}
USUAL = ["imap imap.d.example:993 tls", "pop3 pop.d.example:995 tls", "smtp smtp.d.example:465 tls"]


@pytest.fixture(params=[autoconfig, well_known, provider_database], ids=lambda module: module.SOURCE.id)
def source(request):
    return request.param.SOURCE


def find(source, answer):
    return source.find(Search(ADDRESS, World(web={URL[source.id]: answer}), ()))


def test_exactly_one_place_is_asked_and_without_the_address(source):
    world = World()
    source.find(Search(ADDRESS, world, ()))
    assert world.asked == [URL[source.id]]


def test_a_document_becomes_claims(source):
    found = find(source, document())
    assert (found.status, places(found.claims), found.note) == ("answered", USUAL, "")
    assert {claim.identity for claim in found.claims} == {IDENTITY[source.id]}
    assert {claim.said for claim in found.claims} == {URL[source.id]}


@pytest.mark.parametrize(("answer", "status", "note"), [
    (HttpAnswer("answered", 204), "absent", "http-204"), (HttpAnswer("answered", 400), "absent", "http-400"),
    (HttpAnswer("answered", 401), "absent", "http-401"), (HttpAnswer("answered", 404), "absent", "http-404"),
    (HttpAnswer("answered", 410), "absent", "http-410"), (HttpAnswer("answered", 429), "failed", "http-429"),
    (HttpAnswer("answered", 500), "failed", "http-500"), (HttpAnswer("answered", 503), "failed", "http-503"),
    (HttpAnswer("answered", 302), "failed", "http-302"), (HttpAnswer("answered"), "failed", "http-0"),
    (b"", "absent", "empty"), (b"<html><body>Welcome</body></html>", "absent", "not-xml"),
    (b'{"error": 1}', "absent", "not-xml"), (b"<!DOCTYPE html><html/>", "absent", "doctype"),
    (b"<clientConfig/>", "absent", "no-server"),
    (document(server("incoming", "imap", "x y", 993, "SSL")), "absent", "bad-host"),
    (HttpAnswer("failed", note="no-address"), "absent", "no-address"),
    (HttpAnswer("failed", note="refused"), "absent", "refused"),
    (HttpAnswer("failed", note="certificate-expired"), "failed", "certificate-expired"),
    (HttpAnswer("failed", note="dns-failed"), "failed", "dns-failed"),
    (HttpAnswer("refused", note="redirect-to-http"), "failed", "redirect-to-http"),
    (HttpAnswer("timeout", note="timeout"), "timeout", "timeout")])
def test_absence_failure_and_silence_are_different(source, answer, status, note):
    found = find(source, answer)
    assert (found.status, found.claims, found.note) == (status, (), note)


def test_a_redirect_inside_the_domain_changes_nothing(source):
    # The registered domain of the host that was asked, which for the database is its own.
    other = URL[source.id].replace("https://", "https://www.") if source is not autoconfig.SOURCE else (
        "https://www.d.example/x")
    found = find(source, HttpAnswer("answered", 200, (URL[source.id], other), document()))
    assert (found.claims[0].identity, found.note) == (IDENTITY[source.id], "")


def test_a_redirect_to_somebody_else_is_only_derived(source):
    found = find(source, HttpAnswer("answered", 200, (URL[source.id], "https://ac.hoster.net/x"), document()))
    assert places(found.claims) == USUAL
    assert {claim.identity for claim in found.claims} == {"I1"}
    assert found.note == "redirected-elsewhere ac.hoster.net"


def test_a_file_of_the_administrator(tmp_path):
    (tmp_path / "d.example.xml").write_bytes(document())
    found = local_config.SOURCE.find(Search(ADDRESS, World(), (), tmp_path))
    assert (found.status, places(found.claims)) == ("answered", USUAL)
    assert {(claim.identity, claim.said) for claim in found.claims} == {("I4", "d.example.xml")}


def test_no_folder_and_no_file_are_absence(tmp_path):
    assert local_config.SOURCE.find(Search(ADDRESS, World(), ())).note == "no-folder"
    assert local_config.SOURCE.find(Search(ADDRESS, World(), (), tmp_path)).status == "absent"


def test_a_file_that_cannot_be_read_is_a_failure(tmp_path):
    (tmp_path / "d.example.xml").mkdir()
    found = local_config.SOURCE.find(Search(ADDRESS, World(), (), tmp_path))
    assert found.status == "failed"
    assert found.note.startswith("d.example.xml: ")


def test_a_huge_file_is_a_failure(tmp_path):
    (tmp_path / "d.example.xml").write_bytes(document() + b" " * 300_000)
    assert local_config.SOURCE.find(Search(ADDRESS, World(), (), tmp_path)).status == "failed"
