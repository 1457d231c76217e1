"""The record: everything that the advice rests on, each file with its hash, and nothing that is loaded."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from advisor import __version__, accountreport
from advisor.handout import for_technician, handout, record
from advisor.handout.page import visible
from advisor.i18n import Speaker
from advisor.model.account import Account
from advisor.model.evidence import Claim, Evidence
from advisor.model.files import OutputFile, Refusal
from advisor.model.picture import Conflict, Picture, ProviderView
from advisor.model.text import text
from tests.formats.hostile import hostile_text
from tests.handout.html_reader import Page
from tests.handout.samples import EVIDENCE, files_of, plan_of
from tests.samples import ANA, endpoint, picture
from tests.test_accountreport import SURVEY, WORKED

SEEN = picture(
    conflicts=(Conflict("different-servers", "imap", ("srv: imap.a.example", "guess: imap.b.example")),),
    provider=ProviderView("gmail", "Gmail", ("app-password",), ("app-password",), "", "domain"),
    notes=("provisional",))


def page_of(language="en", evidence=EVIDENCE, seen=SEEN, refused=(), files=None):
    made = plan_of(seen=seen, language=language)
    files = files_of(made).files if files is None else files
    written = record(made, seen, evidence, files, refused, Speaker(language))
    assert (written.path, written.media_type, written.role) == ("record.html", "text/html", "record")
    return Page(written.content), made, files


@pytest.mark.parametrize("language", ["en", "es"])
def test_all_that_the_advice_rests_on_is_there(language):
    page, made, _ = page_of(language)
    speaker = Speaker(language)
    for finding in [*made.findings, *(one for device in made.devices for one in device.findings),
                    *(one for other in made.alternatives for one in other.findings)]:
        assert speaker.say(finding.says) in page.words
        assert finding.id in page.words
        for because in finding.because:
            assert because in page.words
    for candidate in SEEN.candidates:
        assert f"{candidate.endpoint.host}:{candidate.endpoint.port}" in page.words
        assert f"{candidate.identity}, {candidate.evidence}" in page.words
    for words in ("SRV _imaps._tcp.full.example", "SRV _pop3s._tcp.full.example", "http-500",
                  "2027-02-21T00:00:00Z", "CN=Some CA", "IMAP4REV1", "IDLE", "* OK ready",
                  "imap-idle = yes (announced)", "pop3-expire = unknown (not-announced)",
                  "srv: imap.a.example", "guess: imap.b.example", "sources.srv: KeyError: 'x'", __version__,
                  "Gmail", speaker.code("need", "app-password"), speaker.code("noticed", "provisional"),
                  speaker.code("because", "certificate-expired"), speaker.say(text("the DNS resolver"))):
        assert words in page.words, words


def test_a_certificate_that_soon_expires_stands_out_in_words_too():
    page, _, _ = page_of()
    assert "⚠ 12" in page.words
    assert "⚠ 89" not in page.words


def test_every_file_is_listed_with_its_size_and_hash():
    page, made, files = page_of()
    sheet = handout(made, files, Speaker("en"))
    page, _, _ = page_of(files=(*files, sheet))
    for file in (*files, sheet):
        assert f"{file.path}{len(file.content)}{hashlib.sha256(file.content).hexdigest()}" in page.words


def test_what_was_not_written_is_said_with_the_reason():
    page, _, _ = page_of(refused=(Refusal("Laptop", "outlook-classic", "Laptop/outlook.prf",
                                          text("{program} does not speak {protocol}.", program="X",
                                               protocol="POP3")),))
    assert "Laptop: Laptop/outlook.prf X does not speak POP3." in page.words


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_logging_in_showed_is_kept(language):
    account = Account((WORKED,), (SURVEY,))
    page, _, _ = page_of(language, replace(EVIDENCE, account=account))
    speaker = Speaker(language)
    assert speaker.say(for_technician._WORDS["account"]) in page.words
    for line in accountreport.lines(account, SEEN, speaker, 96):
        assert " ".join(line.split()) in page.words
    assert speaker.say(for_technician._WORDS["account"]) not in page_of(language)[0].words


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_run_without_the_network_has_a_record_as_well(language):
    page, _, _ = page_of(language, Evidence(ANA), picture())
    speaker = Speaker(language)
    for name in ("no_claims", "no_certificates", "not_asked", "nobody", "no_conflicts"):
        assert speaker.say(for_technician._WORDS[name]) in page.words


def test_the_page_loads_nothing_and_has_proper_tables():
    page, _, _ = page_of()
    assert page.asks_for == []
    assert page.all("script") == []
    assert all(head.get("scope") in ("row", "col") for head in page.all("th"))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert {attrs["aria-labelledby"] for _, attrs in page.tags if "aria-labelledby" in attrs} <= set(ids)


def test_the_same_run_gives_the_same_bytes():
    made = plan_of(seen=SEEN)
    assert record(made, SEEN, EVIDENCE, (), (), Speaker("es")) == record(made, SEEN, EVIDENCE, (), (),
                                                                       Speaker("es"))


@settings(max_examples=40, deadline=None)
@given(hostile_text, hostile_text, st.integers(0, 3))
def test_hostile_words_from_the_network_change_nothing_but_text(said, side, many):
    def shown(said, side):
        claims = (Claim("srv", endpoint("imap"), said, (), said, "I3"),) * many
        seen = Picture(ANA, picture().candidates, (Conflict("different-servers", "imap", (side,)),))
        files = (OutputFile(side, b"", "text/plain", "sheet"),)
        return page_of(evidence=Evidence(ANA, claims=claims), seen=seen, files=files)[0]

    page, plain = shown(said, side), shown("x", "y")
    assert page.shape == plain.shape
    assert page.inside == plain.inside
    assert not many or " ".join(visible(said).split()) in page.words
    assert " ".join(visible(side).split()) in page.words
