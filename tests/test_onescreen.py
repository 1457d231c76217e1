"""The report on one screen: fits it, says what the JSON says, and means what was measured."""

import pytest
from msgspec.structs import replace

from advisor.i18n import Speaker
from advisor.model.account import Account, Attempt, Login, Quota, Sample, Survey
from advisor.model.evidence import Evidence, Exchange, Tls, Visit
from advisor.model.picture import ProviderView
from advisor.onescreen import document, lines
from tests.samples import ANA, candidate, endpoint, fact, picture

TLS = Tls("TLSv1.3", "AES", "CN=ca", "CN=imap", ("imap.full.example",), "2030-01-01", 99)
GMAIL = ProviderView("gmail", "Gmail", ("oauth-or-app-password", "enable-pop"), ("oauth2", "app-password"),
                     "https://support.google.com/mail/answer/7126229", "profile", "server")
REFUSED = {"standing": "refused", "evidence": "E-"}
HARD = (fact("pop3-uidl", "no"), fact("pop3-expire", value=0), fact("pop3-login-delay", value=300))


def visited(protocol, days=99, security="tls", **changes):
    visit = Visit(endpoint(protocol, security), "spoke", tls=replace(TLS, days_left=days), **changes)
    return Exchange("x", visit, 0, 9)


def logged_in(outcome="worked", protocol="imap", said="", **survey):
    login = Login(endpoint(protocol), outcome, "ana@full.example", "PLAIN",
                  (Attempt("PLAIN", "ana@full.example", outcome, "", said),))
    surveys = (Survey("imap", "2026-11-23", **survey),) if survey else ()
    return Account((login,), surveys)


def told(found=None, evidence=None, language="en"):
    return document(evidence or Evidence(ANA), found or picture(), Speaker(language))


EVERYTHING = [
    (picture(), Evidence(ANA, exchanges=tuple(visited(one) for one in ("imap", "pop3", "smtp")))),
    (picture(provider=GMAIL), Evidence(ANA, account=logged_in("app-password", said="Application-specific"))),
    (picture(candidate("imap", because="certificate-untrusted", **REFUSED), candidate("pop3", facts=HARD),
             candidate("smtp", because="certificate-expired", **REFUSED)), Evidence(ANA)),
    (picture(candidate("imap", standing="confirm", because="derived")), Evidence(ANA)),
    (picture(candidate("imap", "plain", because="plain-text", **REFUSED)), Evidence(ANA)),
    (picture(), Evidence(ANA, account=logged_in(
        quota=Quota(90, 100), samples=(Sample("INBOX", 9, 9, True, 90, 9, 12, "2024-01-01", 9),))))]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("case", range(len(EVERYTHING)))
def test_it_fits_on_one_screen(language, case):
    found, evidence = EVERYTHING[case]
    page = lines(evidence, found, Speaker(language), 80)
    assert len(page) <= 24, page
    assert max(map(len, page)) <= 80
    narrow = lines(evidence, found, Speaker(language), 40)
    assert max(len(line) for line in narrow if "://" not in line) <= 40


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("case", range(len(EVERYTHING)))
def test_page_and_json_say_the_same(language, case):
    found, evidence = EVERYTHING[case]
    said = document(evidence, found, Speaker(language))
    page = " ".join(" ".join(lines(evidence, found, Speaker(language), 80)).split())
    parts = ("works", "confirm", "fails", "means", "switch_on")
    told = [sentence for part in parts for sentence in said[part]]
    for sentence in (*told, said["link"] or ""):
        assert " ".join(sentence.split()) in page


def test_what_works_names_server_and_protection():
    said = told(evidence=Evidence(ANA, exchanges=(visited("imap"),), account=logged_in()))
    assert said["works"][0] == (
        "IMAP: imap.full.example, port 993, TLS 1.3, login as ana@full.example works")
    assert said["works"][1] == "POP3: pop.full.example, port 995"
    assert said["fails"] == []


def test_a_certificate_that_ends_soon_is_told():
    said = told(evidence=Evidence(ANA, exchanges=(visited("imap", days=3),)))
    assert "certificate ends in 3 days" in said["works"][0]


