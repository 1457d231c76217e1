"""Situations that no list had: the rules decide, not the list. All against real sockets on loopback."""

import time
import tracemalloc

import dns.rrset
import pytest

from tests.servers import imap_server, server_context
from tests.vectors import looking
from tests.vectors.looking import IMAP, SCRIPTS, SMTP, D, look, serve
from tests.world import document, server

HOST, PATH = f"autoconfig.{D}", "/mail/config-v1.1.xml"


def here(*where):
    """`mail:993` at the domain of the tests."""
    return [one.replace(":", f".{D}:") for one in where]


def publish(internet, **services):
    """Targets as `mail@` for a host of the domain."""
    looking.publish(internet, **{service: [record.replace("@", f".{D}.") for record in records]
                                 for service, records in services.items()})


def test_of_several_srv_targets_the_first_that_works_is_proposed(internet):
    """Two of the same priority, of which the heavier is dead, and one of a worse priority."""
    publish(internet, imaps=["0 90 993 dead@", "0 10 993 alive@", "5 1 993 spare@"],
            submissions=["0 1 465 alive@"])
    serve(internet, *here("alive:993", "spare:993", "alive:465"))
    internet.address(f"dead.{D}")
    found = look(internet.network())
    assert found.place("imap") == f"alive.{D}:993 tls"
    assert found.verdict(f"imap dead.{D}:993 tls")[:2] == ("E-", "refused")
    assert f"spare.{D}" in found.hosts()


def test_a_target_that_never_answers_does_not_hold_up_the_others(internet):
    publish(internet, imaps=["0 1 993 hole@", "1 1 993 alive@"], submissions=["0 1 465 alive@"])
    serve(internet, *here("alive:993", "alive:465"))
    for port in (993, 143):
        internet.black_hole(internet.address(f"hole.{D}"), port)
    found = look(internet.network())
    assert found.place("imap") == f"alive.{D}:993 tls"
    assert found.evidence.network_ms < 2000     # and not the two seconds of a connection and more


def test_implicit_tls_behind_a_firewall_that_drops_does_not_hide_starttls(internet):
    context = server_context(f"mail.{D}")
    internet.black_hole(internet.address(f"mail.{D}"), 993)
    internet.mail(f"mail.{D}", 143, imap_server("IMAP4rev1 STARTTLS", starttls=context,
                                                after="IMAP4rev1 AUTH=PLAIN"), tls=None)
    serve(internet, *here("mail:465"))
    found = look(internet.network())
    assert found.place("imap") == f"mail.{D}:143 starttls"
    assert found.evidence.network_ms < 2000


def test_pop3_with_implicit_tls_beside_imap_with_starttls(internet):
    context = server_context(f"mail.{D}")
    internet.mail(f"mail.{D}", 143, imap_server("IMAP4rev1 STARTTLS LOGINDISABLED", starttls=context,
                                                after="IMAP4rev1 AUTH=PLAIN"), tls=None)
    serve(internet, *here("mail:995", "mail:465"))
    found = look(internet.network())
    assert (found.place("imap"), found.place("pop3"), found.place("smtp")) == (
        f"mail.{D}:143 starttls", f"mail.{D}:995 tls", f"mail.{D}:465 tls")


@pytest.mark.parametrize(("page", "note"), [
    ((302, {"Location": f"http://{HOST}{PATH}"}, b""), "redirect-to-http"),
    ((302, {"Location": f"https://{HOST}{PATH}"}, b""), "redirect-loop"),
    (b"<clientConfig>" + b" " * 10_000_000 + b"</clientConfig>", "body-too-large")])
def test_a_document_that_cannot_be_had_leaves_the_result_provisional(internet, page, note):
    internet.web(HOST, {PATH: page})
    publish(internet, imaps=["0 1 993 mail@"], submissions=["0 1 465 mail@"])
    serve(internet, *here("mail:993", "mail:465"))
    tracemalloc.start()
    try:
        found = look(internet.network())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (found.run("autoconfig").status, found.run("autoconfig").note) == ("failed", note)
    assert found.place("imap") == f"mail.{D}:993 tls"
    assert "provisional" in found.notes
    assert peak < 40_000_000                    # ten of them are the test's own page and its copies


def test_several_incoming_servers_in_odd_order(internet):
    """POP3 first, then an IMAP server that is gone, then the same host twice, the weaker way first."""
    internet.web(HOST, {PATH: document(
        server("incoming", "pop3", f"pop.{D}", 995, "SSL"),
        server("outgoing", "smtp", f"out.{D}", 465, "SSL"),
        server("incoming", "imap", f"old.{D}", 993, "SSL"),
        server("incoming", "imap", f"mail.{D}", 143, "STARTTLS"),
        server("incoming", "imap", f"mail.{D}", 993, "SSL", username="%EMAILLOCALPART%"), domain=D)})
    context = server_context(f"mail.{D}")
    internet.mail(f"mail.{D}", 143, imap_server("IMAP4rev1 STARTTLS", starttls=context,
                                                after="IMAP4rev1 AUTH=PLAIN"), tls=None)
    serve(internet, *here("mail:993", "pop:995", "out:465"))
    found = look(internet.network())
    assert (found.place("imap"), found.place("pop3"), found.place("smtp")) == (
        f"mail.{D}:993 tls", f"pop.{D}:995 tls", f"out.{D}:465 tls")
    assert found.candidate(f"imap mail.{D}:993 tls").username == "ana"
    assert "old" in " ".join(found.hosts())     # and it is said that it is gone


