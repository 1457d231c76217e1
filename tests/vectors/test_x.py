"""Vectors vX: what an autoconfig document may hold, from the odd to the hostile."""

import time
import tracemalloc

import pytest

from advisor import autoconfig
from advisor.address import parse
from advisor.exits import Exit
from tests.vectors.looking import AUTOCONFIG, D, look
from tests.world import World, document, server

A1 = AUTOCONFIG.format(D)
ANA = parse(f"ana@{D}", lan=True)
SMTP = server("outgoing", "smtp", f"smtp.{D}", 465, "SSL")
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def world(body, **mail):
    return World({}, {A1: body}, mail.pop("mail", {f"imap.{D}:993": None, f"smtp.{D}:465": None}))


def read(*sections):
    """What a document with these sections claims: (`imap host:port mode`, login name, auth); the notes."""
    config = autoconfig.read(document(*sections, domain=D))
    claims, notes = autoconfig.claims(config, ANA, "autoconfig", A1, "I3")
    return [(str(claim.endpoint), claim.username, claim.auth) for claim in claims], notes


@pytest.mark.parametrize("body", [
    b'<!DOCTYPE x [<!ENTITY a "b">]><clientConfig>&a;</clientConfig>',
    f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><clientConfig>&l9;</clientConfig>'.encode(),
    b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><clientConfig>&a;</clientConfig>',
    b"<a>" * 100_000], ids=["entity", "laughs", "external", "nesting"])
def test_vX1_bombs_are_rejected_at_once_and_in_little_memory(body):
    tracemalloc.start()
    began = time.monotonic()
    try:
        with pytest.raises(autoconfig.NotAutoconfig) as caught:
            autoconfig.read(body)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.code in ("doctype", "too-deep")
    assert time.monotonic() - began < 0.5
    assert peak < 2_000_000


def test_vX2_unknown_elements_and_versions_are_accepted():
    body = document(domain=D).replace(b'version="1.1"', b'version="1.2"').replace(
        b"<emailProvider", b"<webMail><loginPage/></webMail><emailProvider").replace(
        b"</hostname>", b"</hostname><novelty deep='1'><x/></novelty>")
    assert len(autoconfig.claims(autoconfig.read(body), ANA, "autoconfig", A1, "I3")[0]) == 3
    assert look(world(body)).place("imap") == f"imap.{D}:993 tls"


def test_vX3_a_server_without_a_port_is_dropped_alone():
    claims, notes = read(server("incoming", "imap", f"imap.{D}", "", "SSL"),
                         server("incoming", "pop3", f"pop.{D}", 995, "SSL"), SMTP)
    assert [where for where, _, _ in claims] == [f"pop3 pop.{D}:995 tls", f"smtp smtp.{D}:465 tls"]
    assert notes == ("bad-port",)


@pytest.mark.parametrize("socket", ["%server/imap/socket/%", "xxx", ""])
@pytest.mark.parametrize(("port", "mode"), [(993, "tls"), (143, "starttls"), (1143, "tls")])
def test_vX4_an_unknown_socket_type_goes_by_the_port_and_is_never_plain(socket, port, mode):
    claims, _ = read(server("incoming", "imap", f"imap.{D}", port, socket), SMTP)
    assert claims[0][0] == f"imap imap.{D}:{port} {mode}"


PLAIN = document(server("incoming", "imap", f"imap.{D}", 143, "plain"),
                 server("outgoing", "smtp", f"smtp.{D}", 587, "plain"))


def test_vX5_plain_text_is_shown_with_a_warning_and_never_used():
    made = world(PLAIN, mail={f"imap.{D}:143": "no-starttls", f"smtp.{D}:587": "no-starttls"})
    found = look(made)
    assert found.verdict(f"imap imap.{D}:143 plain") == ("E1", "refused", "plain-text")
    assert f"imap.{D}:993" in made.asked            # the encrypted port was tried
    assert found.picture.best("imap") is None
    assert found.exit is Exit.NO_SERVER
    assert "anybody on the way could read the password" in found.page()


def test_vX5_the_encrypted_port_of_the_same_host_is_used_where_it_works():
    found = look(world(PLAIN))
    assert (found.place("imap"), found.place("smtp")) == (f"imap.{D}:993 tls", f"smtp.{D}:465 tls")
    assert found.verdict(f"imap imap.{D}:143 plain")[1] == "refused"


def test_vX6_a_malformed_place_makes_the_server_invalid():
    claims, notes = read(server("incoming", "imap", f"imap.{D}", 993, "SSL", username="%EMAILADDRESS"), SMTP)
    assert [where for where, _, _ in claims] == [f"smtp smtp.{D}:465 tls"]
    assert notes == ("bad-username",)


def test_vX7_the_domain_is_filled_into_a_host_name():
    claims, _ = read(server("incoming", "imap", "mail.%EMAILDOMAIN%", 993, "SSL"),
                     server("outgoing", "smtp", "%EMAILDOMAIN%", 465, "SSL"))
    assert [where for where, _, _ in claims] == [f"imap mail.{D}:993 tls", f"smtp {D}:465 tls"]


def test_vX8_a_password_in_the_file_is_ignored_and_warned_about():
    body = document(domain=D).replace(b"</username>", b"</username><password>hunter2</password>")
    found = look(world(body))
    assert found.place("imap") == f"imap.{D}:993 tls"
    assert found.run("autoconfig").note == "password-in-file"
    for page, word in ((found.page(), "should not be published"),
                       (found.page("es"), "no debería publicarse")):
        assert word in page
        assert "hunter2" not in page
    assert "hunter2" not in str(found.document)
    assert "hunter2" not in repr(found.evidence.claims)


