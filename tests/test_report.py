"""The report: the JSON that programs rely on, the page that a person reads, and the exit code."""

import json

import pytest

from advisor import i18n
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.address import Address
from advisor.model.evidence import Disclosure, Evidence, Exchange, SourceRun, Tls, Trouble, Visit
from advisor.model.picture import Conflict, Picture, ProviderView
from advisor.report import discover_document, discover_lines, exit_of
from tests.samples import ANA, candidate, endpoint, fact, picture

IMAP, POP3, SMTP = candidate("imap"), candidate("pop3"), candidate("smtp")
CONFIRM = {"standing": "confirm", "identity": "I1", "because": "derived"}
REFUSED = {"standing": "refused", "evidence": "E-", "because": "certificate-expired"}
PROVIDER = ProviderView("big", "Big Mail", ("app-password",), ("password",), "https://help.example",
                        "profile")
TLS = Tls("TLSv1.3", "AES", "CA", "imap.full.example", ("imap.full.example",), "2030-01-01", 99)
EVIDENCE = Evidence(
    ANA, facts=(fact("imap-idle"), fact("pop3-uidl")), network_ms=250,
    runs=(SourceRun("autoconfig", "answered", 120), SourceRun("srv", "timeout", 250, "not-awaited"),
          SourceRun("provider-database", "skipped", 0, "switched-off"),
          SourceRun("mx", "failed", 9, "servfail")),
    exchanges=(Exchange("x", Visit(endpoint("imap"), "spoke", "192.0.2.1", TLS, "hi", None,
                                   ("IMAP4REV1", "IDLE")), 0, 9),),
    disclosures=(Disclosure("autoconfig.full.example", "domain"), Disclosure("resolver", "domain")),
    troubles=(Trouble("check x", "ValueError: y"),))


@pytest.mark.parametrize(("found", "expected"), [
    (picture(), Exit.DONE), (picture(IMAP, SMTP), Exit.DONE), (picture(POP3, SMTP), Exit.DONE),
    (picture(IMAP), Exit.UNCONFIRMED), (picture(IMAP, candidate("smtp", **CONFIRM)), Exit.UNCONFIRMED),
    (picture(candidate("imap", **CONFIRM), SMTP), Exit.UNCONFIRMED),
    (picture(candidate("imap", **CONFIRM), POP3, SMTP), Exit.DONE),
    (picture(candidate("imap", **REFUSED), SMTP), Exit.NO_SERVER), (picture(SMTP), Exit.NO_SERVER),
    (Picture(ANA, ()), Exit.NO_SERVER), (Picture(ANA, (), notes=("network-down",)), Exit.NETWORK),
    (picture(candidate("imap", **CONFIRM), SMTP, notes=("network-down",)), Exit.NETWORK),
    (picture(notes=("provisional",)), Exit.DONE)])
def test_exit_codes(found, expected):
    assert exit_of(found) is expected


def document(found=None, evidence=EVIDENCE):
    return json.loads(json.dumps(discover_document(evidence, found or picture(provider=PROVIDER))))


def test_every_key_is_always_there():
    full, empty = document(), document(Picture(ANA, ()), Evidence(ANA))
    assert set(full) == set(empty) >= {
        "schema", "address", "answers", "sources", "probes", "conflicts", "provider", "disclosures",
        "timings"}
    assert (empty["provider"], empty["answers"], empty["timings"]) == (None, [], {"network_ms": 0})
    assert full["schema"] == 1
    assert full["address"] == {"given": "ana@full.example", "local": "ana", "domain": "full.example",
                               "ascii_domain": "full.example"}


def test_answers_and_sources_and_the_rest():
    told = document(picture(provider=PROVIDER, conflicts=(Conflict("different-servers", "imap", ("a", "b")),),
                            notes=("provisional",)))
    first = told["answers"][0]
    assert {**first} == {
        "protocol": "imap", "host": "imap.full.example", "port": 993, "security": "tls",
        "username": "ana@full.example", "auth": ["password"], "identity": "I3", "evidence": "E2",
        "sources": ["autoconfig"], "standing": "usable", "because": "verified"}
    assert [answer["protocol"] for answer in told["answers"]] == ["imap", "pop3", "smtp"]
    assert told["sources"][1] == {"id": "srv", "status": "timeout", "ms": 250, "note": "not-awaited",
                                  "pages": []}
    assert told["conflicts"] == [{"code": "different-servers", "protocol": "imap", "sides": ["a", "b"],
                                  "advised": ""}]
    assert told["provider"] == {"id": "big", "name": "Big Mail", "needs": ["app-password"], "quirks": [],
                                "became": "", "help": "https://help.example", "confidence": "",
                                "stale": False, "checked": None}
    assert told["contradictions"] == []
    assert told["disclosures"][1] == {"to": "resolver", "what": "domain"}
    assert told["notes"] == ["provisional"]
    assert told["timings"]["network_ms"] == 250


def test_probes_hold_what_each_server_said():
    probe, = document()["probes"]
    assert probe["endpoint"] == {"protocol": "imap", "host": "imap.full.example", "port": 993,
                                 "security": "tls"}
    assert probe["outcome"] == "spoke"
    assert probe["tls"]["days_left"] == 99
    assert probe["capabilities"] == {"before_tls": None, "after_tls": ["IMAP4REV1", "IDLE"],
                                     "after_login": None}
    assert probe["facts"] == [{"name": "imap-idle", "answer": "yes", "value": None, "because": "announced"}]


