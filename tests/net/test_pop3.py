"""What is particular about visits to POP3 servers."""

from advisor.model.endpoint import Endpoint
from tests.servers import pop3_server, server_context

HOST = "pop.d.example"
TLS = Endpoint("pop3", HOST, 995, "tls")
STARTTLS = Endpoint("pop3", HOST, 110, "starttls")
PLAIN = Endpoint("pop3", HOST, 110, "plain")


def test_capa(internet):
    internet.mail(HOST, 995, pop3_server(["UIDL", "Expire 30 user", "SASL PLAIN LOGIN", "", "X-\xff"]))
    visit = internet.network().visit(TLS)
    assert visit.outcome == "spoke"
    assert visit.after_tls[:3] == ("UIDL", "EXPIRE 30 USER", "SASL PLAIN LOGIN")


def test_capa_refused(internet):  # vK4
    internet.mail(HOST, 995, pop3_server(None))
    visit = internet.network().visit(TLS)
    assert (visit.outcome, visit.after_tls, visit.note) == ("spoke", (), "capa-refused")


def test_stls_keeps_the_two_lists_apart(internet):
    internet.mail(HOST, 110, pop3_server(["STLS"], starttls=server_context(HOST), after=["UIDL"]), tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.before_tls, visit.after_tls) == ("spoke", ("STLS",), ("UIDL",))
    assert visit.tls.names == (HOST,)


def test_stls_without_capa(internet):
    internet.mail(HOST, 110, pop3_server(None, starttls=server_context(HOST)), tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.after_tls, visit.note) == ("spoke", (), "capa-refused")
    assert visit.tls is not None


def test_no_stls(internet):
    internet.mail(HOST, 110, pop3_server(["UIDL"]), tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.before_tls) == ("no-starttls", ("UIDL",))


def test_stls_refused(internet):
    internet.mail(HOST, 110, pop3_server(["STLS"]), tls=None)
    assert internet.network().visit(STARTTLS).outcome == "starttls-refused"


def test_plain(internet):
    internet.mail(HOST, 110, pop3_server(["UIDL"]), tls=None)
    visit = internet.network().visit(PLAIN)
    assert (visit.outcome, visit.before_tls, visit.after_tls) == ("spoke", ("UIDL",), None)


def test_injection_behind_stls_ok(internet):  # vT6
    def script(peer):
        peer.say("+OK hi")
        peer.hear()
        peer.say("+OK", "STLS", ".")
        peer.hear()
        peer.raw(b"+OK go on\r\n+OK\r\nEVIL\r\n.\r\n")
        peer.secure(server_context(HOST))
        peer.hear()
        peer.say("+OK", "UIDL", ".")
        peer.wait()

    internet.mail(HOST, 110, script, tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.note) in (
        ("spoke", "injected-before-tls"), ("tls-failed", "wrong-version-number"))
    assert "EVIL" not in (visit.after_tls or ())
