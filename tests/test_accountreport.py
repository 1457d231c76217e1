"""The block about the account: what works, what does not, what to do, on 80 and 40 columns, es and en."""

import json
import typing

import pytest
from msgspec.structs import replace

from advisor.accountreport import amount, document, lines
from advisor.i18n import Speaker, languages, read_catalogue
from advisor.model.account import (
    Account,
    Attempt,
    Login,
    LoginOutcome,
    MailFolder,
    Quota,
    Sample,
    SpecialUse,
    Survey,
)
from advisor.model.picture import ProviderView
from tests.samples import endpoint, picture

WORKED = Login(endpoint("imap"), "worked", "ana@full.example", "PLAIN",
               (Attempt("PLAIN", "ana@full.example", "worked"),))
SURVEY = Survey(
    "imap", "2026-11-23", 20, 8_000_000, 3_000_000, Quota(45_000_000, 50_000_000),
    (MailFolder("INBOX", messages=20), MailFolder("Enviados", proposed="sent", messages=10),
     MailFolder("Trash", use="trash", messages=6)),
    (Sample("INBOX", 20, 20, True, 8_000_000, 20, 12_000_000, "2024-03-05", 3_000_000),), "INBOX.", ".")
POP3 = Survey("pop3", "2026-11-23", 20, 8_000_000, unique_ids=False)


def shown(account, language="en", width=80, **changes):
    return lines(account, picture(**changes), Speaker(language), width)


def test_nobody_logged_in():
    assert (shown(None), document(None)) == ([], None)


def test_the_block_in_english():
    said = "\n".join(shown(Account((WORKED,), (SURVEY, POP3))))
    for words in ("IMAP (imap.full.example): works. Login name: ana@full.example",
                  "Space: 45 MB of 50 MB used (90 %).", "full in about 5 months",
                  "Inbox: 20 messages, 8.0 MB.",
                  "In all folders: 36 messages, 45 MB.", "2024-03-05", "about 2 messages a month",
                  "Folders: trash = Trash.", "By their names, please check: sent = Enviados.",
                  "below INBOX.:", "POP3 sees 20 of these 36 messages", "cannot tell messages apart",
                  "Nothing in the mailbox was changed."):
        assert words in said


def test_the_block_in_spanish():
    said = " ".join(" ".join(shown(Account((WORKED,), (SURVEY,)), "es")).split())
    for words in ("Usuario: ana@full.example", "8,0 MB", "5/3/2024", "papelera = Trash", "unos 5 meses",
                  "En el buzón no se cambió nada."):
        assert words in said


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [80, 40])
def test_it_fits(language, width):
    account = Account((WORKED, Login(endpoint("pop3"), "refused", "a", "PLAIN", (
        Attempt("PLAIN", "a", "refused", "AUTH", "what the server said " * 5),))), (SURVEY, POP3))
    for line in shown(account, language, width):
        assert len(line) <= width
        assert line == line.rstrip()


@pytest.mark.parametrize(("quota", "words"), [
    (Quota(50_000_000, 50_000_000), "The mailbox is full"),
    (Quota(49_900_000, 50_000_000), "less than a month"),
    (Quota(48_500_000, 50_000_000), "in about 1 month."), (None, "does not say how much space")])
def test_how_full_it_is(quota, words):
    assert words in " ".join(shown(Account((WORKED,), (replace(SURVEY, quota=quota),)), width=200))


def test_nearly_full_without_new_mail():
    quiet = replace(SURVEY, samples=())
    assert "nearly full" in " ".join(shown(Account((WORKED,), (quiet,)), width=200))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("outcome", [one for one in typing.get_args(LoginOutcome) if one not in (
    "worked", "not-tried")])
def test_every_refusal_says_what_to_do(language, outcome):
    speaker = Speaker(language)
    refused = Login(endpoint("imap"), outcome, "ana", "PLAIN", (Attempt(
        "PLAIN", "ana", outcome, said="no entry", link="https://x.example/y"),), because="timeout")
    said = " ".join(" ".join(shown(Account((refused,)), language, 400)).split())
    for words in (speaker.code("login", outcome), speaker.code("login-do", outcome), "no entry",
                  "https://x.example/y"):
        assert words in said


def test_a_refusal_reminds_of_what_the_provider_needs():
    provider = ProviderView("gmail", "Gmail", ("oauth-or-app-password",), (), "https://help.example", "mx")
    refused = Login(endpoint("imap"), "refused", "ana", "PLAIN", (Attempt("PLAIN", "ana", "refused"),))
    said = " ".join(shown(Account((refused,)), provider=provider, width=400))
    assert Speaker("en").code("need", "oauth-or-app-password") in said
    assert "https://help.example" in said


@pytest.mark.parametrize("because", ["plain-text", "not-verified", "not-confirmed", "refused-elsewhere"])
def test_not_tried_says_why(because):
    said = " ".join(shown(Account((Login(endpoint("imap"), "not-tried", because=because),)), width=400))
    assert Speaker("en").code("login-because", because) in said


def test_names_from_the_server_cannot_steer_the_terminal():
    hostile = replace(SURVEY, folders=(MailFolder("\x1b[31mSent\r\n", use="sent"),), prefix="\x07")
    assert not any(sign in "".join(shown(Account((WORKED,), (hostile,)))) for sign in "\x1b\x07\r\n")


def test_the_document():
    told = json.loads(json.dumps(document(Account((WORKED,), (SURVEY,)))))
    assert told["logins"][0]["outcome"] == "worked"
    assert told["logins"][0]["endpoint"]["host"] == "imap.full.example"
    assert told["surveys"][0]["folders"][1] == {
        "name": "Enviados", "use": None, "proposed": "sent", "messages": 10, "size": None, "selectable": True}
    assert told["measured"]["quota_mb"] == 50
    assert told["measured"]["folders"] == {"sent": "Enviados", "trash": "Trash"}


@pytest.mark.parametrize(("octets", "english", "spanish"), [
    (0, "0 KB", "0 KB"), (1, "1 KB", "1 KB"), (999_000, "999 KB", "999 KB"), (1_250_000, "1.2 MB", "1,2 MB"),
    (52_400_000, "52 MB", "52 MB"), (3_400_000_000, "3.4 GB", "3,4 GB")])
def test_sizes(octets, english, spanish):
    assert (amount(octets, Speaker("en")), amount(octets, Speaker("es"))) == (english, spanish)


@pytest.mark.parametrize("language", languages())
def test_every_code_has_a_text(language):
    wanted = {f"{family}:{one}" for family in ("login", "login-do") for one in typing.get_args(LoginOutcome)}
    wanted |= {f"folder:{one}" for one in typing.get_args(SpecialUse)}
    wanted |= {f"survey-missing:{one}" for one in (
        "namespace", "quota", "folders", "counts", "messages", "inbox", "largest", "time", "line")}
    catalogue = read_catalogue(language)
    assert not {one for one in wanted if not any(catalogue.get(one, ()))}
