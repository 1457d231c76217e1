"""Vectors vT: what goes wrong between us and a mail server, over real TLS, and what a person is told of it.

vT10 (dead IPv6) and vT12 (a tarpit against the hard deadline) need a real network: tests/real.
"""

import ssl
import time
import warnings

import pytest

from advisor.exits import Exit
from advisor.i18n import Speaker
from tests.servers import Internet, imap_server, pop3_server, server_context, smtp_server, stranger
from tests.vectors.looking import D, look

HOST = f"mail.{D}"
IMAP = imap_server("IMAP4rev1 AUTH=PLAIN")
SMTP = smtp_server(["AUTH PLAIN"])
IMAPS, IMAP143 = f"imap {HOST}:993 tls", f"imap {HOST}:143 starttls"


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


@pytest.fixture
def hurried(monkeypatch):
    """Each step of a visit may take a tenth of its time."""
    for module in ("visiting", "imap", "pop3", "submission"):
        monkeypatch.setattr(f"advisor.net.{module}.STEP_SECONDS", 0.3)


CERTIFICATES = {
    "certificate-expired": lambda: server_context(HOST, expired=True),
    "certificate-not-yet-valid": lambda: server_context(HOST, early=True),
    "certificate-wrong-name": lambda: server_context("other.test"),
    "certificate-untrusted": lambda: server_context(HOST, ca=stranger)}


@pytest.mark.parametrize("because", CERTIFICATES)
def test_vT1_a_bad_certificate_is_told_and_leaves_no_way_to_a_password(internet, because):
    bad = CERTIFICATES[because]()
    clear = imap_server("IMAP4rev1 STARTTLS", starttls=bad)
    listeners = [internet.mail(HOST, 993, IMAP, tls=bad), internet.mail(HOST, 465, SMTP, tls=bad),
                 internet.mail(HOST, 143, clear, tls=None)]
    found = look(internet.network())
    for where in (IMAPS, IMAP143, f"smtp {HOST}:465 tls"):
        assert found.verdict(where) == ("E-", "refused", because)
    assert [found.place(protocol) for protocol in ("imap", "pop3", "smtp")] == [None, None, None]
    assert found.exit is Exit.NO_SERVER
    # Not a word was said to the server behind the broken handshake.
    assert {line.split()[1] for listener in listeners for line in listener.heard} <= {"STARTTLS"}
    for language in ("en", "es"):
        assert Speaker(language).code("because", because) in found.page(language)


@pytest.mark.parametrize("language", ["en", "es"])
def test_vT1_the_four_messages_differ(language):
    assert len({Speaker(language).code("because", because) for because in CERTIFICATES}) == 4


HOSTER = "srv1.host.test"


def at_a_hoster(internet, *names, **certificate):
    """mail.d.test leads to a hoster's machine, which shows the hoster's certificate."""
    internet.zone[HOSTER, "A"] = [internet.address(HOST)]
    context = server_context(*names, **certificate)
    for port, script in ((993, IMAP), (465, SMTP)):
        internet.mail(HOST, port, script, tls=context)


def test_vT2_the_name_in_a_hosters_certificate_is_offered_and_visited(internet):
    at_a_hoster(internet, "*.host.test", HOSTER)
    found = look(internet.network())
    assert found.verdict(IMAPS) == ("E-", "refused", "certificate-wrong-name")
    one = found.candidate(f"imap {HOSTER}:993 tls")
    assert (one.identity, one.evidence, one.standing, one.because) == ("I1", "E2", "confirm", "derived")
    assert found.place("smtp") == f"{HOSTER}:465 tls"
    assert found.exit is Exit.UNCONFIRMED


@pytest.mark.parametrize(("names", "certificate"), [
    (("*.host.test",), {}),                             # which name that stands for nobody can know
    ((HOSTER,), {"ca": stranger}), ((HOSTER,), {"expired": True}),
    (("www.elsewhere.test",), {})])                     # another machine
