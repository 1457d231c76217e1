"""Vectors vK and vR1, vR3: what servers announce, what it means, and runs that ask for too much or nobody."""

import socket

import pytest

from advisor.advise import advise
from advisor.cli import main
from advisor.clients import load as load_clients
from advisor.errors import AdvisorError
from advisor.i18n import Speaker
from advisor.model.household import Device
from advisor.planreport import plan_lines
from tests.samples import household
from tests.servers import Internet, imap_server, pop3_server, server_context, smtp_server
from tests.vectors.looking import D, look
from tests.world import World, document

HOST = f"mail.{D}"
IMAPS, POP3S, SMTPS = f"imap {HOST}:993 tls", f"pop3 {HOST}:995 tls", f"smtp {HOST}:465 tls"
DESKTOP = Device("Office PC", "desktop", "thunderbird", stays=True)
LAPTOP = Device("Laptop", "laptop", "thunderbird", stays=False)


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


def offering(**servers):
    """A World in which mail.d.test announces these capabilities."""
    ports = {"imap": 993, "pop3": 995, "smtp": 465}
    return World({f"A {HOST}": ["192.0.2.1"]}, {},
                 {f"{HOST}:{ports[name]}": said for name, said in servers.items()})


def fact(found, where, name):
    one = found.candidate(where).fact(name)
    return one.answer, one.value, one.because


def plan(found, *devices, **wishes):
    return advise(found.picture, household(*devices, **wishes), load_clients())


def findings(plan):
    return {one.id: one for one in (*plan.findings, *(each for device in plan.devices
                                                      for each in device.findings))}


def test_vK1_capabilities_in_the_greeting_are_not_asked_for_again(internet):
    listener = internet.mail(HOST, 993, imap_server("IMAP4rev1 AUTH=PLAIN IDLE"))
    found = look(internet.network())
    assert fact(found, IMAPS, "imap-idle") == ("yes", None, "announced")
    assert "CAPABILITY" not in " ".join(listener.heard)


def test_vK2_login_disabled_in_clear_is_no_warning(internet):
    internet.mail(HOST, 143, imap_server("IMAP4rev1 STARTTLS LOGINDISABLED", starttls=server_context(HOST),
                                         after="IMAP4rev1 AUTH=PLAIN"), tls=None)
    found = look(internet.network())
    where = f"imap {HOST}:143 starttls"
    assert "LOGINDISABLED" in found.visit(where).before_tls
    assert fact(found, where, "imap-login-disabled")[0] == "no"
    assert found.verdict(where) == ("E2", "usable", "verified")
    assert found.candidate(where).auth == ("password",)


def test_vK3_login_disabled_inside_tls_leaves_no_password():
    found = look(offering(imap=("IMAP4REV1", "LOGINDISABLED", "AUTH=XOAUTH2"), smtp=None))
    assert fact(found, IMAPS, "imap-login-disabled")[0] == "yes"
    one = found.candidate(IMAPS)
    assert (one.auth, one.because) == (("oauth2",), "no-password-login")
    assert "takes no password" in found.page()
    assert "no admite contraseñas" in found.page("es")


def test_vK3_and_without_oauth_no_login_at_all():
    found = look(offering(imap=("IMAP4REV1", "LOGINDISABLED"), smtp=None))
    assert found.verdict(IMAPS) == ("E-", "refused", "no-usable-login")


def test_vK4_without_capa_nothing_is_known_and_advice_is_cautious(internet):
    internet.mail(HOST, 995, pop3_server(None))
    internet.mail(HOST, 465, smtp_server(["AUTH PLAIN"]))
    found = look(internet.network())
    for name in ("pop3-uidl", "pop3-top"):
        assert fact(found, POP3S, name) == ("unknown", None, "capa-refused")
    assert "keep-not-proven" in findings(plan(found, DESKTOP, LAPTOP))


GMAIL = {"imap.gmail.com:993": ("IMAP4REV1", "AUTH=XOAUTH2", "AUTH=PLAIN", "IDLE"),
         "pop.gmail.com:995": ("USER", "SASL PLAIN XOAUTH2", "UIDL", "TOP", "EXPIRE 0", "LOGIN-DELAY 300"),
         "smtp.gmail.com:465": ("AUTH LOGIN PLAIN XOAUTH2", "SIZE 35882577")}


def keeping(name):
    return Device(name, "desktop", "thunderbird", stays=True, mode="pop3-keep")


def test_vK5_gmail_announces_expire_0_and_means_its_own_switch():
    found = look(World({}, {}, GMAIL), "ana@gmail.com")
    assert fact(found, "pop3 pop.gmail.com:995 tls", "pop3-expire") == ("yes", 0, "announced")
    advised = plan(found, keeping("Office PC"), keeping("Attic PC"))
    told = findings(advised)
    assert told["server-decides-pop"].severity == "costs"
    assert [device.mode for device in advised.devices] == ["pop3-keep", "pop3-keep"]
    assert "EXPIRE" not in " ".join(plan_lines(advised, Speaker("en"), 88))
    assert advised.worst not in ("loses-mail", "hides-mail")


def test_vK5_its_login_delay_is_kept_to():
    found = look(World({}, {}, GMAIL), "ana@gmail.com")
    assert fact(found, "pop3 pop.gmail.com:995 tls", "pop3-login-delay") == ("yes", 300, "announced")
    assert plan(found, keeping("Office PC")).devices[0].settings.check_minutes >= 5


