"""Vectors vA: the autoconfig document of the domain, and everything that a web server may do instead."""

import gzip

import pytest

from advisor.exits import Exit
from advisor.model.evidence import HttpAnswer
from advisor.net import http
from advisor.sources import Search, autoconfig
from tests.servers import Internet, https_server, imap_server, server_context, smtp_server
from tests.vectors.looking import AUTOCONFIG, WELL_KNOWN, D, look
from tests.world import World, document, server

A1, A2 = AUTOCONFIG.format(D), WELL_KNOWN.format(D)
HOST, PATH = f"autoconfig.{D}", "/mail/config-v1.1.xml"
ADDRESS_URL = f"{A1}?emailaddress=ana%40d.test"
MAIL = {f"imap.{D}:993": None, f"pop.{D}:995": None, f"smtp.{D}:465": None}
SENT = frozenset({"--send-address"})


def world(first=None, second=None, **more):
    """A world in which autoconfig.D answers `first`, and the domain's web server `second`."""
    web = {A1: first, A2: second, **more.pop("web", {})}
    return World(web={url: page for url, page in web.items() if page is not None}, mail=MAIL, **more)


def learned(found, what="address"):
    """Who learned the address (or something else)."""
    return {one.to for one in found.evidence.disclosures if one.what == what}


def says(code, body=b"", url=A1):
    return HttpAnswer("answered", code, (url,), body)


@pytest.fixture
def internet():
    with Internet() as made:
        made.mail(f"imap.{D}", 993, imap_server("IMAP4rev1 AUTH=PLAIN"))
        made.mail(f"smtp.{D}", 465, smtp_server(["AUTH PLAIN"]))
        yield made


def on_the_wire(internet, page, *, host=HOST, **options):
    """What the autoconfig source makes of `page` on a real web server: its result, and the server."""
    listener = internet.web(host, page if isinstance(page, dict) else {PATH: page}, **options)
    return autoconfig.SOURCE.find(Search(parsed(), internet.network(), ())), listener


def parsed():
    from advisor.address import parse

    return parse(f"ana@{D}", lan=True)


def moved(location):
    return 302, {"Location": location}, b""


def test_vA1_a_good_file_gives_all_three_protocols_and_nobody_learns_the_address():
    found = look(world(document(domain=D)))
    assert (found.place("imap"), found.place("pop3"), found.place("smtp")) == (
        f"imap.{D}:993 tls", f"pop.{D}:995 tls", f"smtp.{D}:465 tls")
    assert found.exit is Exit.DONE
    assert not learned(found)
    assert learned(found, "domain") >= {HOST, "resolver"}


@pytest.mark.parametrize("code", [400, 401, 403, 404, 422, 204])
def test_vA2_a_host_that_wants_the_address_gets_it_only_with_consent(code):
    made = world(says(code), web={ADDRESS_URL: document(domain=D)})
    made.mail = {}
    first = look(made)
    assert (first.run("autoconfig").status, first.run("autoconfig-address").status) == ("absent", "skipped")
    assert "--send-address" in first.page()
    assert "--send-address" in first.page("es")
    assert not [asked for asked in made.asked if "emailaddress" in asked]
    second = look(world(says(code), web={ADDRESS_URL: document(domain=D)}), consents=SENT)
    assert second.run("autoconfig-address").status == "answered"
    assert second.place("imap") == f"imap.{D}:993 tls"
    assert learned(second) == {HOST}


@pytest.mark.parametrize("first", [document(domain=D), HttpAnswer("failed", note="certificate-expired"),
                                   HttpAnswer("failed", note="no-address"), HttpAnswer("timeout")])
def test_vA2_the_address_is_not_told_where_it_helps_nobody(first):
    made = world(first, web={ADDRESS_URL: document(domain=D)})
    found = look(made, consents=SENT)
    assert not [asked for asked in made.asked if "emailaddress" in asked]
    assert not learned(found)


def test_vA3_no_content_is_absence():
    found = look(world(says(204)))
    assert (found.run("autoconfig").status, found.run("autoconfig").note) == ("absent", "http-204")


