"""Vectors vG: guesses, and what makes one of them an answer.

vG4 (a firewall that drops everything) needs a real network: tests/real.
"""

import pytest

from tests.servers import Internet, imap_server, pop3_server, server_context, smtp_server
from tests.vectors.looking import D, look

IMAP = imap_server("IMAP4rev1 AUTH=PLAIN")
POP3 = pop3_server(["USER", "UIDL", "TOP"])
SMTP = smtp_server(["AUTH PLAIN"])


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


def test_vG1_a_verified_guess_under_the_domain_is_proven_by_its_certificate(internet):
    internet.mail(f"mail.{D}", 993, IMAP)
    internet.mail(f"mail.{D}", 465, SMTP)
    found = look(internet.network())
    for where in (f"imap mail.{D}:993 tls", f"smtp mail.{D}:465 tls"):
        one = found.candidate(where)
        assert (one.evidence, one.identity, one.sources) == ("E2", "I3", ("guess",))
    assert (found.place("imap"), found.place("smtp")) == (f"mail.{D}:993 tls", f"mail.{D}:465 tls")


def test_vG1_a_guess_that_cannot_be_verified_is_nothing(internet):
    internet.mail(f"mail.{D}", 993, IMAP, tls=server_context("other.test"))
    found = look(internet.network())
    assert found.place("imap") is None


@pytest.mark.parametrize("order", [("imap", "mail"), ("mail", "imap")])
def test_vG2_two_names_of_one_server_are_one_answer_under_the_nicer_name(internet, order):
    address = internet.address(f"{order[0]}.{D}")
    internet.zone[f"{order[1]}.{D}", "A"] = [address]
    both = server_context(f"imap.{D}", f"mail.{D}", f"smtp.{D}")
    internet.mail(f"imap.{D}", 993, IMAP, tls=both)
    internet.mail(f"imap.{D}", 465, SMTP, tls=both)
    found = look(internet.network())
    assert [str(one.endpoint) for one in found.picture.candidates if one.endpoint.protocol == "imap"
            and one.standing != "refused"] == [f"imap imap.{D}:993 tls"]
    assert found.place("smtp") == f"mail.{D}:465 tls"


def test_vG3_starttls_is_offered_where_implicit_tls_is_refused(internet):
    own = server_context(f"mail.{D}")
    internet.mail(f"mail.{D}", 143, imap_server(
        "IMAP4rev1 STARTTLS LOGINDISABLED", starttls=own, after="IMAP4rev1 AUTH=PLAIN"), tls=None)
    found = look(internet.network())
    assert found.place("imap") == f"mail.{D}:143 starttls"
    assert found.verdict(f"imap mail.{D}:143 starttls") == ("E2", "usable", "verified")
    assert found.verdict(f"imap mail.{D}:993 tls") == ("E-", "refused", "refused")


def test_vG5_587_where_465_is_refused(internet):
    own = server_context(f"mail.{D}")
    internet.mail(f"mail.{D}", 993, IMAP)
    internet.mail(f"mail.{D}", 587, smtp_server(["STARTTLS"], starttls=own, after=["AUTH PLAIN"]), tls=None)
    relay = internet.mail(f"mail.{D}", 25, smtp_server(["STARTTLS"], starttls=own), tls=None)
    found = look(internet.network())
    assert found.place("smtp") == f"mail.{D}:587 starttls"
    assert relay.connections == 0


def test_vG5_port_25_is_never_guessed(internet):
    own = server_context(f"mail.{D}")
    internet.zone[D, "MX"] = [f"10 mail.{D}."]
    internet.mail(f"mail.{D}", 993, IMAP)
    relay = internet.mail(f"mail.{D}", 25, smtp_server(["STARTTLS"], starttls=own), tls=None)
    found = look(internet.network())
    assert found.place("smtp") is None
    assert 25 not in {one.endpoint.port for one in found.picture.candidates}
    assert relay.connections == 0
