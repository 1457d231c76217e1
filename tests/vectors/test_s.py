"""Vectors vS: what SRV records say, what they must not be able to say, and what becomes of it."""

import socket

import dns.flags
import dns.rrset
import pytest

from advisor.model.evidence import DnsAnswer
from tests.servers import server_context
from tests.vectors.looking import IMAP, RANDOM_SERVICE, D, look, publish, serve
from tests.world import World, document

SIX = ("_imaps", "_imap", "_pop3s", "_pop3", "_submissions", "_submission")


def srv(**services):
    """`imaps=["0 1 993 mail.d.test."]` as records of the domain."""
    return {f"SRV _{service}._tcp.{D}": records for service, records in services.items()}


def test_vS1_records_under_the_domain_are_verified_answers(internet):
    publish(internet, imaps=[f"0 1 993 mail.{D}."], submissions=[f"0 1 465 mail.{D}."])
    serve(internet, f"mail.{D}:993", f"mail.{D}:465")
    found = look(internet.network())
    for where in (f"imap mail.{D}:993 tls", f"smtp mail.{D}:465 tls"):
        one = found.candidate(where)
        assert (one.evidence, one.standing, one.identity) == ("E2", "usable", "I3")
        assert "srv" in one.sources
    assert (found.place("imap"), found.place("smtp")) == (f"mail.{D}:993 tls", f"mail.{D}:465 tls")


def test_vS2_the_lower_priority_is_proposed_and_the_other_listed():
    world = World(srv(imaps=[f"20 1 993 a.{D}", f"10 1 993 b.{D}"]), {},
                  {f"a.{D}:993": None, f"b.{D}:993": None})
    found = look(world)
    assert found.place("imap") == f"b.{D}:993 tls"
    assert found.verdict(f"imap a.{D}:993 tls") == ("E2", "usable", "verified")


def test_vS3_priority_beats_weight():
    world = World(srv(imaps=[f"20 100 993 a.{D}", f"10 0 993 b.{D}"]), {},
                  {f"a.{D}:993": None, f"b.{D}:993": None})
    assert look(world).place("imap") == f"b.{D}:993 tls"


def test_vS4_a_denied_form_is_not_guessed():
    world = World({**srv(imap=["0 0 0 ."], imaps=[f"0 1 993 mail.{D}"]), f"A mail.{D}": ["192.0.2.1"]}, {},
                  {f"mail.{D}:993": None, f"mail.{D}:143": None})
    found = look(world)
    assert found.place("imap") == f"mail.{D}:993 tls"
    assert f"mail.{D}:143" not in world.asked
    assert not [one for one in found.picture.candidates
                if one.endpoint.port == 143 and one.standing != "refused"]


def test_vS4_not_even_where_the_other_form_does_not_work():
    world = World({**srv(imap=["0 0 0 ."], imaps=[f"0 1 993 mail.{D}"]), f"A mail.{D}": ["192.0.2.1"]}, {},
                  {f"mail.{D}:143": None})
    found = look(world)
    assert found.place("imap") is None
    assert f"mail.{D}:143" not in world.asked


ALL_DENIED = srv(**{service[1:]: ["0 0 0 ."] for service in SIX})


def test_vS5_no_client_access_suppresses_guesses():
    world = World({**ALL_DENIED, f"A mail.{D}": ["192.0.2.1"], f"A imap.{D}": ["192.0.2.1"]}, {},
                  {f"mail.{D}:993": None, f"mail.{D}:465": None, f"imap.{D}:993": None})
    found = look(world)
    assert [found.place(protocol) for protocol in ("imap", "pop3", "smtp")] == [None, None, None]
    assert "no-client-access" in found.notes
    assert "mail programs are not served" in found.page()
    assert "no atiende a programas de correo" in found.page("es")
    assert {one.because for one in found.picture.candidates} <= {"denied-by-srv"}