@pytest.mark.parametrize("page", [
    b"<!DOCTYPE html><html><body><form>Log in</form></body></html>", b"<html><body>Log in</body></html>",
    b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>Log in</body></html>'])
def test_vA4_a_login_page_is_absence_whatever_it_calls_itself(internet, page):
    found, _ = on_the_wire(internet, (200, {"Content-Type": "text/xml"}, page))
    assert found.status == "absent"
    assert found.note in ("doctype", "not-xml")


def test_vA5_a_redirect_inside_the_domain_is_followed(internet):
    internet.web(f"www.{D}", {"/ac.xml": document(domain=D)})
    found, _ = on_the_wire(internet, (301, {"Location": f"https://www.{D}/ac.xml"}, b""))
    assert (found.status, {claim.identity for claim in found.claims}, found.note) == ("answered", {"I3"}, "")


def test_vA6_a_redirect_to_the_providers_host_is_followed_and_only_derived():
    hops = (A1, "https://ac.provider.test/config")
    found = look(world(HttpAnswer("answered", 200, hops, document(domain=D))))
    candidate = found.picture.best("imap")
    assert (candidate.identity, candidate.standing) == ("I1", "confirm")
    assert found.run("autoconfig").note == "redirected-elsewhere ac.provider.test"
    assert "ac.provider.test" in learned(found, "domain")       # listed
    assert not learned(found)                                   # and it never got the address


def test_vA6_the_address_is_dropped_when_a_redirect_leaves_the_domain(internet):
    other = internet.web("ac.provider.test", {"/config": document(domain=D)})
    internet.web(HOST, {PATH: (400, {}, b""), PATH + "?emailaddress=ana%40d.test":
                        moved("https://ac.provider.test/config?emailaddress=ana%40d.test")})
    found = look(internet.network(), consents=SENT)
    assert found.run("autoconfig-address").status == "answered"
    assert other.heard[0] == "GET /config HTTP/1.1"
    assert learned(found) == {HOST}


def test_vA7_https_to_http_redirect_is_refused_and_reported(internet):
    clear = internet.mail(f"www.{D}", 80, https_server({"/": document(domain=D)}), tls=None)
    internet.web(HOST, {PATH: moved(f"http://www.{D}/")})
    found = look(internet.network())
    assert (found.run("autoconfig").status, found.run("autoconfig").note) == ("failed", "redirect-to-http")
    assert "unencrypted page, which was refused" in found.page()
    assert clear.connections == 0


@pytest.mark.parametrize(("pages", "note"), [
    ({PATH: moved("/1"), "/1": moved(PATH)}, "redirect-loop"),
    ({PATH: moved("/1"), **{f"/{n}": moved(f"/{n + 1}") for n in range(1, 7)}}, "too-many-redirects")])
def test_vA8_loops_and_long_chains_are_given_up(internet, pages, note):
    found, listener = on_the_wire(internet, pages)
    assert (found.status, found.note) == ("failed", note)
    assert listener.connections <= 5


@pytest.mark.parametrize(("location", "note"), [
    ("https://127.0.0.1/", "redirect-to-address"), (f"https://www.{D}:8443/", "redirect-to-port"),
    (f"https://user:pw@www.{D}/", "redirect-to-userinfo"), ("https://[::1]/", "redirect-to-address")])
def test_vA9_dangerous_redirects_are_refused(internet, location, note):
    found, _ = on_the_wire(internet, moved(location))
    assert (found.status, found.claims, found.note) == ("failed", (), note)


def test_vA9_a_redirect_to_a_name_with_a_private_address_is_refused(internet):
    internet.zone["inside.test", "A"] = ["10.0.0.5"]
    found, _ = on_the_wire(internet, moved("https://inside.test/"))
    assert (found.status, found.note) == ("failed", "private-address")


def test_vA10_a_bad_certificate_fails_and_the_well_known_file_is_used(internet):
    internet.web(HOST, {PATH: document(domain=D)}, tls=server_context(HOST, expired=True))
    internet.web(D, {"/.well-known/autoconfig" + PATH: document(domain=D)})
    found = look(internet.network())
    assert (found.run("autoconfig").status, found.run("autoconfig").note) == ("failed", "certificate-expired")
    assert "well-known" in found.picture.best("imap").sources
    assert "its certificate has expired" in found.page()
    assert found.picture.unheard == ("autoconfig",)


def test_vA11_a_demand_for_credentials_is_absence_and_gets_none(internet):
    found, listener = on_the_wire(internet, (401, {"WWW-Authenticate": 'Basic realm="x"'}, b""))
    assert (found.status, found.note, listener.connections) == ("absent", "http-401", 1)
    assert not [line for line in listener.heard if line.lower().startswith(("authorization", "cookie"))]


@pytest.mark.parametrize(("page", "status", "note"), [
    (b"<clientConfig>" + b" " * 5_000_000, "failed", "body-too-large"),
    ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"\0" * 5_000_000)), "failed", "compressed"),
    (lambda peer: (peer.say("HTTP/1.1 200 OK", "Content-Length: 1000", ""), peer.drip(b"x" * 1000)),
     "timeout", "timeout")], ids=["long", "bomb", "drip"])
