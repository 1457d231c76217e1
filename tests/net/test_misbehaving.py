"""Servers that misbehave, before a login and after it: nothing is raised, and time and memory have an end."""

import contextlib
import socket
import tracemalloc

import pytest

from advisor.model.endpoint import PROTOCOLS, USUAL_PORTS, Endpoint
from tests.net.account_servers import HOST, enter

SECONDS = 0.3               # that a conversation may take here
MOST_SECONDS = 3.0          # with everything around it, on a busy machine
MOST_MEMORY = 16 * 1024 * 1024

WELCOME = {"imap": "* OK [CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN SASL-IR QUOTA NAMESPACE] ready",
           "pop3": "+OK ready", "smtp": "220 ready"}

MORE = {"imap": b"* OK on\r\n", "pop3": b"MORE\r\n", "smtp": b"250-MORE\r\n"}


def flood(peer, piece):
    """The same piece until the client has had enough, at most 64 MB."""
    for _ in range(64 * 1024 * 1024 // len(piece)):
        peer.raw(piece)


def answer(protocol, tag, words):
    """The end of an answer, as the protocol has it."""
    return {"imap": f"{tag} OK {words}", "pop3": f"+OK {words}", "smtp": f"250 {words}"}[protocol]


def half_closed(peer, *_):
    with contextlib.suppress(OSError):
        peer.sock.shutdown(socket.SHUT_WR)
    peer.wait()


def literal(size):
    def say(peer, protocol, tag):
        peer.raw(f"* CAPABILITY {{{size}}}\r\n* LIST () {{{size}}}\r\n+OK {{{size}}}\r\n".encode())
        peer.raw(b"x" * 100)
        peer.wait()
    return say


MISBEHAVIOUR = {
    "a huge line": lambda peer, protocol, tag: (
        peer.raw(b"* " if protocol == "imap" else b"250 "),
        [peer.raw(b"A" * 16384) for _ in range(64)], peer.say(""), peer.wait()),
    "an endless line": lambda peer, protocol, tag: flood(peer, b"A" * 16384),
    "endless lines": lambda peer, protocol, tag: (
        peer.say("+OK") if protocol == "pop3" else None,
        flood(peer, MORE[protocol] * 500)),
    "endless untagged data": lambda peer, protocol, tag: flood(
        peer, b'* LIST () "/" "Folder"\r\n* 5 FETCH (RFC822.SIZE 5)\r\n' * 200),
    "NULs": lambda peer, protocol, tag: (
        peer.raw(b"\0" * 1000 + b"\r\n"), peer.say(answer(protocol, tag, "done")), peer.wait()),
    "escape sequences": lambda peer, protocol, tag: (
        peer.raw(b"* \x1b]0;owned\x07\x1b[2J\r\n"), peer.say(answer(protocol, tag, "\x1b[31mdone")),
        peer.wait()),
    "a wrong tag": lambda peer, protocol, tag: (peer.say("ZZ99 OK done", "999 what", "?OK"), peer.wait()),
    "an absurd literal": literal("99999999999999999999"),
    "a large literal": literal(2**31 - 1),
    "a negative literal": literal("-5"),
    "half closed": half_closed,
    "gone": lambda peer, protocol, tag: None,
    "a slow drip": lambda peer, protocol, tag: peer.drip(b"* CAPABILITY " + b"X " * 300, 0.02),
    "silence": lambda peer, protocol, tag: peer.wait(),
    "a thousand capabilities": lambda peer, protocol, tag: (
        peer.say(*{"imap": ["* CAPABILITY " + " ".join(f"X{n}" for n in range(1000)), f"{tag} OK done"],
                   "pop3": ["+OK", *(f"X{n}" for n in range(1000)), "."],
                   "smtp": [f"250-X{n}" for n in range(1000)] + ["250 HELP"]}[protocol]), peer.wait()),
    "a refusal": lambda peer, protocol, tag: (
        peer.say({"imap": f"{tag} BAD no", "pop3": "-ERR no CAPA here", "smtp": "502 no EHLO"}[protocol]),
        peer.wait()),
    "a farewell": lambda peer, protocol, tag: peer.say(
        {"imap": "* BYE going down", "pop3": "-ERR [SYS/TEMP] bye", "smtp": "421 going down"}[protocol]),
}
GREETINGS = {
    "turned away": {"imap": b"* BYE not you\r\n", "pop3": b"-ERR not you\r\n", "smtp": b"554 not you\r\n"},
    "preauth": {"imap": b"* PREAUTH come in\r\n", "pop3": b"+OK\r\n", "smtp": b"220\r\n"},
    "NULs": dict.fromkeys(PROTOCOLS, b"\0\0\0\r\n"), "empty": dict.fromkeys(PROTOCOLS, b"\r\n"),
    "one of another": {"imap": b"220 smtp\r\n", "pop3": b"* OK imap\r\n", "smtp": b"SSH-2.0-x\r\n"},
    "half a line": dict.fromkeys(PROTOCOLS, b"* OK"), "binary": dict.fromkeys(PROTOCOLS, b"\xff\xfe\x80\r\n")}


def before_login(protocol, misbehave):
    def script(peer):
        peer.say(WELCOME[protocol].replace(" IDLE", ""))       # so that CAPABILITY is asked for
        misbehave(peer, protocol, peer.hear().split(" ")[0])
    return script


def after_login(protocol, misbehave):
    """Lets everybody in, then misbehaves at the next command."""
    def script(peer):
        peer.say(WELCOME[protocol])
        while True:
            words = peer.hear().upper().split(" ")
            if protocol == "imap" and words[1:2] == ["AUTHENTICATE"]:
                peer.say(f"{words[0]} OK in")
                break
            if protocol == "pop3":
                peer.say(*{"CAPA": ["+OK", "SASL PLAIN", "UIDL", "."]}.get(words[0], ["+OK in"]))
            if protocol == "smtp":
                peer.say(*{"EHLO": ["250-hi", "250 AUTH PLAIN"]}.get(words[0], ["235 in"]))
            if words[0] == "AUTH":
                break
        misbehave(peer, protocol, peer.hear().split(" ")[0])
    return script


@contextlib.contextmanager
def bounded(stopwatch):
    """What happens inside stays within time and memory."""
    tracemalloc.start()
    try:
        with stopwatch:
            yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert stopwatch.seconds < MOST_SECONDS
    assert peak < MOST_MEMORY


@pytest.fixture
def impatient(monkeypatch):
    for module in ("visiting", "imap", "pop3", "submission"):
        monkeypatch.setattr(f"advisor.net.{module}.STEP_SECONDS", SECONDS)
    monkeypatch.setattr("advisor.net.live.VISIT_SECONDS", SECONDS)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("name", MISBEHAVIOUR)
def test_before_a_login(internet, impatient, stopwatch, protocol, name):
    place = Endpoint(protocol, HOST, USUAL_PORTS[protocol, "tls"], "tls")
    internet.mail(HOST, place.port, before_login(protocol, MISBEHAVIOUR[name]))
    network = internet.network()
    with bounded(stopwatch):
        visit = network.visit(place)
    assert visit.endpoint == place
    assert all(line.isprintable() for line in visit.after_tls or ())
    assert len(visit.after_tls or ()) <= 200


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("name", MISBEHAVIOUR)
def test_after_a_login(internet, stopwatch, protocol, name):
    place = Endpoint(protocol, HOST, USUAL_PORTS[protocol, "tls"], "tls")
    internet.mail(HOST, place.port, after_login(protocol, MISBEHAVIOUR[name]))
    network = internet.network()
    with bounded(stopwatch):
        looked = enter(network, place, seconds=SECONDS, survey=True)
    assert (looked.login.outcome, looked.login.because) in {
        ("worked", ""), ("line-failed", "timeout"), ("line-failed", "closed")}
    if looked.survey is not None:
        assert all(folder.name.isprintable() for folder in looked.survey.folders)
    assert all(line.isprintable() for line in (looked.visit.after_login if looked.visit else None) or ())


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize("name", GREETINGS)
def test_strange_greetings(internet, impatient, stopwatch, protocol, security, name):
    place = Endpoint(protocol, HOST, USUAL_PORTS[protocol, security], security)
    internet.mail(HOST, place.port, lambda peer: (peer.raw(GREETINGS[name][protocol]), peer.wait()),
                  tls="own" if security == "tls" else None)
    network = internet.network()
    with bounded(stopwatch):
        visit = network.visit(place)
    assert visit.outcome != "spoke"
    assert visit.greeting.isprintable()
    if name == "turned away":
        assert visit.outcome == "turned-away"
    if name == "preauth" and protocol == "imap" and security == "starttls":
        assert visit.outcome == "preauth"