@pytest.mark.parametrize("code", ["expired", "not-yet-valid", "wrong-name", "untrusted"])
def test_each_certificate_failure_has_its_own_advice(code):
    found = picture(candidate("imap", because=f"certificate-{code}", **REFUSED))
    speaker = Speaker("en")
    said = told(found)["fails"][0]
    assert said.startswith("IMAP: imap.full.example:993: ")
    assert said.endswith(speaker.code("certificate-do", f"certificate-{code}"))
    assert Speaker("es").has_code("certificate-do", f"certificate-{code}")


def test_a_login_that_is_refused_is_no_success():
    said = told(evidence=Evidence(ANA, account=logged_in("refused", said="wrong password")))
    assert not any(one.startswith("IMAP") for one in said["works"])
    assert "wrong password" in said["fails"][0]


def test_lists_that_were_tampered_with_are_told():
    broken = fact("starttls-lists", "no", "X-EVIL", "only-before-tls", protocol="imap", security="starttls")
    said = told(evidence=Evidence(ANA, facts=(broken,), exchanges=(visited("imap", security="starttls"),)))
    assert any("X-EVIL" in one for one in said["fails"])


def test_what_to_switch_on_comes_with_the_link():
    said = told(picture(provider=GMAIL))
    assert [Speaker("en").code("need", need) for need in GMAIL.needs] == said["switch_on"]
    assert said["link"] == GMAIL.help
    assert said["provider"] == "Gmail"


@pytest.mark.parametrize(("pop3", "provider", "says", "silent"), [
    ((fact("pop3-uidl"), fact("pop3-expire", value=0)), None, "never with a second device", "decides"),
    ((fact("pop3-uidl"), fact("pop3-expire", value=0)), GMAIL, "Gmail decides", "second device"),
    ((fact("pop3-uidl"), fact("pop3-expire", value=30)), None, "after 30 days", "can stay"),
    ((fact("pop3-uidl"), fact("pop3-expire", value="never")), None, "mail can stay", "deleted"),
    ((fact("pop3-uidl", "no"),), None, "no UIDL", "mail can stay on the server."),
    ((fact("pop3-uidl", "unknown", because="capa-refused"),), None, "only after logging in", "no UIDL"),
    ((fact("pop3-uidl"), fact("pop3-login-delay", value=300)), None, "once in 5 minutes", "deleted")])
def test_what_pop3_means(pop3, provider, says, silent):
    found = picture(candidate("imap"), candidate("pop3", facts=pop3), candidate("smtp"), provider=provider)
    means = " ".join(told(found)["means"])
    assert says in means
    assert silent not in means


@pytest.mark.parametrize(("imap", "says"), [
    (fact("imap-idle", "no"), "no IDLE"), (fact("imap-special-use", "no"), "by hand"),
    (fact("imap-gmail-labels"), "Labels"), (fact("imap-apple-push"), "iPhone"),
    (fact("imap-append-limit", value=9_000_000), "above 9 MB"), (fact("imap-condstore", "no"), "CONDSTORE")])
def test_what_imap_means(imap, says):
    found = picture(candidate("imap", facts=(imap,)), candidate("smtp"))
    assert says in " ".join(told(found)["means"])


def test_nothing_is_said_of_what_is_not_known():
    unknown = tuple(fact(name, "unknown", because="not-announced-before-login") for name in (
        "imap-idle", "imap-special-use", "imap-gmail-labels", "imap-apple-push", "imap-condstore"))
    means = told(picture(candidate("imap", facts=unknown), candidate("smtp", facts=())))["means"]
    assert means == ["IMAP on every device; there is no POP3 that could be used.",
                     "Whether the account lets mail programs in was not tried (--login does)."]


def test_sending_without_a_login_is_for_the_own_network_only():
    smtp = candidate("smtp", facts=(fact("smtp-auth", "no", because="not-announced"),))
    assert "own network" in " ".join(told(picture(candidate("imap"), smtp))["means"])


def test_oauth_only():
    each = [candidate(one, auth=("oauth2",)) for one in ("imap", "smtp")]
    assert "OAuth2" in " ".join(told(picture(*each))["means"])


def test_what_nobody_tried_or_vouches_for_is_no_failure():
    found = picture(candidate("imap", standing="confirm", because="not-visited"))
    said = document(Evidence(ANA), found, Speaker("en"))
    assert said["works"] == []
    assert [one.split(":")[0] for one in said["confirm"]] == ["IMAP"]
    assert not [one for one in said["fails"] if one.startswith("IMAP")]
    page = lines(Evidence(ANA), found, Speaker("es"), 80)
    assert "Por confirmar" in page
    assert "Funciona" not in page
