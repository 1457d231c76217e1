"""Logging in: only inside verified TLS, at most twice, the right way first, and nothing changes."""


import pytest

from advisor.model.endpoint import PROTOCOLS
from advisor.net.account_line import Discretion
from advisor.password import Secret
from tests.net.account_servers import HOST, NAME, PASSWORD, WRONG
from tests.servers import server_context, stranger


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_login_that_works(tried, protocol):
    looked, seen, _ = tried(protocol)
    assert (looked.login.outcome, looked.login.mechanism, looked.login.username) == ("worked", "PLAIN", NAME)
    assert seen == [("PLAIN", f"\0{NAME}\0{PASSWORD}".encode())]
    assert looked.visit.outcome == "spoke"
    assert looked.visit.after_login


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_after_starttls(tried, protocol):
    offer = {"imap": {"capabilities": "IMAP4rev1 STARTTLS AUTH=PLAIN"},
             "pop3": {"capabilities": ("STLS", "USER", "SASL PLAIN")},
             "smtp": {"extensions": ("STARTTLS", "AUTH PLAIN")}}[protocol]
    looked, seen, _ = tried(protocol, security="starttls", script={**offer, "starttls": server_context(HOST)})
    assert looked.login.outcome == "worked"
    assert len(seen) == 1


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("context", [
    lambda: server_context(HOST, expired=True), lambda: server_context("other.example"),
    lambda: server_context(HOST, ca=stranger)], ids=["expired", "wrong-name", "untrusted"])
def test_no_password_without_verified_tls(tried, protocol, security, context):
    offer = {"imap": {"capabilities": "IMAP4rev1 STARTTLS AUTH=PLAIN"},
             "pop3": {"capabilities": ("STLS", "USER", "SASL PLAIN")},
             "smtp": {"extensions": ("STARTTLS", "AUTH PLAIN")}}[protocol]
    script = {**offer, "starttls": context()} if security == "starttls" else {}
    looked, seen, listener = tried(protocol, security=security, tls=context(), script=script)
    assert looked.login.outcome == "line-failed"
    assert looked.login.because.startswith("certificate-")
    assert seen == []
    assert looked.visit is None
    assert not any(word in line for line in listener.heard for word in ("AUTH", "LOGIN ", "PASS", "USER"))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_no_password_in_clear(tried, protocol):
    looked, seen, listener = tried(protocol, security="plain")
    assert (looked.login.outcome, looked.login.because) == ("not-tried", "plain-text")
    assert (seen, listener.connections) == ([], 0)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_no_password_where_starttls_is_not_offered(tried, protocol):
    looked, seen, _ = tried(protocol, security="starttls")
    assert (looked.login.outcome, looked.login.because, seen) == ("line-failed", "no-starttls", [])


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_no_password_where_somebody_sits_in_the_line(tried, protocol):
    """What is said behind the OK of STARTTLS came from somebody else, however well the server goes on."""
    offer = {"imap": {"capabilities": "IMAP4rev1 STARTTLS AUTH=PLAIN", "injected": ("* CAPABILITY X",)},
             "pop3": {"capabilities": ("STLS", "USER", "SASL PLAIN"), "injected": ("+OK",)},
             "smtp": {"extensions": ("STARTTLS", "AUTH PLAIN"), "injected": ("250 hello",)}}[protocol]
    looked, seen, _ = tried(protocol, security="starttls", script={**offer, "starttls": server_context(HOST)})
    assert (looked.login.outcome, looked.login.because) == ("line-failed", "tls-failed")
    assert seen == []


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_wrong_password_is_sent_once(tried, protocol):
    looked, seen, _ = tried(protocol, WRONG[protocol], None)
    assert looked.login.outcome == "refused"
    assert len(seen) == 1
    assert looked.visit is None


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_second_name_is_tried_after_a_plain_no(tried, protocol):
    looked, seen, _ = tried(protocol, WRONG[protocol], None, names=(NAME, "ana", "third"))
    assert (looked.login.outcome, looked.login.username) == ("worked", "ana")
    assert [attempt.outcome for attempt in looked.login.attempts] == ["refused", "worked"]
    assert len(seen) == 2


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_never_more_than_twice(tried, protocol):
    looked, seen, _ = tried(protocol, *[WRONG[protocol]] * 5, names=(NAME, "ana", "third", "fourth"))
    assert (looked.login.outcome, len(seen)) == ("refused", 2)


