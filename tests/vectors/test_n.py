"""Vectors vN: what a person types as an address, and what becomes of it before the first packet."""

import pytest

from advisor import cli, discovery
from advisor.address import parse
from advisor.discovery import parse_address
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.evidence import HttpAnswer
from advisor.reach import Reach
from tests.vectors.looking import AUTOCONFIG, D, look
from tests.world import World, document, server

MAIL = {f"imap.{D}:993": None, f"smtp.{D}:465": None}


def published(domain=D, **changes):
    """A world in which this domain publishes and runs its servers."""
    usual = (server("incoming", "imap", f"imap.{domain}", 993, "SSL", **changes),
             server("outgoing", "smtp", f"smtp.{domain}", 465, "SSL", **changes))
    return World({}, {AUTOCONFIG.format(domain): document(*usual, domain=domain)},
                 {f"imap.{domain}:993": None, f"smtp.{domain}:465": None})


def refusal(given, **more):
    with pytest.raises(AdvisorError) as caught:
        parse(given, **more)
    return caught.value


@pytest.fixture
def no_network(monkeypatch):
    """Fails a test in which anybody even thinks of the network."""
    def unwanted(*_, **__):
        raise AssertionError("nobody may be asked")
    monkeypatch.setattr(discovery, "run", unwanted)


@pytest.mark.parametrize("given", [" Bob <bob@d.test> ", "mailto:bob@d.test", "bob@d.test", "<bob@d.test>"])
def test_vN1_what_stands_around_an_address_is_taken_off(given):
    assert parse(given, lan=True).full == "bob@d.test"


def test_vN2_a_trailing_dot_changes_nothing():
    one, other = published(), published()
    assert look(one, f"bob@{D}.").picture.candidates == look(other, f"bob@{D}").picture.candidates
    assert sorted(set(one.asked)) == sorted(set(other.asked))


@pytest.mark.parametrize(("given", "login"), [('"a b"@d.test', "a b"), ('"a@b"@d.test', "a@b")])
def test_vN3_a_quoted_name_is_split_at_the_last_at_and_loses_its_quotes(given, login):
    found = look(published(username="%EMAILLOCALPART%"), given)
    assert (found.evidence.address.local, found.evidence.address.ascii_domain) == (login, D)
    assert found.picture.best("imap").username == login
    assert "needs quotes" in found.page()


def test_vN4_a_sub_address_stays_whole_and_the_bare_login_is_proposed():
    world = World({}, {AUTOCONFIG.format(D): HttpAnswer("answered", 400, (AUTOCONFIG.format(D),)),
                       AUTOCONFIG.format(D) + "?emailaddress=user%2Btag%40d.test": document(domain=D)}, MAIL)
    found = look(world, f"user+tag@{D}", consents=("--send-address",))
    assert found.picture.best("imap").username == f"user+tag@{D}"
    assert f"try user@{D}." in found.page()
    assert f"pruebe con user@{D}." in found.page("es")
    assert not [asked for asked in world.asked if "user tag" in asked or "user+tag" in asked]
    assert not [asked for asked in world.asked if "user%40" in asked]        # the bare name is never sent


def test_vN5_sharp_s_is_a_letter_of_its_own():
    world = World()
    found = look(world, "u@faß.example")
    assert found.evidence.address.ascii_domain == "xn--fa-hia.example"
    assert world.asked
    assert not [asked for asked in world.asked if "fass" in asked]


def test_vN6_the_wire_gets_a_labels_and_the_person_sees_both():
    world = World()
    found = look(world, "u@пример.test")
    assert all(asked.isascii() for asked in world.asked)
    assert [asked for asked in world.asked if "xn--e1afmkfd.test" in asked]
    assert "u@пример.test" in found.page()
    assert "xn--e1afmkfd.test" in found.page()


