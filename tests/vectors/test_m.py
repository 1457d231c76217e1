"""Vectors vM: what the MX records of a domain say about its mailboxes, and what they do not say."""

import json
import os
from pathlib import Path

import pytest

from advisor import providers
from advisor.address import parse
from advisor.advise import advise
from advisor.clients import load as load_clients
from advisor.exits import Exit
from advisor.model.evidence import HttpAnswer
from advisor.sources import Search, mx
from tests.samples import DESKTOP, household
from tests.servers import Internet, imap_server, server_context, smtp_server
from tests.vectors.looking import AUTOCONFIG, D, look
from tests.world import World, document


def mx_world(*records, **more):
    """A domain with these MX records, and what `more` says of the world."""
    dns = more.pop("dns", {})
    return World({f"MX {D}": list(records), **dns}, **more)


def fetched(world):
    return [question for question in world.asked if question.startswith("https://")]


def servers(profile_id):
    """The provider's servers, for a World; their IMAP takes OAuth2 and says that it takes passwords."""
    profile = next(one for one in providers.load() if one.id == profile_id)
    says = {"imap": ("IMAP4REV1", "AUTH=PLAIN", "AUTH=XOAUTH2")}
    return {f"{one.host}:{one.port}": says.get(one.protocol) for one in profile.servers}


def test_vM1_google_is_recognised_with_its_sign_in_and_its_own_pop3_rules():
    found = look(mx_world("1 aspmx.l.google.com", mail={
        "imap.gmail.com:993": ("IMAP4REV1", "AUTH=XOAUTH2", "AUTH=PLAIN"),
        "pop.gmail.com:995": ("USER", "SASL PLAIN XOAUTH2", "UIDL", "TOP", "EXPIRE 0", "LOGIN-DELAY 300"),
        "smtp.gmail.com:465": ("AUTH LOGIN PLAIN XOAUTH2",)}))
    provider = found.picture.provider
    assert (provider.id, provider.recognised_by) == ("google-workspace", "mx")
    assert set(found.candidate("imap imap.gmail.com:993 tls").auth) == {"oauth2", "app-password"}
    assert found.verdict("imap imap.gmail.com:993 tls") == ("E2", "confirm", "derived")
    assert "oauth-or-app-password" in provider.needs
    plan = advise(found.picture, household(DESKTOP.__class__(
        "Office PC", "desktop", "thunderbird", stays=True, mode="pop3-keep")), load_clients())
    says = [one for device in plan.devices for one in device.findings if one.id == "server-decides-pop"]
    assert says
    assert "Google Workspace decides what happens to mail" in says[0].says.template.format_map(
        dict(says[0].says.values))


def test_vM2_microsoft_365_of_a_business():
    found = look(mx_world("0 d-test.mail.protection.outlook.com", mail=servers("microsoft365")))
    assert found.picture.provider.id == "microsoft365"
    assert found.candidate("imap outlook.office365.com:993 tls").auth == ("oauth2",)


def test_vM3_outlook_com_of_private_people():
    found = look(mx_world("5 d-test.olc.protection.outlook.com", mail=servers("outlook.com")))
    assert found.picture.provider.id == "outlook.com"


def test_vM4_microsoft_365_behind_a_filter():
    found = look(mx_world("10 mx1.pphosted.com", mail=servers("microsoft365"),
                          dns={f"CNAME autodiscover.{D}": ["autodiscover.outlook.com"]}))
    assert found.picture.provider.id == "microsoft365"
    assert found.verdict("imap outlook.office365.com:993 tls")[:2] == ("E2", "confirm")
    assert "behind-a-filter" in found.notes


def test_vM5_a_filter_alone_says_nothing_about_the_mailbox():
    world = mx_world("10 mx1.pphosted.com")
    found = look(world)
    assert found.picture.provider is None
    assert found.picture.candidates == ()
    assert "behind-a-filter" in found.notes
    assert "does not say where the mailbox is" in found.page()
    assert found.exit is Exit.NO_SERVER
    assert not [question for question in world.asked if "pphosted" in question]