def test_vT2_only_from_a_good_certificate_and_only_for_the_same_machine(internet, names, certificate):
    internet.mail("www.elsewhere.test", 993, IMAP)
    at_a_hoster(internet, *names, **certificate)
    found = look(internet.network())
    assert found.place("imap") is None
    assert found.hosts() == {HOST}


def old_tls():
    """A server that stopped at TLS 1.0."""
    context = server_context(HOST, "tls1.test")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)     # that it is too old is the point
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1
    return context


def test_vT3_a_server_of_yesterday_is_reported_and_not_offered(internet):
    internet.mail(HOST, 993, IMAP, tls=old_tls())
    internet.mail(HOST, 465, SMTP)
    found = look(internet.network())
    assert found.verdict(IMAPS) == ("E-", "refused", "tls-too-old")
    assert found.place("imap") is None
    assert "too old to protect a password" in found.page()
    assert "demasiado antiguo para proteger" in found.page("es")


def test_vT4_a_silent_server_is_refuted_in_time_and_the_others_are_not_held_up(internet, hurried):
    internet.mail(HOST, 993, lambda peer: peer.wait())
    internet.mail(HOST, 995, pop3_server(["USER", "UIDL", "TOP"]))
    internet.mail(HOST, 465, SMTP)
    internet.zone[f"_imaps._tcp.{D}", "SRV"] = [f"0 1 993 {HOST}."]
    internet.zone[f"_pop3s._tcp.{D}", "SRV"] = [f"0 1 995 {HOST}."]
    internet.zone[f"_submissions._tcp.{D}", "SRV"] = [f"0 1 465 {HOST}."]
    network = internet.network()
    network.resolve(D, "MX")        # the imports are not what is measured here
    began = time.monotonic()
    found = look(network)
    assert time.monotonic() - began < 2
    one = found.candidate(IMAPS)
    assert one.standing != "usable"
    assert (found.place("pop3"), found.place("smtp")) == (f"{HOST}:995 tls", f"{HOST}:465 tls")


def test_vT4_alone_it_gets_its_time_and_is_then_refuted(internet, hurried):
    internet.mail(HOST, 993, lambda peer: peer.wait())
    assert look(internet.network()).verdict(IMAPS) == ("E-", "refused", "silent")


def test_vT5_a_server_without_encryption_is_shown_and_never_used(internet):
    listener = internet.mail(HOST, 143, imap_server("IMAP4rev1 AUTH=PLAIN"), tls=None)
    found = look(internet.network())
    assert found.verdict(IMAP143) == ("E1", "refused", "plain-text")
    assert found.place("imap") is None
    assert Speaker("en").code("because", "plain-text") in found.page()
    assert "AUTHENTICATE" not in " ".join(listener.heard)


@pytest.mark.parametrize(("port", "endpoint", "script", "injected"), [
    (143, IMAP143, "imap", "IDLE"), (110, f"pop3 {HOST}:110 starttls", "pop3", "UIDL"),
    (587, f"smtp {HOST}:587 starttls", "smtp", "SIZE 999")])
def test_vT6_what_is_injected_before_tls_counts_for_nothing_and_is_told(
        internet, port, endpoint, script, injected):
    own = server_context(HOST)

    def said(peer):
        """An attacker on the line appends to the server's answer to STARTTLS."""
        if script == "imap":
            peer.say("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi")
            tag = peer.hear().split()[0]
            peer.raw(f"* CAPABILITY IMAP4rev1 {injected}\r\n{tag} OK go on\r\n"
                     f"* CAPABILITY IMAP4rev1 {injected}\r\n".encode())
            peer.secure(own)
            tag = peer.hear().split()[0]
            peer.say("* CAPABILITY IMAP4rev1 AUTH=PLAIN", f"{tag} OK done")
        elif script == "pop3":
            peer.say("+OK hi")
            peer.hear()
            peer.say("+OK", "STLS", ".")
            peer.hear()
            peer.raw(f"+OK go on\r\n+OK\r\n{injected}\r\n.\r\n".encode())
            peer.secure(own)
            peer.hear()
            peer.say("+OK", "USER", "TOP", ".")
        else:
            peer.say("220 hi")
            peer.hear()
            peer.say("250-hi", "250 STARTTLS")
            peer.hear()
            peer.raw(f"220 go on\r\n250-hi\r\n250 {injected}\r\n".encode())
            peer.secure(own)
            peer.hear()
            peer.say("250-hi", "250 AUTH PLAIN")
        peer.wait()

    internet.mail(HOST, port, said, tls=None)
    found = look(internet.network())
    visit = found.visit(endpoint)
    assert visit.outcome == "spoke"
    assert injected not in visit.after_tls
    fact = {"imap": "imap-idle", "pop3": "pop3-uidl", "smtp": "smtp-size"}[script]
    assert found.candidate(endpoint).fact(fact).answer != "yes"
    assert "injected-before-tls" in found.notes
    assert "slipped in words before the encryption" in found.page()