NEVER_KEEPS = ("USER", "UIDL", "TOP", "EXPIRE 0")


def test_vK6_expire_0_of_anybody_else_means_imap():
    found = look(offering(imap=None, pop3=NEVER_KEEPS, smtp=None))
    assert fact(found, POP3S, "pop3-expire") == ("yes", 0, "announced")
    advised = plan(found, DESKTOP, LAPTOP)
    assert {device.mode for device in advised.devices} <= {"imap", "imap-offline"}


def test_vK6_nobody_can_even_ask_for_pop3_that_keeps():
    found = look(offering(imap=None, pop3=NEVER_KEEPS, smtp=None))
    with pytest.raises(AdvisorError) as told:
        plan(found, keeping("Office PC"), LAPTOP)
    assert "(EXPIRE)" in told.value.context.template


def test_vK6_and_without_imap_the_warning_is_the_worst_there_is():
    found = look(offering(pop3=NEVER_KEEPS, smtp=None))
    advised = plan(found, DESKTOP, LAPTOP)
    assert advised.worst == "loses-mail"
    assert [device.mode for device in advised.devices if device.usable] == ["pop3-remove"]


def test_vK7_expire_that_differs_by_user_may_change_after_login():
    found = look(offering(imap=None, pop3=("USER", "UIDL", "TOP", "EXPIRE 30 USER"), smtp=None))
    assert fact(found, POP3S, "pop3-expire") == ("yes", 30, "announced-differs-by-user")
    assert "may change after you sign in" in found.page()
    assert "puede cambiar cuando" in found.page("es")
    every = look(offering(imap=None, pop3=("USER", "UIDL", "TOP", "EXPIRE 30"), smtp=None))
    assert fact(every, POP3S, "pop3-expire") == ("yes", 30, "announced")
    assert "may change after you sign in" not in every.page()


@pytest.mark.parametrize(("said", "expected", "shown"), [
    ("SIZE 0", ("yes", 0, "unlimited"), "takes messages of any size"),
    ("SIZE", ("unknown", None, "no-number"), ""),
    ("SIZE 10485760", ("yes", 10485760, "announced"), "takes messages of up to 10 MB")])
def test_vK8_the_size_of_a_message(said, expected, shown):
    found = look(offering(imap=None, smtp=("AUTH PLAIN", said)))
    assert fact(found, SMTPS, "smtp-size") == expected
    assert ("takes messages" in found.page()) == bool(shown)
    assert shown in found.page()


@pytest.mark.parametrize("said", ["AUTH=PLAIN", "AUTH=LOGIN", "AUTH=PLAIN LOGIN"])
def test_vK9_the_old_way_to_announce_auth(internet, said):
    internet.mail(HOST, 993, imap_server("IMAP4rev1 AUTH=PLAIN"))
    internet.mail(HOST, 465, smtp_server([said]))
    found = look(internet.network())
    assert fact(found, SMTPS, "smtp-auth") == ("yes", said.removeprefix("AUTH="), "announced")
    assert found.candidate(SMTPS).auth == ("password",)


@pytest.mark.parametrize(("port", "where", "script"), [
    (993, IMAPS, imap_server("IMAP4rev1 AUTH=PLAIN " + " ".join(f"X{n}" for n in range(1000)))),
    (995, POP3S, pop3_server(["USER", *(f"X-{n}" for n in range(1000))])),
    (465, SMTPS, smtp_server(["AUTH PLAIN", *(f"X-{n}" for n in range(1000))]))])
def test_vR1_a_thousand_capabilities_are_cut_and_flagged(internet, port, where, script):
    internet.mail(HOST, port, script)
    found = look(internet.network())
    assert len(found.visit(where).after_tls) == 200
    assert "capabilities-cut" in found.notes
    assert "far more than servers do" in found.page()
    assert found.verdict(where) == ("E2", "usable", "verified")


class Nobody:
    """A network that must not be asked."""

    def resolve(self, name, kind):
        raise AssertionError(name)

    def fetch(self, url):
        raise AssertionError(url)

    def visit(self, endpoint):
        raise AssertionError(endpoint)


def test_vR3_offline_only_what_lies_here_is_used(tmp_path):
    (tmp_path / "gmail.com.xml").write_bytes(document(domain="gmail.com"))
    found = look(Nobody(), "ana@gmail.com", offline=True, local_config=tmp_path, third_party=True)
    assert {run.id for run in found.evidence.runs if run.status == "answered"} == {"local-config", "profile"}
    assert {run.status for run in found.evidence.runs if run.status != "answered"} == {"skipped"}
    assert found.verdict("imap imap.gmail.com:993 tls") == ("E0", "confirm", "not-visited")
    assert found.evidence.exchanges == ()
    assert found.evidence.disclosures == ()


def test_vR3_offline_nothing_reaches_the_wire(monkeypatch, capsys):
    used = []
    for name in ("connect", "connect_ex", "sendto", "send", "sendall", "bind"):
        monkeypatch.setattr(socket.socket, name, lambda self, *rest, **more: used.append(rest))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *rest, **more: used.append(rest))
    code = main(["discover", "ana@gmail.com", "--offline", "--json"])
    assert used == []
    assert code == 8
    assert "imap.gmail.com" in capsys.readouterr().out