def test_vS5_unless_the_domain_itself_publishes_servers():
    world = World(ALL_DENIED, {f"https://autoconfig.{D}/mail/config-v1.1.xml": document(domain=D)},
                  {f"imap.{D}:993": None, f"smtp.{D}:465": None})
    found = look(world)
    assert (found.place("imap"), found.place("smtp")) == (f"imap.{D}:993 tls", f"smtp.{D}:465 tls")


def test_vS6_the_port_decides_how_submission_is_protected(internet):
    publish(internet, submission=[f"0 1 465 post7.{D}."], imaps=[f"0 1 993 post7.{D}."])
    serve(internet, f"post7.{D}:993", f"post7.{D}:465")
    assert look(internet.network()).place("smtp") == f"post7.{D}:465 tls"


def test_vS7_a_slip_between_imaps_and_the_port_of_pop3(internet):
    publish(internet, imaps=[f"0 1 995 post7.{D}."], submissions=[f"0 1 465 post7.{D}."])
    serve(internet, f"post7.{D}:995", f"post7.{D}:465")
    found = look(internet.network())
    assert found.place("imap") is None
    assert found.verdict(f"imap post7.{D}:995 tls") == ("E-", "refused", "wrong-protocol")
    assert found.visit(f"imap post7.{D}:995 tls").note == "pop3"
    assert found.place("pop3") == f"post7.{D}:995 tls"
    assert "srv-typo" in found.notes
    assert "one protocol and the port of another" in found.page()


def test_vS7_the_greeting_decides_not_the_port(internet):
    publish(internet, imaps=[f"0 1 995 post7.{D}."])
    internet.mail(f"post7.{D}", 995, IMAP)
    found = look(internet.network())
    assert (found.place("imap"), found.place("pop3")) == (f"post7.{D}:995 tls", None)


def test_vS8_the_provider_prefers_pop3():
    world = World(srv(imaps=[f"10 1 993 mail.{D}"], pop3s=[f"0 1 995 mail.{D}"]), {},
                  {f"mail.{D}:993": None, f"mail.{D}:995": None})
    found = look(world)
    assert (found.place("imap"), found.place("pop3")) == (f"mail.{D}:993 tls", f"mail.{D}:995 tls")
    assert "prefers-pop3" in found.notes
    assert "prefers POP3 to IMAP" in found.page()


OFF = "mail.stranger.test"


def test_vS9_an_unsigned_target_elsewhere_needs_a_second_yes(internet):
    publish(internet, imaps=[f"0 1 993 {OFF}."])
    serve(internet, f"{OFF}:993")
    found = look(internet.network())
    one = found.candidate(f"imap {OFF}:993 tls")
    assert (one.identity, one.evidence, one.standing, one.because) == ("I1", "E2", "confirm", "derived")


def test_vS9_and_its_certificate_must_match_the_target(internet):
    publish(internet, imaps=[f"0 1 993 {OFF}."])
    internet.mail(OFF, 993, IMAP, tls=server_context(D))
    assert look(internet.network()).verdict(f"imap {OFF}:993 tls") == (
        "E-", "refused", "certificate-wrong-name")


def authentic(record):
    """A validating resolver's answer: the record, and the AD bit for whoever asks for it (RFC 6840)."""
    def answer(response):
        response.answer.append(dns.rrset.from_text_list(f"_imaps._tcp.{D}.", 60, "IN", "SRV", [record]))
        response.flags |= dns.flags.AD
        return response.to_wire()
    return answer


def test_vS10_a_validating_resolver_on_this_machine_proves_the_record(internet):
    publish(internet, imaps=authentic(f"0 1 993 {OFF}."))
    serve(internet, f"{OFF}:993")
    one = look(internet.network()).candidate(f"imap {OFF}:993 tls")
    assert (one.identity, one.standing) == ("I3", "usable")


