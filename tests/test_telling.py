"""The smaller parts of the page: what servers can do, how sources ended, what could help."""

import ast
from pathlib import Path
from typing import get_args

import pytest

from advisor import i18n, telling
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.evidence import Claim, DnsAnswer, Evidence, Exchange, Page, SourceRun, SourceStatus
from advisor.model.picture import Picture
from tests.samples import ANA, candidate, endpoint, fact

ENGLISH, SPANISH = Speaker("en"), Speaker("es")
SOURCES = Path(telling.__file__).parent / "sources"


def able(protocol, *facts):
    return telling.abilities(candidate(protocol, facts=facts), ENGLISH)


@pytest.mark.parametrize(("protocol", "found", "says"), [
    ("imap", fact("imap-idle"), "new mail arrives at once (IDLE)"),
    ("imap", fact("imap-idle", "no"), "does not announce new mail, so programs have to ask (no IDLE)"),
    ("imap", fact("imap-idle", "unknown"), ""),
    ("pop3", fact("pop3-uidl", "no"), "mail cannot stay on the server sensibly (no UIDL)"),
    ("pop3", fact("pop3-expire", value="never"), "never removes mail by itself"),
    ("pop3", fact("pop3-expire", value=1), "removes mail after 1 day"),
    ("pop3", fact("pop3-expire", value=30), "removes mail after 30 days"),
    ("pop3", fact("pop3-login-delay", value=300), "wants 300 seconds between two checks"),
    ("pop3", fact("pop3-login-delay", value=0), ""),
    ("smtp", fact("smtp-size", value=0), "takes messages of any size"),
    ("smtp", fact("smtp-size", "unknown"), ""),
    ("smtp", fact("smtp-size", value=26214400), "takes messages of up to 26 MB"),
    ("smtp", fact("smtp-size", value=1000), "takes messages of up to 1 MB")])
def test_what_a_server_can_do_in_one_line(protocol, found, says):
    assert able(protocol, found) == says


def test_nothing_is_said_of_what_nobody_asked():
    assert able("imap") == ""


def test_recommendations_are_those_of_the_server_that_is_used():
    claim = Claim("autoconfig", endpoint("pop3"), "x", (), "x", "I3", 0,
                  ("leave-on-server=false", "days-on-server=1", "check-minutes=15"))
    evidence = Evidence(ANA, (claim,))
    assert telling.hints(evidence, candidate("pop3"), ENGLISH) == (
        "do not leave mail on the server; remove it there after 1 day; check every 15 minutes")
    assert telling.hints(evidence, candidate("imap"), ENGLISH) == ""
    assert "no dejar el correo" in telling.hints(evidence, candidate("pop3"), SPANISH)


def test_pages_are_told_once_in_the_best_language():
    found = (*(Page("documentation", "https://a.test", says, lang)
               for says, lang in (("Wie", "de"), ("How", "en"), ("Cómo", "es"))), Page("enable", "https://b.test"))
    evidence = Evidence(ANA, runs=(SourceRun("autoconfig", "answered", 1, pages=found),))
    assert telling.pages(evidence, ENGLISH) == ["How: https://a.test", "https://b.test"]
    assert telling.pages(evidence, SPANISH) == ["Cómo: https://a.test", "https://b.test"]


@pytest.mark.parametrize(("note", "words"), [
    ("http-503", ["the web server answers with code 503"]), ("", []),
    ("redirected-elsewhere ac.other.test password-in-file", [
        "sent on to another owner's host: ac.other.test",
        "the file holds a password, which was ignored; it should not be published"]),
    ("mx.d.test", ["mx.d.test"]), ("never-heard-of", ["never-heard-of"])])
def test_notes_in_words(note, words):
    assert telling.in_words(note, ENGLISH) == words


def test_what_was_not_asked_for_the_same_reason_is_one_line():
    runs = (SourceRun("srv", "timeout", 1, "not-awaited"), SourceRun("mx", "timeout", 1, "not-awaited"),
            SourceRun("autoconfig", "timeout", 1, "timeout"),
            SourceRun("autodiscover", "skipped", 0, "switched-off"), SourceRun("guess", "answered", 1))
    assert telling.unasked(runs, ENGLISH) == [
        "the domain's autoconfig host: no answer in time",
        "SRV records in the domain's DNS; MX record that leads to a known provider: "
        "not waited for, because a better answer was there"]


