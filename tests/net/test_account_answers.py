"""Each answer of a server to a login, as RFCs and big providers write it, becomes the right outcome."""

import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.model.account import LoginOutcome
from advisor.net import account_answers as answers

OUTCOMES = typing.get_args(LoginOutcome)


@pytest.mark.parametrize(("said", "outcome", "code"), [
    ("[AUTHENTICATIONFAILED] Authentication failed.", "refused", "AUTHENTICATIONFAILED"),
    ("[authenticationfailed] Invalid credentials (Failure)", "refused", "AUTHENTICATIONFAILED"),
    ("[AUTHORIZATIONFAILED] not as him", "not-authorized", "AUTHORIZATIONFAILED"),
    ("[EXPIRED] That password is too old", "expired", "EXPIRED"),
    ("[CONTACTADMIN] see the administrator", "contact-admin", "CONTACTADMIN"),
    ("[PRIVACYREQUIRED] not here", "privacy-required", "PRIVACYREQUIRED"),
    ("[LIMIT] Too many connections", "limit", "LIMIT"),
    ("[UNAVAILABLE] Temporary authentication failure", "unavailable", "UNAVAILABLE"),
    ("[INUSE] somebody is there", "in-use", "INUSE"),
    ("[SERVERBUG] oops", "server-fault", "SERVERBUG"),
    ("[CANNOT] only PLAIN is known", "mechanism-refused", "CANNOT"),
    ("[ALERT] Application-specific password required: https://x.example/185833", "app-password", "ALERT"),
    ("[AUTHENTICATIONFAILED] Please use an app password", "app-password", "AUTHENTICATIONFAILED"),
    ("[ALERT] Your account is not enabled for IMAP use.", "protocol-off", "ALERT"),
    ("[ALERT] IMAP access is disabled for your domain.", "protocol-off", "ALERT"),
    ("[ALERT] Please log in via your web browser: https://support.example/78754", "web-login", "ALERT"),
    ("LOGIN failed.", "refused", ""),
    ("The account is locked", "disabled", ""),
    ("Your password has expired", "expired", ""),
    ("Too many login failures, try again later", "limit", ""),
    ("Unsupported authentication mechanism", "mechanism-refused", ""),
    ("", "refused", "")])
def test_imap(said, outcome, code):
    told = answers.imap(said)
    assert (told.outcome, told.code) == (outcome, code)


def test_the_link_of_a_web_alert():
    told = answers.imap("[WEBALERT https://accounts.example/signin/continue?sarp=1] Web login required.")
    assert (told.outcome, told.link) == ("web-login", "https://accounts.example/signin/continue?sarp=1")


@pytest.mark.parametrize("link", [
    "http://plain.example/", "javascript:alert(1)", "https://a.example/" + "x" * 300,
    "https://a.example/<b>", "https://á.example/"])
def test_no_link_that_a_person_should_not_follow(link):
    assert answers.imap(f"[WEBALERT {link}] Web login required.").link == ""


@pytest.mark.parametrize(("said", "outcome", "code"), [
    (b"-ERR [AUTH] Authentication failed.", "refused", "AUTH"),
    (b"-ERR [AUTH] Application-specific password required: https://support.example", "app-password", "AUTH"),
    (b"-ERR [SYS/PERM] Your account is not enabled for POP access.", "protocol-off", "SYS/PERM"),
    (b"-ERR [SYS/PERM] disk broken", "server-fault", "SYS/PERM"),
    (b"-ERR [SYS/TEMP] Temporary failure", "unavailable", "SYS/TEMP"),
    (b"-ERR [IN-USE] Do you have another POP session running?", "in-use", "IN-USE"),
    (b"-ERR [LOGIN-DELAY] wait 300 seconds", "login-delay", "LOGIN-DELAY"),
    (b"-ERR [WEBALERT https://x.example] Web login required", "web-login", "WEBALERT"),
    (b"-ERR Logon failure: unknown user name or bad password.", "refused", ""),
    (b"-ERR authorization failed", "refused", "")])
def test_pop3(said, outcome, code):
    told = answers.pop3(said)
    assert (told.outcome, told.code) == (outcome, code)
    assert not told.said.startswith("-ERR")


@pytest.mark.parametrize(("code", "said", "outcome", "full"), [
    (535, b"5.7.8 Username and Password not accepted.\n5.7.8 https://x.example", "refused", "535 5.7.8"),
    (535, b"5.7.3 Authentication unsuccessful", "refused", "535 5.7.3"),
    (535, b"Authentication failed", "refused", "535"),
    (535, b"5.7.139 Unsuccessful, basic authentication is disabled.", "basic-off", "535 5.7.139"),
    (535, b"5.7.139 Unsuccessful, the user credentials were incorrect.", "refused", "535 5.7.139"),
    (535, b"5.7.139 Authentication unsuccessful, the request did not meet the criteria to be authenticated "
          b"successfully. Contact your administrator.", "contact-admin", "535 5.7.139"),
    (535, b"5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.",
     "protocol-off", "535 5.7.139"),
    (550, b"5.7.30 Basic authentication is not supported for Client Submission.", "basic-off", "550 5.7.30"),
    (534, b"5.7.9 Application-specific password required. Learn more", "app-password", "534 5.7.9"),
    (534, b"5.7.14 <https://accounts.example> Please log in via your web browser", "web-login", "534 5.7.14"),
    (534, b"5.7.9 mechanism too weak", "mechanism-refused", "534 5.7.9"),
    (525, b"5.7.13 User account disabled", "disabled", "525 5.7.13"),
    (432, b"4.7.12 A password transition is needed", "expired", "432 4.7.12"),
    (454, b"4.7.0 Temporary authentication failure", "unavailable", "454 4.7.0"),
    (454, b"4.7.0 Too many login attempts, please try again later.", "limit", "454 4.7.0"),
    (421, b"4.3.0 closing", "unavailable", "421 4.3.0"),
    (421, b"4.7.0 too many connections", "limit", "421 4.7.0"),
    (504, b"5.5.4 unrecognized authentication type", "mechanism-refused", "504 5.5.4"),
    (538, b"5.7.11 Encryption required", "privacy-required", "538 5.7.11"),
    (554, b"go away", "refused", "554")])
def test_smtp(code, said, outcome, full):
    told = answers.smtp(code, said)
    assert (told.outcome, told.code) == (outcome, full)


@given(st.binary(max_size=300), st.integers(400, 599))
def test_whatever_is_said_becomes_a_known_outcome_and_fits_a_screen(said, code):
    for told in (answers.imap(said), answers.pop3(said), answers.smtp(code, said)):
        assert told.outcome in OUTCOMES
        assert len(told.said) <= 200
        assert told.said.isprintable() or not any(ord(sign) < 32 for sign in told.said)