def test_vA12_what_is_too_long_packed_or_slow_is_cut(internet, monkeypatch, page, status, note):
    monkeypatch.setattr(http, "FETCH_SECONDS", 0.4 if status == "timeout" else 3)
    found, _ = on_the_wire(internet, page)
    assert (found.status, found.note, found.claims) == (status, note, ())


def test_vA13_a_file_without_https_is_only_asked_with_consent(internet):
    clear = internet.mail(HOST, 80, https_server({PATH: document(domain="other.test")}), tls=None)
    internet.mail("imap.other.test", 993, imap_server("IMAP4rev1 AUTH=PLAIN"))
    internet.mail("smtp.other.test", 465, smtp_server(["AUTH PLAIN"]))
    for host in (f"imap.{D}", f"smtp.{D}"):
        del internet.zone[host, "A"]
    first = look(internet.network())
    assert (first.run("autoconfig").status, first.exit, clear.connections) == ("absent", Exit.NO_SERVER, 0)
    assert "--allow-http" in first.page()
    second = look(internet.network(), consents={"--allow-http"})
    candidate = second.picture.best("imap")
    assert (candidate.identity, candidate.standing, candidate.because) == ("I0", "confirm", "over-http")
    assert second.exit is Exit.UNCONFIRMED
    assert not [line for line in clear.heard if "ana" in line]
    assert learned(second, "domain") >= {HOST, "on-the-way"}
    assert "everybody on the way" in second.page()


def test_vA14_a_black_hole_is_not_waited_for():
    made = world(dns={f"SRV _imaps._tcp.{D}": [f"0 1 993 imap.{D}"],
                      f"SRV _submissions._tcp.{D}": [f"0 1 465 smtp.{D}"]},
                 slow={A1: 3})
    found = look(made)
    assert found.place("imap") == f"imap.{D}:993 tls"
    assert found.evidence.network_ms < 1000
    assert (found.run("autoconfig").status, found.run("autoconfig").note) == ("timeout", "not-awaited")
    assert "not waited for" in found.page()


def test_vA15_a_server_error_makes_the_result_provisional():
    found = look(world(says(503), web={f"https://autoconfig.thunderbird.net/v1.1/{D}": document(domain=D)}),
                 third_party=True)
    assert (found.run("autoconfig").status, found.run("autoconfig").note) == ("failed", "http-503")
    assert found.picture.best("imap").sources[0] == "provider-database"
    assert "provisional" in found.notes
    assert found.picture.unheard == ("autoconfig",)


def test_vA16_two_files_that_differ_are_both_shown_and_the_first_is_preferred():
    other = document(server("incoming", "imap", "imap.other.test", 993, "SSL"),
                     server("outgoing", "smtp", "smtp.other.test", 465, "SSL"))
    made = world(document(domain=D), other, slow={A1: 0.05})
    made.mail = {**MAIL, "imap.other.test:993": None, "smtp.other.test:465": None}
    found = look(made)
    assert found.place("imap") == f"imap.{D}:993 tls"
    assert "imap imap.other.test:993 tls" in [str(one.endpoint) for one in found.picture.candidates]
    conflict = next(one for one in found.picture.conflicts if one.protocol == "imap")
    assert (conflict.code, conflict.sides) == ("different-servers", (
        f"autoconfig: imap imap.{D}:993 tls", "well-known: imap imap.other.test:993 tls"))
    assert "The sources disagree" in found.page()


FILE = document(domain=D)


def unsized(peer):
    peer.say("HTTP/1.1 200 OK", "Content-Type: text/xml", "")
    peer.raw(FILE)


def chunked(peer):
    peer.say("HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", f"{len(FILE):x}")
    peer.raw(FILE + b"\r\n")
    peer.say("0", "")


@pytest.mark.parametrize("page", [
    unsized, chunked, b"\xef\xbb\xbf" + FILE, FILE.decode().encode("utf-16"), b"\r\n\n" + FILE],
    ids=["without-length", "chunked", "byte-order-mark", "utf-16", "blank-line"])
def test_vA17_odd_but_honest_answers_are_read(internet, page):
    found, _ = on_the_wire(internet, page)
    assert (found.status, len(found.claims)) == ("answered", 3)
