"""What is particular about visits to submission servers."""

import socket

from advisor.model.endpoint import Endpoint
from tests.servers import server_context, smtp_server

HOST = "smtp.d.example"
TLS = Endpoint("smtp", HOST, 465, "tls")
STARTTLS = Endpoint("smtp", HOST, 587, "starttls")
PLAIN = Endpoint("smtp", HOST, 587, "plain")


def test_ehlo_tells_nothing_about_us(internet, monkeypatch):
    monkeypatch.setattr(socket, "getfqdn", lambda *_: "pc-of-ana.office.example")   # what smtplib would say
    server = internet.mail(HOST, 465, smtp_server(["SIZE 1000", "AUTH PLAIN LOGIN"]))
    visit = internet.network().visit(TLS)
    assert (visit.outcome, visit.after_tls) == ("spoke", ("SIZE 1000", "AUTH PLAIN LOGIN"))
    assert server.heard[0].lower() == "ehlo [127.0.0.1]"


def test_starttls_keeps_the_two_lists_apart(internet):
    server = internet.mail(HOST, 587, smtp_server(
        ["STARTTLS"], starttls=server_context(HOST), after=["AUTH PLAIN"]), tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.before_tls, visit.after_tls) == ("spoke", ("STARTTLS",), ("AUTH PLAIN",))
    assert [line.lower() for line in server.heard[:3]] == [
        "ehlo [127.0.0.1]", "starttls", "ehlo [127.0.0.1]"]


def test_no_starttls(internet):
    internet.mail(HOST, 587, smtp_server(["AUTH PLAIN"]), tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.before_tls, visit.after_tls) == ("no-starttls", ("AUTH PLAIN",), None)


def test_starttls_refused(internet):
    internet.mail(HOST, 587, smtp_server(["STARTTLS"]), tls=None)
    assert internet.network().visit(STARTTLS).outcome == "starttls-refused"


def test_plain(internet):
    internet.mail(HOST, 587, smtp_server(["AUTH PLAIN"]), tls=None)
    visit = internet.network().visit(PLAIN)
    assert (visit.outcome, visit.before_tls, visit.after_tls) == ("spoke", ("AUTH PLAIN",), None)


def test_a_greeting_of_many_lines(internet):
    def script(peer):
        peer.say("220-first", "220-second", "220 third")
        peer.hear()
        peer.say("250-hello", "250 SIZE 5")
        peer.wait()

    internet.mail(HOST, 465, script)
    visit = internet.network().visit(TLS)
    assert (visit.outcome, visit.greeting, visit.after_tls) == ("spoke", "220-first", ("SIZE 5",))


def test_ehlo_refused(internet):
    internet.mail(HOST, 465, lambda peer: (peer.say("220 hi"), peer.hear(), peer.say("502 no"), peer.wait()))
    visit = internet.network().visit(TLS)
    assert (visit.outcome, visit.note) == ("nonsense", "ehlo-refused")


def test_injection_behind_starttls_ok(internet):  # vT6
    def script(peer):
        peer.say("220 hi")
        peer.hear()
        peer.say("250-hello", "250 STARTTLS")
        peer.hear()
        peer.raw(b"220 go on\r\n250-hello\r\n250 EVIL\r\n")
        peer.secure(server_context(HOST))
        peer.hear()
        peer.say("250-hello", "250 SIZE 5")
        peer.wait()

    internet.mail(HOST, 587, script, tls=None)
    visit = internet.network().visit(STARTTLS)
    assert (visit.outcome, visit.note) in (
        ("spoke", "injected-before-tls"), ("tls-failed", "wrong-version-number"))
    assert "EVIL" not in (visit.after_tls or ())