@pytest.mark.parametrize(("protocol", "answer", "outcome"), [
    ("imap", "NO [EXPIRED] old", "expired"), ("imap", "NO [CONTACTADMIN] ask", "contact-admin"),
    ("imap", "NO [UNAVAILABLE] later", "unavailable"), ("imap", "NO [LIMIT] too many", "limit"),
    ("imap", "NO [WEBALERT https://x.example/y] Web login required.", "web-login"),
    ("imap", "NO [ALERT] Application-specific password required", "app-password"),
    ("imap", "NO The account is locked", "disabled"),
    ("pop3", "-ERR [SYS/TEMP] later", "unavailable"), ("pop3", "-ERR [SYS/PERM] broken", "server-fault"),
    ("pop3", "-ERR [IN-USE] somebody", "in-use"), ("pop3", "-ERR [LOGIN-DELAY] wait", "login-delay"),
    ("smtp", "535 5.7.139 basic authentication is disabled", "basic-off"),
    ("smtp", "525 5.7.13 disabled", "disabled"), ("smtp", "454 4.7.0 Too many attempts", "limit"),
    ("smtp", "421 4.3.2 shutting down", "unavailable")])
def test_an_answer_that_says_more_than_wrong_ends_it(tried, protocol, answer, outcome):
    looked, seen, _ = tried(protocol, answer, None, names=(NAME, "ana"))
    assert (looked.login.outcome, len(seen)) == (outcome, 1)


@pytest.mark.parametrize(("protocol", "script", "refusal", "ways"), [
    ("imap", {}, "BAD no such mechanism", ["PLAIN", "LOGIN"]),
    ("imap", {"capabilities": "IMAP4rev1"}, None, ["LOGIN"]),
    ("imap", {"capabilities": "IMAP4rev1 LOGINDISABLED"}, None, []),
    ("imap", {"capabilities": "IMAP4rev1 LOGINDISABLED AUTH=XOAUTH2"}, None, []),
    ("pop3", {}, "-ERR unsupported mechanism", ["PLAIN", "USER"]),
    ("pop3", {"capabilities": ("USER",)}, None, ["USER"]),
    ("pop3", {"capabilities": None}, None, ["USER"]),
    ("pop3", {"capabilities": ("SASL XOAUTH2",)}, None, []),
    ("smtp", {}, "504 5.5.4 not this", ["PLAIN", "LOGIN"]),
    ("smtp", {"extensions": ("AUTH LOGIN",)}, None, ["LOGIN"]),
    ("smtp", {"extensions": ("AUTH=LOGIN PLAIN",)}, None, ["PLAIN"]),
    ("smtp", {"extensions": ("SIZE 1",)}, None, [])])
def test_the_strongest_way_first_then_the_next(tried, protocol, script, refusal, ways):
    if refusal == "BAD no such mechanism":
        refusal = "NO [CANNOT] no such mechanism"
    looked, seen, _ = tried(protocol, *([refusal] if refusal else []), script=script)
    assert [mechanism for mechanism, _ in seen] == ways
    assert looked.login.outcome == ("worked" if ways else "no-way-in")


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_an_access_token(tried, protocol, mechanism):
    offer = {"imap": {"capabilities": f"IMAP4rev1 AUTH=PLAIN AUTH={mechanism}"},
             "pop3": {"capabilities": ("USER", f"SASL PLAIN {mechanism}")},
             "smtp": {"extensions": (f"AUTH PLAIN {mechanism}",)}}[protocol]
    looked, seen, _ = tried(protocol, script=offer, kind="token", secret="t0ken" * 80)
    assert looked.login.outcome == "worked"
    (used, sent), = seen
    assert used == mechanism
    assert b"auth=Bearer " + b"t0ken" * 80 + b"\1\1" in sent
    assert NAME.encode() in sent


def test_a_token_is_never_sent_as_a_password(tried):
    looked, seen, _ = tried("imap", kind="token", secret="t0ken")
    assert (looked.login.outcome, seen) == ("no-way-in", [])


@pytest.mark.parametrize(("protocol", "challenge", "end"), [
    ("imap", "+ eyJzdGF0dXMiOiI0MDAifQ==", "NO [AUTHENTICATIONFAILED] wrong"),
    ("pop3", "+ eyJzdGF0dXMiOiI0MDAifQ==", "-ERR [AUTH] wrong"),
    ("smtp", "334 eyJzdGF0dXMiOiI0MDAifQ==", "535 5.7.8 wrong")])
