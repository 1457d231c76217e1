"""Which way of logging in goes first, and that each of them says on the wire what its RFC demands."""

from base64 import b64decode
from hashlib import md5
from hmac import new as hmac

import pytest

from advisor.model.account import Attempt
from advisor.model.endpoint import PROTOCOLS
from tests.net.account_servers import NAME, PASSWORD, WRONG

OLD = "+OK POP3 <1896.697170952@dbc.example> ready"


def offering(protocol, *mechanisms, more=()):
    """Script options of a server that announces these mechanisms and nothing else."""
    return {"imap": {"capabilities": " ".join(("IMAP4rev1", *more, *(f"AUTH={one}" for one in mechanisms)))},
            "pop3": {"capabilities": (f"SASL {' '.join(mechanisms)}", *more)},
            "smtp": {"extensions": (f"AUTH {' '.join(mechanisms)}", *more)}}[protocol]


def used(seen):
    return [mechanism for mechanism, _ in seen]


def knows(attempts, password=PASSWORD, lies=False):
    attempts.password, attempts.lies = password, lies


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(("offered", "first"), [
    (("PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256", "LOGIN"), "SCRAM-SHA-256"),
    (("CRAM-MD5", "PLAIN", "SCRAM-SHA-1"), "SCRAM-SHA-1"),
    (("SCRAM-SHA-256-PLUS", "SCRAM-SHA-512", "SCRAM-SHA-256"), "SCRAM-SHA-512"),
    (("CRAM-MD5", "LOGIN", "PLAIN"), "PLAIN"), (("SCRAM-SHA-1-PLUS", "PLAIN"), "PLAIN"),
    (("GSSAPI", "NTLM", "CRAM-MD5", "PLAIN", "EXTERNAL", "ANONYMOUS"), "PLAIN")])
def test_the_strongest_mechanism_goes_first(tried, protocol, offered, first):
    looked, seen, listener = tried(protocol, script=offering(protocol, *offered))
    assert (looked.login.outcome, looked.login.mechanism, used(seen)) == ("worked", first, [first])
    assert first == "PLAIN" or not any(PASSWORD in line for line in listener.heard)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_with_scram_the_password_never_leaves(tried, protocol):
    looked, seen, listener = tried(protocol, script=offering(protocol, "SCRAM-SHA-256", "PLAIN"))
    assert looked.login.outcome == "worked"
    assert seen[0][1].startswith(b"n,,n=ana@d.example,r=")
    said = "\n".join(listener.heard)
    assert PASSWORD not in said
    for word in said.split():
        if word.isascii() and len(word) % 4 == 0 and word.isalnum():
            assert PASSWORD.encode() not in b64decode(word)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("lies", [True, False], ids=["says yes without proof", "proves another password"])
def test_a_server_that_does_not_know_the_password_gets_nothing_more(tried, protocol, lies):
    looked, seen, listener = tried(protocol, script=offering(protocol, "SCRAM-SHA-256", "PLAIN"),
                                   prepare=lambda attempts: knows(attempts, "another", lies))
    assert looked.login.outcome == "server-unproven"
    assert used(seen) == ["SCRAM-SHA-256"]
    assert looked.visit is None
    assert not any(PASSWORD in line for line in listener.heard)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_server_without_a_key_for_scram_is_given_the_password(tried, protocol):
    looked, seen, _ = tried(protocol, WRONG[protocol], None,
                            script=offering(protocol, "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"))
    assert (looked.login.outcome, used(seen)) == ("worked", ["SCRAM-SHA-256", "PLAIN"])
    assert {attempt.username for attempt in looked.login.attempts} == {NAME}


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_another_name_goes_with_another_way(tried, protocol):
    looked, seen, _ = tried(protocol, WRONG[protocol], None, names=(NAME, "ana"),
                            script=offering(protocol, "SCRAM-SHA-256", "PLAIN"))
    assert (looked.login.outcome, looked.login.username, used(seen)) == (
        "worked", "ana", ["SCRAM-SHA-256", "PLAIN"])


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_never_more_than_twice_with_scram_either(tried, protocol):
    looked, seen, _ = tried(protocol, *[WRONG[protocol]] * 4, names=(NAME, "ana", "third"),
                            script=offering(protocol, "SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN", "LOGIN"))
    assert (looked.login.outcome, len(seen)) == ("refused", 2)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_cram_md5_where_there_is_nothing_else(tried, protocol):
    """RFC 2195 section 2, its own challenge."""
    challenge = "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+"
    mark = "334 " if protocol == "smtp" else "+ "
    more = ("LOGINDISABLED",) if protocol == "imap" else ()
    _, seen, listener = tried(protocol, script=offering(protocol, "CRAM-MD5", more=more),
                              challenge=mark + challenge)
    answer = hmac(PASSWORD.encode(), b64decode(challenge), md5).hexdigest()
    assert used(seen) == ["CRAM-MD5"]
    assert seen[0][1] == f"{NAME} {answer}".encode()
    assert not any(PASSWORD in line for line in listener.heard)