def test_vN7_a_look_alike_in_other_letters_needs_a_second_yes():
    cyrillic = "u@уаһоо.com"        # every letter of the name is Cyrillic
    with pytest.raises(AdvisorError) as caught:
        parse_address(cyrillic, Reach(), accept_typo=False)
    assert caught.value.exit_code is Exit.UNCONFIRMED
    assert dict(caught.value.message.values)["meant"] == "yahoo.com"
    domain = parse_address(cyrillic, Reach(), accept_typo=True).ascii_domain
    found = look(published(domain), cyrillic)
    assert "look-alike" in found.notes
    assert {(one.standing, one.because) for one in found.picture.candidates} == {("confirm", "look-alike")}
    assert found.exit is Exit.UNCONFIRMED
    assert "looks like a well-known one" in found.page()
    assert "parece uno conocido" in found.page("es")


def test_vN7_mixed_alphabets_need_a_second_yes_too():
    found = look(published(parse("u@gmаil-login.test", lan=True).ascii_domain), "u@gmаil-login.test")
    assert {one.standing for one in found.picture.candidates} == {"confirm"}
    assert found.exit is Exit.UNCONFIRMED


def test_vN8_servers_that_cannot_handle_such_letters_are_marked():
    world = published()
    world.mail = {f"imap.{D}:993": ("IMAP4REV1", "AUTH=PLAIN", "UTF8=ACCEPT"),
                  f"smtp.{D}:465": ("AUTH PLAIN", "8BITMIME")}
    page = look(world, f"josé@{D}").page()
    assert "Says that it can handle such an address (UTF8=ACCEPT)." in page
    assert "Does not say that it can handle such an address (SMTPUTF8)." in page
    assert "only newer mail servers can handle" in page
    assert "SMTPUTF8" not in look(published(), f"jose@{D}").page()


@pytest.mark.parametrize(("given", "reference"), [
    ("u@localhost", "address-reserved"), ("u@[192.0.2.1]", "address-ip-literal"),
    ("u@192.0.2.1", "address-ip-literal"), ("u@host", "address-single-label"),
    ("u@printer.local", "address-reserved"), ("u@x.onion", "address-reserved")])
def test_vN9_what_is_no_mail_domain_of_the_internet_is_refused(given, reference, no_network, capsys):
    assert refusal(given).exit_code is Exit.USAGE
    assert cli.main(["discover", given]) == Exit.USAGE
    assert capsys.readouterr().err


def test_vN10_a_public_suffix_is_refused(no_network):
    assert refusal("u@co.uk").reference == "address-public-suffix"
    assert cli.main(["discover", "u@co.uk"]) == Exit.USAGE


def test_vN11_parents_of_the_domain_are_never_asked_but_may_be_meant():
    world = published()
    found = look(world, f"u@sub.sub2.{D}")
    assert found.exit is Exit.NO_SERVER
    for asked in world.asked:
        host = asked.split()[-1].removeprefix("https://").partition("/")[0].partition(":")[0]
        assert host.endswith(f"sub.sub2.{D}") or not host.endswith(D), asked
    assert f"Did you mean u@{D}?" in found.page()
    assert "Did you mean" not in look(World()).page()


@pytest.mark.parametrize("given", ["u@" + "a" * 300 + ".test", "@d.test", "u@d.test\nv@d.test",
                                   "u@" + ".".join(["a" * 60] * 5) + ".test", "u\x00@d.test"])
def test_vN12_nonsense_is_refused_before_any_network(given, no_network):
    assert refusal(given, lan=True).exit_code is Exit.USAGE
    assert cli.main(["discover", given]) == Exit.USAGE


def test_vN13_a_typing_mistake_is_pointed_out_before_the_first_packet(no_network, capsys):
    assert cli.main(["discover", "u@gmial.com"]) == Exit.UNCONFIRMED
    assert "gmail.com" in capsys.readouterr().err
    assert parse_address("u@gmial.com", Reach(), accept_typo=True).ascii_domain == "gmial.com"