def test_the_error_message_of_oauth_is_acknowledged(tried, protocol, challenge, end):
    def refuse(peer):
        peer.say(challenge)
        peer.hear()
        tag = peer.heard[-3].split()[0] + " " if protocol == "imap" else ""
        peer.say(tag + end)
    offer = {"imap": {"capabilities": "IMAP4rev1 AUTH=XOAUTH2"}, "pop3": {"capabilities": ("SASL XOAUTH2",)},
             "smtp": {"extensions": ("AUTH XOAUTH2",)}}[protocol]
    looked, seen, _ = tried(protocol, refuse, script=offer, kind="token", secret="t0ken")
    assert (looked.login.outcome, len(seen)) == ("refused", 1)


def test_signs_that_need_quoting_arrive_as_they_are(tried):
    awkward = 'a"b\\c ñ'
    _, seen, _ = tried("imap", secret=awkward, script={"capabilities": "IMAP4rev1"})
    assert seen[0][1] == f'"{NAME}" "a\\"b\\\\c {"ñ".encode().decode("latin-1")}"'


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_hanging_up_after_the_no_leaves_the_no(tried, protocol):
    def refuse(peer):
        tag = f"{peer.heard[-1].split()[0]} " if protocol == "imap" else ""
        peer.say(tag + WRONG[protocol])
        raise EOFError
    looked, _, _ = tried(protocol, refuse, names=(NAME, "ana"))
    assert looked.login.outcome == "refused"


def test_a_bye_instead_of_an_answer(tried):
    def leave(peer):
        peer.say("* BYE [UNAVAILABLE] overloaded")
        raise EOFError
    looked, _, _ = tried("imap", leave)
    assert looked.login.outcome == "unavailable"


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_hanging_up_instead_of_an_answer(tried, protocol):
    def vanish(peer):
        raise EOFError
    looked, _, _ = tried(protocol, vanish)
    assert (looked.login.outcome, looked.login.because) == ("line-failed", "closed")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_silence_instead_of_an_answer_has_an_end(tried, stopwatch, protocol):
    with stopwatch:
        looked, _, _ = tried(protocol, lambda peer: peer.wait(), seconds=0.6)
    assert (looked.login.outcome, looked.login.because) == ("line-failed", "timeout")
    assert stopwatch.seconds < 3


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("garbage", [
    b"\xff\x00\x1b[31m" * 50 + b"\r\n", b"* " * 9000 + b"\r\n", b"x" * 300_000, b"* OK {999999999}\r\n",
    b"+ \r\n" * 300])
def test_garbage_instead_of_an_answer(tried, protocol, garbage):
    looked, _, _ = tried(protocol, lambda peer: (peer.raw(garbage), peer.wait()), seconds=0.6)
    assert looked.login.outcome in ("line-failed", "refused", "mechanism-refused")
    assert looked.visit is None


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("echo", [PASSWORD, PASSWORD.upper(), "AGFuYUBkLmV4YW1wbGUAYzRuYXJ5LVdlcnQtNzcxOQ=="])
def test_a_server_that_repeats_the_password_is_not_quoted(tried, protocol, echo):
    answer = f"{WRONG[protocol]}: {echo}"
    looked, _, _ = tried(protocol, answer)
    assert looked.login.outcome == "refused"
    assert looked.login.attempts[-1].said == ""


def test_a_server_that_hides_the_password_in_its_capabilities(tried):
    looked, _, _ = tried("imap", script={"after": f"IMAP4rev1 IDLE X-{PASSWORD}"})
    assert looked.visit.after_login == ("IMAP4REV1", "IDLE")


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "\0ana@d.example\0"])
def test_discretion_knows_the_secret_in_base64_wherever_it_stands(before):
    from base64 import b64encode

    quiet = Discretion(Secret(PASSWORD))
    assert quiet.words("said " + b64encode((before + PASSWORD).encode()).decode()) == ""
    assert quiet.words("an ordinary sentence") == "an ordinary sentence"
    assert quiet.name(f"Folder {PASSWORD}") == "***"
    assert (quiet.name(""), quiet.name("Sent\x1b")) == ("", "Sent")


def test_a_short_secret_does_not_tear_names_apart():
    quiet = Discretion(Secret("ana"))
    assert quiet.name("Mañana y ana") == "Mañana y ana"
    assert quiet.words("hello") == "hello"
