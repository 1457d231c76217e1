"""Logging in: only inside verified TLS, at most twice, the right way first, and nothing changes."""

from pathlib import Path

import pytest

from advisor import sandbox
from advisor.model.endpoint import PROTOCOLS, USUAL_PORTS, Endpoint
from advisor.net.account_line import Discretion
from advisor.net.live import LiveNetwork
from advisor.password import Secret
from advisor.sandbox.manners import Manners
from advisor.sandbox.names import HOSTS
from tests.net.account_servers import HOST, NAME, PASSWORD, WRONG, enter, imap_account, pop3_account
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


def test_no_password_where_somebody_sits_in_the_line(internet):
    """What is said behind the OK of STARTTLS came from somebody else."""
    def script(peer):
        peer.say("* OK [CAPABILITY IMAP4rev1 STARTTLS] ready")
        tag = peer.hear().split()[0]
        peer.raw(f"{tag} OK go on\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n".encode())
        peer.secure(server_context(HOST))
        peer.wait()
    listener = internet.mail(HOST, 143, script, tls=None)
    looked = enter(internet.network(), Endpoint("imap", HOST, 143, "starttls"), seconds=0.8)
    assert looked.login.outcome == "line-failed"
    assert not any("AUTHENTICATE" in line or "LOGIN " in line for line in listener.heard)


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


# --- against the sandbox


@pytest.fixture
def demo():
    """Starts the demo's provider; gives it and a network that leads there."""
    running = []

    def begin(**manners):
        box = sandbox.start(Manners(**manners))
        network = LiveNetwork(resolver=box.resolver, ca_file=Path(box.ca_file), lan=True, dial=box.dial)
        running.append((network, box))
        return box, network

    yield begin
    for network, box in running:
        network.close()
        box.stop()


def at(protocol, security="tls"):
    return Endpoint(protocol, HOSTS[protocol], USUAL_PORTS[protocol, security], security)


@pytest.mark.parametrize("expire", [None, 0])
@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_nothing_in_the_mailbox_changes(demo, protocol, security, expire):
    """Not even with EXPIRE 0, where a server deletes what was retrieved."""
    box, network = demo(expire=expire)
    before = box.mailbox.folders()
    looked = enter(network, at(protocol, security), (box.address,), box.password, survey=True)
    assert looked.login.outcome == "worked"
    network.close()
    assert box.mailbox.folders() == before
    assert (looked.survey is None) == (protocol == "smtp")


def test_the_survey_of_the_demo_equals_its_mailbox(demo):
    box, network = demo()
    folders = {folder.name: folder for folder in box.mailbox.folders()}
    imap = enter(network, at("imap"), (box.address,), box.password, survey=True).survey
    assert {one.name: (one.messages, one.use) for one in imap.folders} == {
        name: (len(folder.messages), folder.special_use.removeprefix("\\").lower() or None)
        for name, folder in folders.items()}
    inbox = folders["INBOX"].messages
    assert (imap.inbox_messages, imap.inbox_size) == (len(inbox), sum(len(one.content) for one in inbox))
    assert (imap.quota.limit, imap.quota.used) == (51_200 * 1024, -(-box.mailbox.used() // 1024) * 1024)
    assert (imap.prefix, imap.separator, imap.missing) == ("", "/", ())
    assert imap.largest == max(len(one.content) for name in ("INBOX", "Sent", "Archive")
                               for one in folders[name].messages)
    oldest = min(one.arrived for name in ("INBOX", "Sent", "Archive") for one in folders[name].messages)
    assert min(sample.oldest for sample in imap.samples) == oldest.date().isoformat()

    pop3 = enter(network, at("pop3"), (box.address,), box.password, survey=True).survey
    assert (pop3.inbox_messages, pop3.inbox_size, pop3.unique_ids) == (
        len(inbox), sum(len(one.content) for one in inbox), True)
    assert pop3.largest == max(len(one.content) for one in inbox)


def test_the_demo_without_its_extras(demo):
    box, network = demo(quota=False, special_use=False, uidl=False)
    imap = enter(network, at("imap"), (box.address,), box.password, survey=True).survey
    assert imap.quota is None
    assert {one.name: one.proposed for one in imap.folders} == {
        "INBOX": None, **{name: name.lower() for name in ("Sent", "Drafts", "Junk", "Trash", "Archive")}}
    assert enter(network, at("pop3"), (box.address,), box.password, survey=True).survey.unique_ids is False


def test_the_maildrop_is_free_again(demo):
    box, network = demo()
    for _ in range(3):
        looked = enter(network, at("pop3"), (box.address,), box.password, survey=True)
        assert looked.login.outcome in ("worked", "in-use")
    assert looked.login.outcome == "worked"


def test_a_mailbox_that_somebody_else_has_open(demo):
    box, network = demo()
    assert box.mailbox.take_maildrop()
    assert enter(network, at("pop3"), (box.address,), box.password).login.outcome == "in-use"


@pytest.mark.parametrize(("more", "expected"), [
    ({"STAT": ["+OK 2 300"], "LIST": ["+OK", "1 100", "2 200", "."], "UIDL": ["+OK 1 abc"], "RSET": ["+OK"]},
     (2, 300, 200, True, ())),
    ({"STAT": ["+OK 2 300"], "LIST": ["-ERR no"], "UIDL": ["-ERR no"]}, (2, 300, None, False, ("inbox",))),
    ({"STAT": ["+OK nonsense"]}, (None, None, None, None, ("inbox",))),
    ({"STAT": ["+OK 0 0"], "LIST": ["+OK", "."], "RSET": ["+OK"]}, (0, 0, None, None, ())),
    ({"STAT": ["+OK 900000 5000000"], "UIDL": ["+OK 1 x"], "RSET": ["+OK"]},
     (900000, 5000000, None, True, ("largest",)))])
def test_pop3_surveys(tried, more, expected):
    looked, _, listener = tried("pop3", server=pop3_account, script={"more": more}, survey=True)
    found = looked.survey
    assert (found.inbox_messages, found.inbox_size, found.largest, found.unique_ids,
            found.missing) == expected
    assert not {"RETR", "TOP", "DELE"} & {line.split()[0] for line in listener.heard if line}


def test_a_survey_that_fails_does_not_undo_the_login(tried):
    def vanish(peer, tag, words):
        raise EOFError
    looked, _, _ = tried("imap", server=imap_account, script={"more": {"LIST": vanish}}, survey=True)
    assert looked.login.outcome == "worked"
    assert looked.visit.outcome in ("spoke", "closed")
    assert looked.survey.missing == ("folders", "line")