ENDINGS = {
    "done": picture(provider=PROVIDER), "unconfirmed": picture(candidate("imap", **CONFIRM), SMTP),
    "plain": picture(candidate("imap", "plain", standing="refused", evidence="E1", because="plain-text")),
    "expired": picture(candidate("imap", **REFUSED)), "nothing": Picture(ANA, ()),
    "offline": Picture(ANA, (), notes=("network-down",)),
    "disagree": picture(IMAP, candidate("imap", "starttls"), SMTP, notes=("provisional", "behind-a-filter"),
                        conflicts=(Conflict("different-servers", "imap", (
                            "autoconfig: imap imap.full.example:993 tls",
                            "mx: imap imap.other.net:993 tls")),))}


def page(name, language="en", width=80, evidence=EVIDENCE):
    return discover_lines(evidence, ENDINGS[name], Speaker(language), width)


@pytest.mark.parametrize("name", ENDINGS)
@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [80, 40])
def test_the_page_fits_and_leaves_no_code_or_place_unsaid(name, language, width):
    lines = page(name, language, width)
    # Only what must be copied in one piece may be wider than the page.
    assert [line for line in lines if len(line) > width and " " in line.strip("- ")] == []
    words = "\n".join(lines)
    assert "{" not in words
    for code in ("not-awaited", "mx-domain", "certificate-expired", "plain-text", "different-servers"):
        assert code not in words
    assert not any(line != line.rstrip() for line in lines)


def test_the_page_says_what_was_found_from_where_and_how_sure():
    words = "\n".join(page("done"))
    for part in ("found and verified", "Provider: Big Mail", "imap.full.example, port 993, TLS",
                 "Log in with: password", "the domain's autoconfig host", "a valid certificate",
                 "SRV records", "not waited for", "name servers have a fault", "https://help.example",
                 "the DNS resolver", "Next:"):
        assert part in words


def test_the_page_says_what_was_refused_and_why():
    expired = "IMAP imap.full.example, port 993, TLS (SSL): Its certificate has expired."
    assert expired in "\n".join(page("expired"))
    assert "could read the password" in "\n".join(page("plain"))
    assert "No mail server that can be used was found" in "\n".join(page("nothing"))
    assert "Nothing found that can be used." in "\n".join(page("unconfirmed"))      # there is no POP3


def test_failed_guesses_are_only_told_where_nothing_better_was_found():
    guess = candidate("imap", **REFUSED, sources=("guess",))
    quiet = discover_lines(EVIDENCE, picture(IMAP, guess, SMTP), Speaker("en"), 80)
    told = discover_lines(EVIDENCE, picture(guess, SMTP), Speaker("en"), 80)
    assert "expired" not in "\n".join(quiet)
    assert "expired" in "\n".join(told)


def test_the_page_says_what_disagrees():
    words = "\n".join(page("disagree"))
    assert "The sources disagree" in words
    assert "IMAP imap.other.net, port 993, TLS (SSL) (MX record" in words
    assert "Provisional" in words
    assert "Also: imap.full.example, port 143, STARTTLS" in words


def test_an_international_domain_is_shown_in_both_forms():
    address = Address("u@faß.de", "u", "faß.de", "xn--fa-hia.de", "xn--fa-hia.de")
    words = "\n".join(discover_lines(Evidence(address), Picture(address, ()), Speaker("en"), 80))
    assert "u@faß.de" in words
    assert "xn--fa-hia.de" in words


def test_nobody_learned_anything_offline():
    assert "Nobody outside this computer learned anything." in page("offline", evidence=Evidence(ANA))


def test_spanish_is_spanish_throughout():
    english = {line.strip() for name in ENDINGS for line in page(name, "en", 300) if " " in line.strip()}
    spanish = {line.strip() for name in ENDINGS for line in page(name, "es", 300) if " " in line.strip()}
    same = {line for line in english & spanish if ": imap imap." not in line and "https:" not in line}
    assert same == set()


def test_every_code_of_the_report_has_a_text_in_both_languages():
    families = {"because": {"verified", "derived", "not-visited", "not-awaited", "plain-text",
                            "denied-by-srv", "no-usable-login", "not-visited-port", "port-of-others",
                            *Visit.__annotations__["outcome"].__args__} - {"spoke", "no-starttls"},
                "status": {"failed", "timeout", "skipped"}, "security": {"tls", "starttls", "plain"},
                "noticed": {"sub-address", "quoted-local", "non-ascii-local", "mixed-script", "null-mx",
                            "forwarding-only", "behind-a-filter", "provisional", "network-down"},
                "auth": {"password", "password-encrypted", "oauth2", "app-password", "client-certificate",
                         "none"},
                "conflict": {"different-servers"}, "disclosure": {"domain", "mx-domain", "visit", "address"}}
    for language in i18n.languages():
        for family, codes in families.items():
            assert [code for code in codes if not Speaker(language).has_code(family, code)] == []


def test_in_a_conversation_it_is_brief_unless_something_is_wrong():
    whole, brief = (
        discover_lines(EVIDENCE, picture(), Speaker("en"), 80, brief=one) for one in (False, True))
    assert "Receiving with IMAP" in brief
    assert not [line for line in brief if "learned" in line or "Next" in line]
    assert set(brief) < set(whole)
    lost = discover_lines(EVIDENCE, picture(candidate("imap", **REFUSED)), Speaker("en"), 80, brief=True)
    assert [line for line in lost if "learned" in line]