def test_vT7_a_server_that_knows_us_already_is_refused(internet):
    internet.mail(HOST, 143, imap_server(
        "IMAP4rev1 STARTTLS", greeting="* PREAUTH [CAPABILITY IMAP4rev1] welcome back",
        starttls=server_context(HOST)), tls=None)
    assert look(internet.network()).verdict(IMAP143) == ("E-", "refused", "preauth")


@pytest.mark.parametrize(("port", "where", "greeting"), [
    (993, IMAPS, "* BYE too \x1b[31mmany"), (995, f"pop3 {HOST}:995 tls", "-ERR [SYS/TEMP] \x1b[31mlater"),
    (465, f"smtp {HOST}:465 tls", "554 go \x1b[31maway")])
def test_vT8_a_server_that_turns_us_away_is_out_and_its_words_are_clean(internet, port, where, greeting):
    internet.mail(HOST, port, lambda peer: peer.say(greeting))
    found = look(internet.network())
    assert found.verdict(where) == ("E-", "refused", "turned-away")
    assert found.visit(where).greeting == greeting.replace("\x1b", "")
    for language in ("en", "es"):
        assert f"“{greeting}”".replace("\x1b", "") in found.page(language)
    assert "\x1b" not in found.page() + str(found.document)


@pytest.mark.parametrize("noise", [b"\x1b[2J\x1b]0;owned\x07", b"\0\0\x08\x7f", "‮‎".encode()])
def test_vT9_control_characters_never_leave_the_visit(internet, noise):
    def script(peer):
        peer.raw(b"* OK [CAPABILITY IMAP4rev1 X-" + noise + b"Y] hello " + noise + b"world\r\n")
        peer.wait()

    internet.mail(HOST, 993, script)
    found = look(internet.network())
    visit = found.visit(IMAPS)
    told = " ".join([visit.greeting, *(visit.after_tls or ()), found.page(), str(found.document)])
    assert "hello" in visit.greeting
    assert not [letter for letter in told if ord(letter) < 32 or 0x7f <= ord(letter) < 0xa0
                or letter in "‮‎"]


def test_vT9_a_banner_of_a_megabyte_is_cut(internet):
    def script(peer):
        peer.raw(b"* OK ")
        for _ in range(64):
            peer.raw(b"A" * 16384)
        peer.say("")
        peer.wait()

    internet.mail(HOST, 993, script)
    began = time.monotonic()
    found = look(internet.network())
    assert found.verdict(IMAPS)[:2] == ("E-", "refused")
    assert len(found.visit(IMAPS).greeting) <= 200
    assert time.monotonic() - began < 3


def test_vT11_of_twenty_five_addresses_three_are_tried(internet):
    internet.zone[HOST, "A"] = [f"93.184.217.{n}" for n in range(1, 26)]
    tried = []

    def dial(address, port, seconds):
        tried.append((address, port))
        raise ConnectionRefusedError

    assert look(internet.network(dial=dial)).verdict(IMAPS) == ("E-", "refused", "refused")
    assert len({address for address, port in tried if port == 993}) == 3
    assert len([address for address, port in tried if port == 993]) == 3