def steps(*runs, exchanges=(), picture=None, verdict=Exit.NO_SERVER):
    evidence = Evidence(ANA, runs=runs, exchanges=exchanges)
    return [ENGLISH.say(one) for one in telling.steps(evidence, picture or Picture(ANA, ()), verdict)]


OPTIONAL = tuple(SourceRun(name, "skipped", 0) for name in (
    "autoconfig-address", "autodiscover", "http-autoconfig"))


@pytest.mark.parametrize(("first", "verdict", "flags"), [
    (("absent", "http-400"), Exit.DONE, ["--send-address"]), (("absent", "http-404"), Exit.DONE, []),
    (("absent", "http-404"), Exit.UNCONFIRMED, ["--send-address"]),
    (("absent", "no-address"), Exit.NO_SERVER, ["--autodiscover", "--allow-http"]),
    (("failed", "certificate-expired"), Exit.NO_SERVER, ["--autodiscover"]),
    (("answered", ""), Exit.NO_SERVER, []), (("skipped", "offline"), Exit.NO_SERVER, [])])
def test_consents_are_proposed_where_they_could_help(first, verdict, flags):
    told = " ".join(steps(SourceRun("autoconfig", first[0], 1, first[1]), *OPTIONAL, verdict=verdict))
    assert [flag for flag in ("--send-address", "--autodiscover", "--allow-http") if flag in told] == flags


def test_a_consent_that_was_given_is_not_asked_for_again():
    assert steps(SourceRun("autoconfig", "absent", 1, "http-400"),
                 SourceRun("autoconfig-address", "absent", 1)) == []


def asked(question, status, note=""):
    return Exchange(question, DnsAnswer(status, note=note), 0, 0)


def test_a_domain_that_does_not_exist_is_said_to_be_one():
    gone = asked("MX full.example", "absent", "nxdomain")
    runs = (SourceRun("autoconfig", "absent", 1, "no-address"), *OPTIONAL)
    assert steps(*runs, exchanges=(gone, asked("A imap.full.example", "absent", "nxdomain"))) == [
        "There is no domain full.example in DNS: check how it is spelled."]
    for other in (asked("A mail.full.example", "found"), asked("A mail.full.example", "timeout")):
        assert len(steps(*runs, exchanges=(gone, other))) == 2


def test_a_bad_certificate_is_for_the_provider_to_mend():
    bad = candidate("imap", standing="refused", evidence="E-", because="certificate-expired")
    assert "let no mail program ignore it" in steps(picture=Picture(ANA, (bad,)))[0]


def test_nothing_is_proposed_for_a_look_alike():
    runs = (SourceRun("autoconfig", "absent", 1, "no-address"), *OPTIONAL)
    assert steps(*runs, picture=Picture(ANA, (), notes=("look-alike",))) == []


def notes_in(path):
    """The codes that a module gives as `note=`; statuses that a choice between codes compares are none."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword) and node.arg == "note":
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield from (word for word in part.value.split()
                                if not word.endswith(("-", ":")) and word not in get_args(SourceStatus))


@pytest.mark.parametrize("language", i18n.languages())
def test_every_code_that_a_source_notes_has_words(language):
    codes = {code for path in SOURCES.glob("*.py") for code in notes_in(path) if code.isascii()}
    codes |= {"bad-host", "bad-port", "bad-username", "no-usable-auth", "password-in-file", "pop3-first",
              "oauth2-issuer", "empty", "not-xml", "doctype", "too-deep", "too-long", "not-json", "exchange",
              "redirect-to-http", "redirect-loop", "too-many-redirects", "body-too-large", "compressed",
              "certificate-expired", "certificate-wrong-name", "refused", "unreachable", "dns-failed",
              "wildcard", "hijacked-dns", "no-client-access", "srv-typo", "bad-target", "some-failed"}
    assert [code for code in sorted(codes) if not Speaker(language).has_code("said", code)] == []


@pytest.mark.parametrize("family", ["said", "can", "lacks", "advised"])
def test_both_languages_have_the_same_codes(family):
    codes = [{key for key in i18n.read_catalogue(language) if key.startswith(family + ":")}
             for language in ("en", "es")]
    assert codes[0] == codes[1] != set()
