"""What is particular about visits to IMAP servers."""

from advisor.model.endpoint import Endpoint
from tests.servers import imap_server, server_context

HOST = "imap.d.example"
TLS = Endpoint("imap", HOST, 993, "tls")
STARTTLS = Endpoint("imap", HOST, 143, "starttls")
PLAIN = Endpoint("imap", HOST, 143, "plain")


def test_capabilities_in_the_greeting_save_a_round_trip(internet):  # vK1
    server = internet.mail(HOST, 993, imap_server("IMAP4rev1 IDLE"))
    visit = internet.network().visit(TLS)
    assert visit.after_tls == ("IMAP4REV1", "IDLE")
    internet.__exit__()
    assert [line.split()[1] for line in server.heard] == ["LOGOUT"]


def test_a_short_greeting_is_not_all_that_a_server_can(internet):
    """Cyrus names in its greeting only what is of use before a login, and everything when it is asked."""
    short = "* OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE AUTH=PLAIN SASL-IR] d.example Cyrus IMAP ready"
    internet.mail(HOST, 993, imap_server("IMAP4rev1 ID ENABLE AUTH=PLAIN SASL-IR IDLE QUOTA", greeting=short))
    visit = internet.network().visit(TLS)
    assert visit.after_tls == ("IMAP4REV1", "ID", "ENABLE", "AUTH=PLAIN", "SASL-IR", "IDLE", "QUOTA")


def test_capabilities_are_asked_for_otherwise(internet):
    server = internet.mail(HOST, 993, imap_server("IMAP4rev1 IDLE", greeting="* OK hi"))
    assert internet.network().visit(TLS).after_tls == ("IMAP4REV1", "IDLE")
    assert next(line.split()[1] for line in server.heard) == "CAPABILITY"


def test_a_server_of_rev2_only(internet):
    internet.mail(HOST, 993, imap_server("IMAP4rev2 AUTH=PLAIN"))
    visit = internet.network().visit(TLS)
    assert (visit.outcome, visit.after_tls) == ("spoke", ("IMAP4REV2", "AUTH=PLAIN"))


def test_starttls_keeps_the_two_lists_apart(internet):
    server = internet.mail(HOST, 143, imap_server(
        "IMAP4rev1 STARTTLS LOGINDISABLED", starttls=server_context(HOST),
        after="IMAP4rev1 AUTH=PLAIN"), tls=None)
    visit = internet.network().visit(STARTTLS)
    assert visit.outcome == "spoke"
    assert visit.before_tls == ("IMAP4REV1", "STARTTLS", "LOGINDISABLED")
    assert visit.after_tls == ("IMAP4REV1", "AUTH=PLAIN")
    assert visit.tls.names == (HOST,)
    assert [line.split()[1] for line in server.heard][:2] == ["STARTTLS", "CAPABILITY"]


def test_plain(internet):
    internet.mail(HOST, 143, imap_server("IMAP4rev1 AUTH=PLAIN"), tls=None)
    visit = internet.network().visit(PLAIN)
    assert (visit.outcome, visit.tls, visit.after_tls) == ("spoke", None, None)
    assert visit.before_tls == ("IMAP4REV1", "AUTH=PLAIN")


def test_no_starttls(internet):  # vT5
    internet.mail(HOST, 143, imap_server("IMAP4rev1"), tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.before_tls, visit.after_tls) == ("no-starttls", ("IMAP4REV1",), None)


def test_starttls_refused(internet):
    internet.mail(HOST, 143, imap_server("IMAP4rev1 STARTTLS"), tls=None)
    assert internet.network().visit(STARTTLS).outcome == "starttls-refused"


def injecting(before, after=b""):
    """A server (or somebody on the line) that says more around the OK to STARTTLS than it should."""
    def script(peer):
        peer.say("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi")
        tag = peer.hear().split()[0].encode()
        peer.raw(before + tag + b" OK go on\r\n" + after)
        peer.secure(server_context(HOST))
        while True:
            tag, command = peer.hear().split()
            if command == "CAPABILITY":
                peer.say("* CAPABILITY IMAP4rev1 AUTH=PLAIN", f"{tag} OK done")
    return script


def test_injection_before_starttls_ok(internet):  # vT6
    evil = b'* CAPABILITY IMAP4rev1 EVIL\r\n* ID ("name" "EVIL")\r\n'
    internet.mail(HOST, 143, injecting(evil), tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.note) == ("spoke", "injected-before-tls")
    assert visit.after_tls == ("IMAP4REV1", "AUTH=PLAIN")
    assert "EVIL" not in (visit.before_tls or ())


def test_injection_behind_starttls_ok(internet):
    internet.mail(HOST, 143, injecting(b"", b"* CAPABILITY IMAP4rev1 EVIL\r\n"), tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.note) in (
        ("spoke", "injected-before-tls"), ("tls-failed", "wrong-version-number"))
    assert "EVIL" not in (visit.after_tls or ())


def test_preauth_in_clear(internet):  # vT7
    internet.mail(HOST, 143, imap_server("IMAP4rev1", greeting="* PREAUTH come in"), tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.after_tls) == ("preauth", None)


def test_bye_instead_of_capabilities(internet):
    internet.mail(HOST, 993, lambda peer: (
        peer.say("* OK hi"), peer.hear(), peer.say("* BYE busy"), peer.wait()))
    assert internet.network().visit(TLS).outcome == "turned-away"