def test_vM5_guesses_are_still_made():
    found = look(mx_world("10 mx1.pphosted.com", dns={f"A mail.{D}": ["192.0.2.1"]},
                          mail={f"mail.{D}:993": None, f"mail.{D}:465": None}))
    assert found.place("imap") == f"mail.{D}:993 tls"
    assert found.picture.provider is None


def test_vM6_forwarding_only_means_that_there_is_no_mailbox_here():
    world = mx_world("13 route1.mx.cloudflare.net", "42 route2.mx.cloudflare.net")
    found = look(world)
    assert found.picture.provider is None
    assert "forwarding-only" in found.notes
    assert "Give the address that it is forwarded to." in found.page()
    assert "Indique la dirección a la que se reenvía." in found.page("es")
    assert not [question for question in world.asked if "cloudflare" in question]


@pytest.mark.parametrize("host", ["mx.provider.co.uk", "mx1.in.provider.co.uk"])
def test_vM7_the_hoster_is_asked_but_never_a_public_suffix(host):
    world = mx_world(f"10 {host}",
                     web={AUTOCONFIG.format("provider.co.uk"): document(domain="provider.co.uk")},
                     mail={"imap.provider.co.uk:993": None, "smtp.provider.co.uk:465": None})
    found = look(world, third_party=True)
    assert AUTOCONFIG.format("provider.co.uk") in world.asked
    assert not [question for question in world.asked
                if "autoconfig.co.uk" in question or question.endswith("/co.uk")]
    assert found.verdict("imap imap.provider.co.uk:993 tls") == ("E2", "confirm", "derived")


def test_vM8_a_registered_domain_is_asked_once_and_nothing_above_it():
    world = mx_world("10 provider.co.uk")
    look(world, third_party=True)
    assert world.asked.count(AUTOCONFIG.format("provider.co.uk")) == 1
    assert not [question for question in world.asked
                if "autoconfig.co.uk" in question or question.endswith("/co.uk")]


def test_vM9_the_lowest_preference_counts_whatever_the_order():
    found = look(mx_world("20 aspmx.l.google.com", "10 d-test.mail.protection.outlook.com"))
    assert found.picture.provider.id == "microsoft365"


def test_vM10_a_null_mx_takes_no_mail_and_nobody_else_is_asked():
    world = mx_world("0 .")
    found = look(world, third_party=True)
    assert "null-mx" in found.notes
    assert "takes no mail at all" in found.page()
    assert {question.split("/")[2] for question in fetched(world)} <= {
        f"autoconfig.{D}", f"ua-auto-config.{D}", D, "autoconfig.thunderbird.net"}


def test_vM10_what_the_domain_itself_publishes_still_counts():
    found = look(mx_world("0 .", web={AUTOCONFIG.format(D): document(domain=D)},
                          mail={f"imap.{D}:993": None, f"smtp.{D}:465": None}))
    assert found.place("imap") == f"imap.{D}:993 tls"
    assert "null-mx" in found.notes


def test_vM11_without_mx_nobody_else_is_asked_and_guesses_are_made():
    world = World({f"A {D}": ["192.0.2.1"], f"A mail.{D}": ["192.0.2.1"]}, {},
                  {f"mail.{D}:993": None, f"mail.{D}:465": None})
    found = look(world)
    assert found.run("mx-autoconfig").status == "absent"
    assert {question.split("/")[2] for question in fetched(world)} <= {
        f"autoconfig.{D}", f"ua-auto-config.{D}", D}
    assert found.place("imap") == f"mail.{D}:993 tls"


def test_vM12_an_own_mail_host_is_not_asked_again():
    world = mx_world(f"10 mail.{D}")
    found = look(world, third_party=True)
    assert (found.run("mx-autoconfig").status, found.run("mx-autoconfig").note) == ("absent", "own-host")
    assert fetched(world).count(AUTOCONFIG.format(D)) == 1
    assert AUTOCONFIG.format(f"mail.{D}") not in world.asked