@pytest.mark.parametrize("resolver", ["93.184.216.53", "127.0.0.11"])     # the second is Docker's forwarder
def test_vS11_anybody_elses_word_for_it_is_not_believed(internet, monkeypatch, resolver):
    connect = socket.socket.connect

    def leads_to_ours(self, address):
        there = ("127.0.0.1", internet.nameserver.port)
        return connect(self, there if address == (resolver, 53) else address)

    monkeypatch.setattr(socket.socket, "connect", leads_to_ours)
    publish(internet, imaps=authentic(f"0 1 993 {OFF}."))
    serve(internet, f"{OFF}:993")
    one = look(internet.network(resolver=resolver)).candidate(f"imap {OFF}:993 tls")
    assert (one.identity, one.standing) == ("I1", "confirm")


def test_vS12_a_target_without_address_is_out_and_the_next_is_used(internet):
    publish(internet, imaps=[f"0 1 993 gone.{D}.", f"10 1 993 mail.{D}."])
    serve(internet, f"mail.{D}:993")
    found = look(internet.network())
    assert found.verdict(f"imap gone.{D}:993 tls") == ("E-", "refused", "no-address")
    assert found.place("imap") == f"mail.{D}:993 tls"


def test_vS13_a_target_that_is_an_alias_is_used_and_noted(internet):
    publish(internet, imaps=[f"0 1 993 nick.{D}."])
    real = f"real.{D}"

    def alias(response):
        response.answer.append(dns.rrset.from_text_list(f"nick.{D}.", 60, "IN", "CNAME", [f"{real}."]))
        response.answer.append(dns.rrset.from_text_list(f"{real}.", 60, "IN", "A", [internet.address(real)]))
        return response.to_wire()

    internet.mail(real, 993, IMAP, tls=server_context(f"nick.{D}"))
    internet.zone[f"nick.{D}", "A"] = alias
    found = look(internet.network())
    assert found.place("imap") == f"nick.{D}:993 tls"
    assert "srv-alias" in found.notes
    assert "RFC 2782" in found.page()


def test_vS13_nothing_is_noted_of_an_ordinary_target(internet):
    publish(internet, imaps=[f"0 1 993 mail.{D}."])
    serve(internet, f"mail.{D}:993")
    assert look(internet.network()).notes == set()


@pytest.mark.parametrize("address", ["10.0.0.5", "127.0.0.1"])
def test_vS14_a_private_target_is_refused_unless_lan(internet, address):
    publish(internet, imaps=[f"0 1 993 mail.{D}."])
    internet.zone[f"mail.{D}", "A"] = [address]
    listener = internet.mail(f"mail.{D}", 993, IMAP, address=address)
    assert look(internet.network()).verdict(f"imap mail.{D}:993 tls") == ("E-", "refused", "private-address")
    assert listener.connections == 0
    assert look(internet.network(lan=True)).place("imap") == f"mail.{D}:993 tls"


def test_vS15_failing_srv_is_not_absence_and_makes_guesses_provisional(internet):
    publish(internet, **{service[1:]: "SERVFAIL" for service in SIX})
    serve(internet, f"mail.{D}:993", f"mail.{D}:465")
    found = look(internet.network())
    assert found.run("srv").status == "failed"
    assert found.candidate(f"imap mail.{D}:993 tls").sources == ("guess",)
    assert "provisional" in found.notes
    internet.zone.clear()
    serve(internet, f"mail.{D}:993", f"mail.{D}:465")
    assert "provisional" not in look(internet.network()).notes


def test_vS16_twenty_records_that_need_tcp(internet):
    publish(internet, imaps=[f"{n} 1 993 mail{n}.{D}." for n in range(1, 21)])
    serve(internet, f"mail1.{D}:993")
    internet.nameserver.truncate = True
    found = look(internet.network())
    assert len({one.endpoint.host for one in found.picture.candidates}) == 20
    assert found.place("imap") == f"mail1.{D}:993 tls"


