"""Vectors vV: Microsoft's Autodiscover, which is asked last, with consent, and never with a password."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from advisor.address import parse
from advisor.model.evidence import HttpAnswer
from advisor.providers import load
from advisor.sources import Search, autodiscover
from tests.servers import Internet
from tests.vectors.looking import D, look
from tests.world import World

PATH = "/autodiscover/autodiscover.xml"
FIRST, SECOND = f"https://autodiscover.{D}{PATH}", f"https://{D}{PATH}"
V2 = f"https://autodiscover.{D}/autodiscover/autodiscover.json?Email=ana%40d.test&Protocol=AutodiscoverV1"
SCHEMA = "http://schemas.microsoft.com/exchange/autodiscover"
MAIL = {f"mail.{D}:{port}": None for port in (993, 143, 995, 465, 587)}


def answer(*sections, action="settings"):
    """An answer of Autodiscover with this account."""
    return (f'<?xml version="1.0"?><Autodiscover xmlns="{SCHEMA}/responseschema/2006">'
            f'<Response xmlns="{SCHEMA}/outlook/responseschema/2006a"><Account>'
            f"<AccountType>email</AccountType><Action>{action}</Action>{''.join(sections)}</Account></Response></Autodiscover>").encode()


def protocol(kind, port="", **more):
    return (f"<Protocol><Type>{kind}</Type><Server>mail.{D}</Server><Port>{port}</Port>"
            + "".join(f"<{name}>{value}</{name}>" for name, value in more.items()) + "</Protocol>")


def world(web):
    return World({}, {f"POST {url}": page for url, page in web.items() if url != V2} | {
        url: page for url, page in web.items() if url == V2}, MAIL)


def find(made, given=f"ana@{D}"):
    return autodiscover.SOURCE.find(Search(parse(given, lan=True), made, load()))


def endpoint(*sections):
    return [str(claim.endpoint) for claim in find(world({FIRST: answer(*sections)})).claims]


def test_vV1_imap_and_smtp_with_ssl_go_by_the_port():
    made = world({FIRST: answer(protocol("IMAP", 993, SSL="on"), protocol("smtp", 465, SSL="on"))})
    found = look(made, consents={"--autodiscover"})
    assert (found.place("imap"), found.place("smtp")) == (f"mail.{D}:993 tls", f"mail.{D}:465 tls")
    assert found.run("autodiscover").status == "answered"
    assert {one.to for one in found.evidence.disclosures if one.what == "address"} == {f"autodiscover.{D}"}


def test_vV1_without_consent_nobody_is_asked():
    made = world({FIRST: answer(protocol("IMAP", 993))})
    found = look(made)
    assert made.posted == []
    assert found.run("autodiscover").status == "skipped"


@pytest.mark.parametrize(("port", "more", "mode"), [
    (143, {"Encryption": "TLS"}, "starttls"), (993, {"Encryption": "TLS"}, "tls"),
    (143, {"Encryption": "SSL"}, "starttls"), (143, {"Encryption": "None", "SSL": "on"}, "plain"),
    (143, {"SSL": "off", "Encryption": "TLS"}, "starttls"), (143, {"SSL": "off"}, "plain"),
    (993, {"SSL": "off"}, "tls"), (1143, {"SSL": "on"}, "tls"), (143, {}, "starttls")])
def test_vV2_encryption_goes_before_ssl_and_the_port_says_how(port, more, mode):
    assert endpoint(protocol("IMAP", port, **more)) == [f"imap mail.{D}:{port} {mode}"]


def redirect(url):
    return answer(f"<RedirectUrl>{url}</RedirectUrl>", action="redirectUrl")


def test_vV3_redirects_inside_the_domain_are_followed_three_times_at_most():
    steps = [f"https://ad.{D}/{n}" for n in range(5)]
    chain = {FIRST: redirect(steps[0]), **{one: redirect(two) for one, two in pairwise(steps)}}
    assert find(world(chain)).note == "too-many-redirects"
    short = {**chain, steps[2]: answer(protocol("IMAP", 993))}
    assert find(world(short)).status == "answered"
    assert find(world({FIRST: redirect(FIRST)})).note == "redirect-loop"


@pytest.mark.parametrize("url", ["https://ad.other.test/x", "https://notd.test/x"])
def test_vV3_the_address_is_not_carried_to_somebody_else(url):
    made = world({FIRST: redirect(url)})
    found = look(made, consents={"--autodiscover"})
    assert {asked for asked, _ in made.posted} == {FIRST, SECOND}
    host = url.removeprefix("https://").partition("/")[0]
    assert found.run("autodiscover").note == f"redirected-elsewhere {host}"
    assert f"another owner's host: {host}" in found.page()


def test_vV3_another_address_is_told_and_not_asked_for():
    made = world({FIRST: answer("<RedirectAddr>ana@other.test</RedirectAddr>", action="redirectAddr")})
    found = look(made, consents={"--autodiscover"})
    assert not [asked for asked in made.asked if "other.test" in asked]
    assert found.run("autodiscover").note == "redirected-address other.test"
    assert "search for that one, at other.test" in found.page()


def test_vV3_a_known_providers_host_is_recognised_without_telling_it_anything():
    found = find(world({V2: b'{"Protocol":"AutodiscoverV1","Url":"https://outlook.office365.com/x"}'}))
    assert (found.status, found.provider) == ("answered", "microsoft365")
    assert {claim.identity for claim in found.claims} == {"I1"}


@pytest.mark.parametrize("url", [
    "http://ad.d.test/x", "ftp://ad.d.test", "https://[", "https://test/x", "javascript:x", ""])
def test_vV3_redirects_that_are_no_https_address_lead_nowhere(url):
    made = world({FIRST: redirect(url)})
    found = find(made)
    assert found.status in ("failed", "absent")
    assert not found.claims
    assert {asked for asked, _ in made.posted} <= {FIRST, SECOND}


def test_vV4_a_demand_for_a_password_ends_it():
    with Internet() as internet:
        wants = 401, {"WWW-Authenticate": 'Basic realm="x"'}, b""
        server = internet.web(f"autodiscover.{D}", {PATH: wants})
        found = autodiscover.SOURCE.find(Search(parse(f"ana@{D}", lan=True), internet.network(), ()))
        assert found.status == "absent"
        assert len([line for line in server.heard if line.startswith("POST")]) == 1
        assert not [line for line in server.heard if line.lower().startswith(("authorization", "cookie"))]


@pytest.mark.parametrize("given", [f"ana@{D}", f"ana@sub.{D}"])
def test_vV5_parents_are_never_asked(given):
    made = world({})
    found = find(made, given)
    assert found.status == "absent"
    domain = given.partition("@")[2]
    for asked in made.asked:
        host = asked.split()[-1].removeprefix("https://").partition("/")[0]
        assert host == domain or host.endswith("." + domain), asked


def test_vV5_an_srv_target_is_only_asked_inside_the_domain():
    made = world({f"https://ex.{D}{PATH}": answer(protocol("IMAP", 993))})
    made.dns = {f"SRV _autodiscover._tcp.{D}": [f"0 0 443 ex.{D}", "0 0 443 ex.other.test"]}
    assert find(made).status == "answered"
    assert not [asked for asked, _ in made.posted if "other.test" in asked]


def test_vV6_the_address_is_escaped_in_the_body():
    made = world({})
    find(made, f'"a&b<c>d"@{D}')
    body = ET.fromstring(made.posted[0][1])
    told = [element.text for element in body.iter() if element.tag.endswith("EMailAddress")]
    assert told == [f"a&b<c>d@{D}"]
    assert b"password" not in made.posted[0][1].lower()


@pytest.mark.parametrize(("page", "note"), [
    (b"<html/>", "not-xml"), (b"", "empty"), (b"<!DOCTYPE a><Autodiscover/>", "doctype"),
    (b"<Autodiscover><Response><Error><ErrorCode>500</ErrorCode></Error></Response></Autodiscover>",
     "error-500"), (answer(), "no-server"), (answer(protocol("EXCH"), protocol("WEB")), "exchange"),
    (answer(protocol("IMAP", 993).replace(f"mail.{D}", "a;b")), "bad-host"),
    (answer(protocol("IMAP", 99999)), "bad-port"),
    (answer(protocol("IMAP", 993, LoginName="%X%")), "bad-username")])
def test_vV1_what_names_no_server_is_absence(page, note):
    found = find(world({FIRST: page}))
    assert (found.status, found.claims, found.note) == ("absent", (), note)


def test_vV1_login_names_and_oddities_are_kept():
    found = find(world({FIRST: answer(
        protocol("IMAP", 993, LoginName="ana1", SPA="on", DomainRequired="on"), protocol("EXCH"),
        protocol("SMTP", 465, LoginName=f"ana@{D}", AuthRequired="off"))}))
    assert [(claim.username, claim.auth) for claim in found.claims] == [("ana1", ("password-encrypted",)),
                                                                       ("", ("none",))]
    assert found.note == "exchange domain-required"
    assert found.status == "answered"


def test_vV3_a_redirect_by_http_does_not_carry_the_address_on():
    moved = HttpAnswer("answered", 302, (FIRST,))
    assert find(world({FIRST: moved})).status == "failed"