def test_vM13_the_mx_host_itself_may_hand_out_the_mail_but_a_person_decides():
    host = "mx7.hoster.test"
    with Internet() as internet:
        internet.zone[D, "MX"] = [f"10 {host}."]
        internet.mail(host, 993, imap_server("IMAP4rev1 AUTH=PLAIN"))
        internet.mail(host, 465, smtp_server(["AUTH PLAIN"]))
        found = look(internet.network())
    one = found.candidate(f"imap {host}:993 tls")
    assert (one.identity, one.evidence, one.standing, one.because) == ("I1", "E2", "confirm", "derived")
    assert found.exit is Exit.UNCONFIRMED


def test_vM13_and_only_with_a_certificate_for_its_own_name():
    host = "mx7.hoster.test"
    with Internet() as internet:
        internet.zone[D, "MX"] = [f"10 {host}."]
        internet.mail(host, 993, imap_server("IMAP4rev1"), tls=server_context(f"mail.{D}"))
        found = look(internet.network())
    assert found.place("imap") is None


def test_vM13_it_is_not_bothered_where_the_domain_has_the_usual_names():
    world = mx_world("10 mx7.hoster.test", dns={f"A mail.{D}": ["192.0.2.1"]}, mail={f"mail.{D}:993": None})
    look(world)
    assert not [question for question in world.asked if question.startswith("mx7.hoster.test:")]


@pytest.mark.parametrize("host", ["localhost", "192.0.2.1", "a_b.hoster.net", "co.uk", "x..net"])
def test_vM14_what_is_no_host_of_anybody_is_passed_over(host):
    world = mx_world(f"10 {host}")
    found = look(world, third_party=True)
    assert found.run("mx").status == "absent"
    assert found.picture.candidates == ()
    assert not [question for question in world.asked if host in question and D not in question]


def test_vM14_a_loop_is_not_followed():
    with Internet() as internet:
        internet.zone[D, "MX"] = ["10 loop.hoster.net."]
        for kind in ("A", "AAAA"):      # what a resolver says after it went round in circles
            internet.zone["loop.hoster.net", kind] = "SERVFAIL"
        found = look(internet.network())
    assert [found.place(protocol) for protocol in ("imap", "pop3", "smtp")] == [None, None, None]


@pytest.mark.parametrize("code", [400, 401, 403, 422])
def test_vM15_a_strangers_host_is_not_told_the_address(code):
    url = AUTOCONFIG.format("hoster.net")
    world = mx_world("10 mx.hoster.net", web={url: HttpAnswer("answered", code, (url,), b"emailaddress?")})
    found = look(world, "very.secret@" + D)
    assert "wants-address" in found.run("mx-autoconfig").note.split()
    assert "wants-address" in found.notes
    assert "It was not named to a stranger." in found.page()
    assert not [question for question in world.asked if "secret" in question]


def test_vM15_a_plain_no_is_only_that():
    url = AUTOCONFIG.format("hoster.net")
    found = look(mx_world("10 mx.hoster.net", web={url: HttpAnswer("answered", 404, (url,))}))
    assert (found.run("mx-autoconfig").status, found.notes) == ("absent", set())


KINDS = {"null": "null-mx", "filter": "gateway", "forwarder": "forwarding", "mailbox": "provider"}


def cases():
    folder = os.environ.get("ISPDB_DIR")
    if not folder:
        return [pytest.param(None, marks=pytest.mark.skip(
            reason="ISPDB_DIR is not set: the cases lie beside the project"))]
    lines = (Path(folder) / "mx-cases.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(json.loads(line), id=f"{number}-{json.loads(line)['mx'][0][1]}")
            for number, line in enumerate(lines)]


@pytest.mark.parametrize("case", cases())
def test_mx_cases(case):
    known = {profile.id for profile in providers.load()}
    records = [f"{preference} {host}" for preference, host in case["mx"]]
    world = World({f"MX {case['domain']}": records})
    found = mx.SOURCE.find(Search(parse(f"ana@{case['domain']}", lan=True), world, providers.load()))
    if case["provider"] is None or case["provider"] in known:
        assert (KINDS.get(found.mx_class, "own-server"), found.provider) == (case["kind"], case["provider"])
    else:       # nobody has written that profile yet: it must at least not be taken for something else
        assert (found.mx_class, found.provider) == (None, None)