@pytest.mark.parametrize(("host", "port"), [
    (f"imap.{D}", "99999"), (f"imap.{D}\nevil", 993), (f'imap.{D}"', 993), (f"imap.{D};rm", 993),
    (f"imap.{D}'", 993), ("$(id)", 993), ("imap d.test", 993), ("192.0.2.1", 993), (f"imap.{D}", "-1"),
    (f"imap.{D}", "²")])
def test_vX9_impossible_hosts_and_ports_reach_nobody(host, port):
    claims, notes = read(server("incoming", "imap", host.replace('"', "&quot;"), port, "SSL"), SMTP)
    assert [where for where, _, _ in claims] == [f"smtp smtp.{D}:465 tls"]
    assert notes[0] in ("bad-host", "bad-port")
    found = look(world(document(server("incoming", "imap", host.replace('"', "&quot;"), port, "SSL"), SMTP)))
    assert {one.endpoint.host for one in found.picture.candidates} <= {f"smtp.{D}", f"imap.{D}"}


def test_vX10_oauth2_of_an_unknown_issuer_is_listed_and_no_password_offered():
    body = document(server("incoming", "imap", f"imap.{D}", 993, "SSL", auth="OAuth2"),
                    server("outgoing", "smtp", f"smtp.{D}", 465, "SSL", auth="OAuth2")).replace(
        b"</clientConfig>", b"<oAuth2><issuer>login.unknown.test</issuer><scope>mail</scope></oAuth2>"
                            b"</clientConfig>")
    found = look(world(body, mail={f"imap.{D}:993": ("IMAP4REV1", "AUTH=XOAUTH2", "AUTH=PLAIN"),
                                   f"smtp.{D}:465": ("AUTH PLAIN XOAUTH2",)}))
    assert found.candidate(f"imap imap.{D}:993 tls").auth == ("oauth2",)
    assert "Log in with: sign-in in the browser (OAuth2)" in found.page()
    assert "only with OAuth2, through login.unknown.test" in found.page()


def test_vX11_different_login_names_for_receiving_and_sending_are_both_kept():
    found = look(world(document(
        server("incoming", "imap", f"imap.{D}", 993, "SSL", username="%EMAILLOCALPART%"),
        server("outgoing", "smtp", f"smtp.{D}", 465, "SSL"))))
    assert (found.picture.best("imap").username, found.picture.best("smtp").username) == ("ana", f"ana@{D}")
    assert "Login name: ana " in found.page()
    assert f"Login name: ana@{D}" in found.page()


def test_vX12_pop3_named_first_is_noted_and_imap_is_not_lost():
    body = document(server("incoming", "pop3", f"pop.{D}", 995, "SSL"),
                    server("incoming", "imap", f"imap.{D}", 993, "SSL"),
                    server("incoming", "imap", f"imap.{D}", 143, "STARTTLS"), SMTP)
    found = look(world(body, mail={f"pop.{D}:995": None, f"imap.{D}:993": None, f"imap.{D}:143": None,
                                   f"smtp.{D}:465": None}))
    assert [claim.endpoint.protocol for claim in found.evidence.claims if claim.source == "autoconfig"] == [
        "pop3", "imap", "imap", "smtp"]
    assert (found.place("pop3"), found.place("imap")) == (f"pop.{D}:995 tls", f"imap.{D}:993 tls")
    assert found.run("autoconfig").note == "pop3-first"
    assert "names POP3 first" in found.page()


def only_pop3(**mail):
    made = world(document(server("incoming", "pop3", f"pop.{D}", 995, "SSL"), SMTP),
                 mail={f"pop.{D}:995": None, f"smtp.{D}:465": None, **mail})
    made.dns = {f"A imap.{D}": ["192.0.2.20"]}
    return made


def test_vX13_a_file_with_pop3_only_does_not_hide_imap():
    found = look(only_pop3(**{f"imap.{D}:993": None}))
    assert (found.place("pop3"), found.place("imap")) == (f"pop.{D}:995 tls", f"imap.{D}:993 tls")
    without = only_pop3()
    found = look(without)
    assert f"imap.{D}:993" in without.asked         # tried before anybody says that there is no IMAP
    assert (found.place("pop3"), found.place("imap")) == (f"pop.{D}:995 tls", None)


def test_what_the_provider_recommends_and_wants_read_reaches_the_person_as_text():
    pop3 = server("incoming", "pop3", f"pop.{D}", 995, "SSL").replace(
        "</incomingServer>", "<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer>"
        "<daysToLeaveMessagesOnServer>14</daysToLeaveMessagesOnServer><checkInterval minutes='15'/></pop3>"
        "</incomingServer>")
    body = document(pop3, SMTP).replace(b"</emailProvider>", (
        '<documentation url="https://help.d.test/mail"><descr lang="en">How \x85to</descr>'
        '<descr lang="es">Cómo</descr></documentation>'
        '<documentation url="javascript:alert(1)"><descr>No</descr></documentation>'
        '<enable visiturl="https://web.d.test/"><instruction>Switch on POP3</instruction></enable>'
        "</emailProvider>").encode())
    found = look(world(body, mail={f"pop.{D}:995": None, f"smtp.{D}:465": None}))
    assert "The provider recommends: leave mail on the server; remove it there after 14 days; check every " \
        "15 minutes" in found.page()
    assert "How to: https://help.d.test/mail" in found.page()
    assert "Cómo: https://help.d.test/mail" in found.page("es")
    assert "Switch on POP3: https://web.d.test/" in found.page()
    assert "javascript" not in found.page()
    told = next(run["pages"] for run in found.document["sources"] if run["id"] == "autoconfig")
    assert {"kind": "enable", "url": "https://web.d.test/", "says": "Switch on POP3", "lang": ""} in told
