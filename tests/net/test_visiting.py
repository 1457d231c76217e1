"""Visits as a whole, in all three protocols: the certificate, the greeting, the limits, hostile servers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.model.endpoint import PROTOCOLS, USUAL_PORTS, Endpoint
from tests.servers import imap_server, pop3_server, server_context, smtp_server, stranger

HOST = "mail.d.example"
WELCOME = {"imap": "* OK ready", "pop3": "+OK ready", "smtp": "220 ready"}
TURNED_AWAY = {"imap": "* BYE too many", "pop3": "-ERR [SYS/TEMP] later", "smtp": "554 go away"}
GOOD = {"imap": imap_server("IMAP4rev1"), "pop3": pop3_server(["UIDL"]), "smtp": smtp_server(["SIZE 1"])}


def endpoint(protocol, security="tls"):
    return Endpoint(protocol, HOST, USUAL_PORTS[protocol, security], security)


def serve(internet, protocol, script, security="tls", tls="own"):
    """A server at the usual port; gives what is needed to visit it."""
    place = endpoint(protocol, security)
    internet.mail(HOST, place.port, script, tls=tls if security == "tls" else None)
    return place


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_good_server(internet, protocol):
    visit = internet.network().visit(serve(internet, protocol, GOOD[protocol]))
    assert visit.outcome == "spoke"
    assert visit.note == ""
    assert visit.address == internet.address(HOST)
    assert visit.tls.names == (HOST,)
    assert visit.tls.version in ("TLSv1.2", "TLSv1.3")
    assert visit.before_tls is None
    assert visit.after_tls in (("IMAP4REV1",), ("UIDL",), ("SIZE 1",))


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("security", ["tls", "starttls"])
@pytest.mark.parametrize(("context", "outcome"), [
    (lambda: server_context(HOST, expired=True), "certificate-expired"),
    (lambda: server_context(HOST, early=True), "certificate-not-yet-valid"),
    (lambda: server_context("other.example"), "certificate-wrong-name"),
    (lambda: server_context(HOST, ca=stranger), "certificate-untrusted"),
])
def test_four_kinds_of_bad_certificate(internet, protocol, security, context, outcome):  # vT1
    bad = context()
    clear = {"imap": imap_server("IMAP4rev1 STARTTLS", starttls=bad),
             "pop3": pop3_server(["STLS"], starttls=bad),
             "smtp": smtp_server(["STARTTLS"], starttls=bad)}[protocol]
    script = GOOD[protocol] if security == "tls" else clear
    visit = internet.network().visit(serve(internet, protocol, script, security, tls=bad))
    assert visit.outcome == outcome
    assert visit.after_tls is None
    assert visit.tls is None
    assert (visit.before_tls is not None) == (security == "starttls")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_refused(internet, protocol):
    internet.address(HOST)
    assert internet.network().visit(endpoint(protocol)).outcome == "refused"


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_silent(internet, hurried, stopwatch, protocol, security):  # vT4
    place = serve(internet, protocol, lambda peer: peer.wait(), security)
    with stopwatch:
        assert internet.network().visit(place).outcome == "silent"
    assert stopwatch.seconds < 1


def test_silent_before_tls(internet, hurried):
    place = serve(internet, "imap", lambda peer: peer.wait(), tls=None)
    visit = internet.network().visit(place)
    assert (visit.outcome, visit.note) == ("timeout", "tls-handshake")


def test_clear_text_where_tls_belongs(internet):
    place = serve(internet, "imap", GOOD["imap"], tls=None)
    assert internet.network().visit(place).outcome == "tls-failed"


def test_closed_in_the_handshake(internet):
    place = serve(internet, "imap", lambda peer: None, tls=None)
    visit = internet.network().visit(place)
    assert (visit.outcome, visit.note) == ("tls-failed", "closed-in-handshake")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_turned_away(internet, protocol):  # vT8
    place = serve(internet, protocol, lambda peer: peer.say(TURNED_AWAY[protocol]))
    visit = internet.network().visit(place)
    assert visit.outcome == "turned-away"
    assert visit.greeting == TURNED_AWAY[protocol]
    assert visit.after_tls is None


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("other", PROTOCOLS)
def test_wrong_protocol(internet, protocol, other):  # vS7
    if protocol == other:
        return
    visit = internet.network().visit(serve(internet, protocol, GOOD[other]))
    assert (visit.outcome, visit.note) == ("wrong-protocol", other)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("greeting", ["hello", "", "*", "* ", "* NO", "22", "220x", "+OKAY?", "\0\0\0"])
def test_nonsense(internet, hurried, protocol, greeting):
    place = serve(internet, protocol, lambda peer: (peer.say(greeting), peer.wait()))
    assert internet.network().visit(place).outcome in ("nonsense", "wrong-protocol", "closed", "timeout")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_greeting_is_cleaned(internet, protocol):  # vT9
    script = GOOD[protocol]

    def hostile(peer):
        say = peer.say

        def once(line, *rest):
            peer.say = say
            say(f"{WELCOME[protocol]} \x1b[2J\x07a\0b‮c" + "x" * 300)

        peer.say = once
        script(peer)

    visit = internet.network().visit(serve(internet, protocol, hostile))
    assert visit.greeting.startswith(f"{WELCOME[protocol]} [2Jabcxxx")
    assert len(visit.greeting) == 200


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_banner_of_a_megabyte(internet, stopwatch, protocol):  # vT9
    def script(peer):
        peer.raw(WELCOME[protocol].encode() + b" ")
        for _ in range(64):
            peer.raw(b"A" * 16384)
        peer.say("")
        peer.wait()

    with stopwatch:
        visit = internet.network().visit(serve(internet, protocol, script))
    assert (visit.outcome, visit.note) == ("nonsense", "too-much")
    assert len(visit.greeting) == 200
    assert stopwatch.seconds < 3


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_endless_lines(internet, stopwatch, protocol):
    line = {"imap": b"* OK still here\r\n", "pop3": b"X-MORE\r\n", "smtp": b"250-MORE\r\n"}[protocol]

    def script(peer):
        peer.say(WELCOME[protocol])
        peer.hear()
        peer.raw(b"+OK\r\n" if protocol == "pop3" else b"")
        while not peer.stopped.is_set():
            peer.raw(line * 500)

    with stopwatch:
        visit = internet.network().visit(serve(internet, protocol, script))
    assert (visit.outcome, visit.note) == ("nonsense", "too-much")
    assert stopwatch.seconds < 3


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_slow_drip(internet, hurried, stopwatch, protocol):  # vT12
    place = serve(internet, protocol, lambda peer: peer.drip(WELCOME[protocol].encode() + b"." * 500))
    with stopwatch:
        assert internet.network().visit(place).outcome == "timeout"
    assert stopwatch.seconds < 1


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_silent_after_the_greeting(internet, hurried, stopwatch, protocol):
    place = serve(internet, protocol, lambda peer: (peer.say(WELCOME[protocol]), peer.wait()))
    with stopwatch:
        visit = internet.network().visit(place)
    assert visit.outcome == "timeout"
    assert visit.greeting == WELCOME[protocol]
    assert stopwatch.seconds < 1


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_gone_after_the_greeting(internet, protocol):
    place = serve(internet, protocol, lambda peer: peer.say(WELCOME[protocol]))
    assert internet.network().visit(place).outcome == "closed"


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_thousand_capabilities(internet, protocol):  # vR1
    names = [f"X-CAN-{n:04}" for n in range(1000)]
    script = {"imap": imap_server("IMAP4rev1 " + " ".join(names)), "pop3": pop3_server(names),
              "smtp": smtp_server(names)}[protocol]
    visit = internet.network().visit(serve(internet, protocol, script))
    assert visit.outcome == "spoke"
    assert visit.note == "capabilities-cut"
    assert len(visit.after_tls) == 200
    assert set(visit.after_tls) <= {"IMAP4REV1", *names}


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_nobody_waits_for_goodbye(internet, stopwatch, protocol, security):
    own = server_context(HOST)
    script = {
        "imap": imap_server("IMAP4rev1 STARTTLS", starttls=own), "pop3": pop3_server(["STLS"], starttls=own),
        "smtp": smtp_server(["STARTTLS"], starttls=own)}[protocol]

    def rude(peer):
        hear = peer.hear

        def deaf_to_goodbye():
            line = hear()
            if line.upper().split()[-1] in ("LOGOUT", "QUIT"):
                peer.wait()
                raise EOFError
            return line

        peer.hear = deaf_to_goodbye
        script(peer)

    with stopwatch:
        assert internet.network().visit(serve(internet, protocol, rude, security)).outcome == "spoke"
    assert stopwatch.seconds < 2


REPLIES = st.one_of(
    st.binary(max_size=60),
    st.sampled_from([b"* CAPABILITY", b"* CAPABILITY \xff\xfe", b"* OK [CAPABILITY", b"* 5 EXISTS {9999999}",
                     b"+", b"* {3}", b"+OK\r\n..\r\n\r\n\xff\r\n.", b"250", b"250-\r\n250 \xff", b"-1",
                     b"99999 x", b"* CAPABILITY {5}\r\nIDLE ", b"A1 OK", b"* BYE", b"\0"]))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(PROTOCOLS), st.sampled_from(["starttls", "plain"]), st.lists(REPLIES, max_size=4))
def test_nothing_is_raised_for_what_a_server_says(internet, hurried, protocol, security, replies):
    def script(peer):
        peer.say(WELCOME[protocol])
        for reply in replies:
            tag = peer.hear().split(" ")[0].encode()
            done = tag + b" OK done\r\n" if protocol == "imap" else b""
            peer.raw(reply.replace(b"A1", tag) + b"\r\n" + done)

    place = serve(internet, protocol, script, security)
    assert internet.network().visit(place).endpoint == place