@pytest.mark.parametrize("host", ["%EMAILLOCALPART%.in.d.test", "%EMAILADDRESS%.d.test"])
def test_a_host_made_from_the_persons_name_is_not_asked_for(internet, host):
    """DNS and TLS would tell the name to the resolver and to everybody on the way (C.9-10)."""
    internet.zone[f"ana.in.{D}", "A"] = ["93.184.216.99"]
    internet.web(HOST, {PATH: document(server("incoming", "imap", host, 993, "SSL"), domain=D)})
    found = look(internet.network())
    assert found.run("autoconfig").note == "bad-host"
    assert not [name for name, _ in internet.nameserver.asked if "ana" in name]


def test_a_domain_with_letters_beyond_ascii(internet):
    domain = "xn--correo-and-l9ar.test"
    internet.zone[f"_imaps._tcp.{domain}", "SRV"] = [f"0 1 993 imap.{domain}."]
    internet.mail(f"imap.{domain}", 993, IMAP)
    internet.mail(f"smtp.{domain}", 465, SMTP)
    found = look(internet.network(), f"ana@{domain}")
    assert (found.place("imap"), found.place("smtp")) == (f"imap.{domain}:993 tls", f"smtp.{domain}:465 tls")
    assert found.candidate(f"imap imap.{domain}:993 tls").username == f"ana@{domain}"
    assert {name for name, _ in internet.nameserver.asked if not name.isascii()} == set()


def test_an_mx_that_is_an_alias_is_no_obstacle(internet):
    """RFC 2181 section 10.3 forbids it, and many do it."""
    def alias(response):
        for owner, kind, data in ((f"mx.{D}.", "CNAME", "mx1.hoster.test."),
                                  ("mx1.hoster.test.", "A", "93.184.216.77")):
            response.answer.append(dns.rrset.from_text(owner, 60, "IN", kind, data))
        return response.to_wire()

    internet.zone[D, "MX"] = [f"10 mx.{D}."]
    internet.zone[f"mx.{D}", "A"] = alias
    for port, script in SCRIPTS.items():
        internet.mail(f"mx.{D}", port, script, address="93.184.216.77")
    found = look(internet.network())
    assert found.place("imap") == f"mx.{D}:993 tls"
    assert found.candidate(f"imap mx.{D}:993 tls").identity == "I3"


def test_a_domain_that_takes_no_mail_may_still_have_mailboxes(internet):
    internet.zone[D, "MX"] = ["0 ."]
    publish(internet, imaps=["0 1 993 mail@"], submissions=["0 1 465 mail@"])
    serve(internet, *here("mail:993", "mail:465"))
    found = look(internet.network())
    assert found.place("imap") == f"mail.{D}:993 tls"
    assert "null-mx" in found.notes


@pytest.mark.parametrize("dead", ["hole", "refused"])
def test_a_dead_ipv6_address_costs_little(internet, dead):
    internet.zone[f"mail.{D}", "AAAA"] = ["2606:4700::99"]
    if dead == "hole":
        for port in (993, 465):
            internet.black_hole("2606:4700::99", port)
    publish(internet, imaps=["0 1 993 mail@"], submissions=["0 1 465 mail@"])
    serve(internet, *here("mail:993", "mail:465"))
    began = time.monotonic()
    found = look(internet.network())
    assert found.visit(f"imap mail.{D}:993 tls").address == internet.address(f"mail.{D}")
    assert time.monotonic() - began < 1.5       # a quarter of a second, and not the two of a connection


def test_answers_too_long_for_a_datagram(internet):
    internet.nameserver.truncate = True
    publish(internet, imaps=[f"{10 + number} 1 993 m{number}@" for number in range(30)],
            submissions=["0 1 465 m0@"])
    serve(internet, *here("m0:993", "m0:465"))
    found = look(internet.network())
    assert (found.place("imap"), found.place("smtp")) == (f"m0.{D}:993 tls", f"m0.{D}:465 tls")


def test_a_name_server_that_fails_for_one_question_spoils_only_that(internet):
    internet.zone[D, "MX"] = internet.zone[D, "TXT"] = "SERVFAIL"
    internet.web(HOST, {PATH: document(domain=D)})
    serve(internet, *here("imap:993", "pop:995", "smtp:465"))
    found = look(internet.network())
    assert found.place("imap") == f"imap.{D}:993 tls"
    assert {found.run(source).status for source in ("mx", "txt-mailconf")} == {"failed"}
    assert "provisional" not in found.notes     # whoever failed knows no better than the domain's own file


def unusual(port, security="SSL"):
    return document(server("incoming", "imap", f"mail.{D}", port, security), domain=D)


def test_a_document_may_name_an_unusual_port(internet):
    internet.web(HOST, {PATH: unusual(10993)})
    internet.mail(f"mail.{D}", 10993, IMAP)
    found = look(internet.network())
    assert found.verdict(f"imap mail.{D}:10993 tls") == ("E2", "usable", "verified")


@pytest.mark.parametrize("port", [22, 6667, 853])
def test_but_none_that_belongs_to_others(internet, port):
    internet.web(HOST, {PATH: unusual(port)})
    listener = internet.mail(f"mail.{D}", port, IMAP)
    found = look(internet.network())
    assert found.verdict(f"imap mail.{D}:{port} tls") == ("E0", "refused", "port-of-others")
    assert listener.connections == 0


def test_the_person_may_name_any_port(internet, tmp_path):
    (tmp_path / f"{D}.xml").write_bytes(unusual(853))
    internet.mail(f"mail.{D}", 853, IMAP)
    found = look(internet.network(), local_config=tmp_path)
    assert found.verdict(f"imap mail.{D}:853 tls") == ("E2", "usable", "verified")