def test_apop_where_there_is_nothing_else(tried):
    looked, seen, listener = tried("pop3", script={"capabilities": ("UIDL",), "greeting": OLD})
    digest = md5(b"<1896.697170952@dbc.example>" + PASSWORD.encode()).hexdigest()
    assert (looked.login.outcome, seen) == ("worked", [("APOP", f"{NAME} {digest}")])
    assert not any(PASSWORD in line for line in listener.heard)


def test_apop_is_no_reason_to_leave_a_better_way(tried):
    _, seen, _ = tried("pop3", script={"capabilities": ("USER", "SASL PLAIN"), "greeting": OLD})
    assert used(seen) == ["PLAIN"]


def test_the_example_of_apop():
    """RFC 1939 section 7."""
    digest = md5(b"<1896.697170952@dbc.mtview.ca.us>tanstaaf").hexdigest()
    assert digest == "c4c9334bac560ecc979e58001b3e22fb"


@pytest.mark.parametrize(("capabilities", "lines"), [
    ("IMAP4rev1 SASL-IR AUTH=PLAIN", 1), ("IMAP4rev2 AUTH=PLAIN", 1), ("IMAP4rev1 AUTH=PLAIN", 2)])
def test_a_round_trip_less_where_the_server_can(tried, capabilities, lines):
    looked, _, listener = tried("imap", script={"capabilities": capabilities})
    assert looked.login.outcome == "worked"
    begins = next(number for number, line in enumerate(listener.heard) if "AUTHENTICATE" in line)
    login = listener.heard[begins:begins + lines]
    assert len(login[0].split()) == (4 if lines == 1 else 3)
    assert b64decode(login[-1].split()[-1]) == f"\0{NAME}\0{PASSWORD}".encode()


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("challenge", ["", "!!!", "cj1ub3RtaW5l", "A" * 7000])
def test_a_challenge_that_is_no_scram(tried, protocol, challenge):
    mark = "334 " if protocol == "smtp" else "+ "

    def ask(peer):
        peer.say(mark + challenge)
        peer.wait()
    looked, seen, listener = tried(protocol, ask, script=offering(protocol, "SCRAM-SHA-1", "PLAIN"),
                                   seconds=0.8)
    assert looked.login.outcome in ("line-failed", "server-unproven")
    assert used(seen) == ["SCRAM-SHA-1"]
    assert not any(PASSWORD in line for line in listener.heard)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_another_password_is_one_attempt_more_and_no_other(tried, protocol):
    """Somebody mistyped: what was tried before counts, and SCRAM without a key is not tried again."""
    before = (Attempt("SCRAM-SHA-256", NAME, "refused"),)
    script = offering(protocol, "SCRAM-SHA-256", "PLAIN")
    looked, seen, _ = tried(protocol, script=script, most=2, before=before)
    assert (looked.login.outcome, used(seen)) == ("worked", ["PLAIN"])
    looked, seen, _ = tried(protocol, WRONG[protocol], None, script=script, most=1)
    assert (looked.login.outcome, used(seen)) == ("refused", ["SCRAM-SHA-256"])
    looked, seen, _ = tried(protocol, script=script, most=2, before=before * 2)
    assert (looked.login.outcome, seen) == ("not-tried", [])