def test_vS17_ports_that_are_no_business_of_ours(internet):
    publish(internet, imaps=[f"0 1 {port} mail.{D}." for port in (0, 22, 6667)])
    listeners = [internet.mail(f"mail.{D}", port, IMAP) for port in (22, 6667)]
    found = look(internet.network())
    assert "bad-target" in found.run("srv").note.split()
    assert {one.endpoint.port for one in found.picture.candidates if "srv" in one.sources} == {22, 6667}
    for port in (22, 6667):
        assert found.verdict(f"imap mail.{D}:{port} tls") == ("E0", "refused", "port-of-others")
    assert [listener.connections for listener in listeners] == [0, 0]
    assert found.place("imap") is None      # no --accept-unconfirmed writes SSH's port into a mail program


def test_vS17_an_unusual_port_waits_for_the_person(internet):
    """Unsigned DNS does not make us knock anywhere, but nothing speaks against such a server either."""
    publish(internet, imaps=[f"0 1 10993 mail.{D}."])
    listener = internet.mail(f"mail.{D}", 10993, IMAP)
    found = look(internet.network())
    assert found.verdict(f"imap mail.{D}:10993 tls") == ("E0", "confirm", "not-visited-port")
    assert listener.connections == 0


def test_vS18_sending_comes_from_elsewhere_and_is_marked_so(internet):
    publish(internet, imaps=[f"0 1 993 post.{D}."])
    serve(internet, f"post.{D}:993", f"smtp.{D}:465")
    found = look(internet.network())
    assert found.candidate(f"imap post.{D}:993 tls").sources == ("srv",)
    assert found.candidate(f"smtp smtp.{D}:465 tls").sources == ("guess",)
    assert found.place("smtp") == f"smtp.{D}:465 tls"
    page = found.page()
    assert "According to: SRV records in the domain's DNS" in page
    assert "According to: usual server names" in page


def test_vS19_the_old_service_name_is_a_hint_for_465(internet):
    publish(internet, smtps=[f"0 1 465 old.{D}."])
    serve(internet, f"old.{D}:465")
    one = look(internet.network()).candidate(f"smtp old.{D}:465 tls")
    assert (one.evidence, one.standing, one.sources) == ("E2", "usable", ("srv",))


def test_vS19_but_ranks_behind_the_registered_names(internet):
    publish(internet, smtps=[f"0 1 465 old.{D}.", f"0 1 25 old.{D}."], submissions=[f"50 1 465 new.{D}."])
    serve(internet, f"old.{D}:465", f"new.{D}:465")
    found = look(internet.network())
    assert found.place("smtp") == f"new.{D}:465 tls"
    assert "smtp" not in [one.endpoint.protocol for one in found.picture.candidates
                          if one.endpoint.port == 25]


def test_vS20_a_zone_that_answers_to_every_service_says_nothing():
    parked = [f"0 1 993 parked.{D}"]
    world = World({f"SRV {service}._tcp.{D}": parked for service in (*SIX, "_smtps", RANDOM_SERVICE)}, {},
                  {f"parked.{D}:993": None})
    found = look(world)
    assert found.picture.candidates == ()
    assert found.run("srv").note == "wildcard"
    assert f"parked.{D}:993" not in world.asked


def test_vS20_unless_a_record_is_of_its_own():
    parked = [f"0 1 993 parked.{D}"]
    world = World({**{f"SRV {service}._tcp.{D}": parked for service in (*SIX, RANDOM_SERVICE)},
                   **srv(imaps=[f"0 1 993 mail.{D}"])}, {}, {f"mail.{D}:993": None})
    assert look(world).place("imap") == f"mail.{D}:993 tls"


def test_a_failing_answer_for_the_old_name_alone_does_not_matter():
    world = World({f"SRV _smtps._tcp.{D}": DnsAnswer("failed", note="servfail")})
    assert look(world).run("srv").status == "absent"
