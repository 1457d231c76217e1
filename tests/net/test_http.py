"""One https GET: redirects under our rules, the limits, and what a broken server leads to."""

import gzip

import pytest

from advisor.net import http
from tests.servers import https_server, server_context, stranger

URL = "https://d.example/a"


def fetch(internet, url=URL, **options):
    return internet.network(**options).fetch(url)


def to(url):
    return 302, {"Location": url}, b""


def test_a_page(internet):
    server = internet.web("d.example", {"/a?x=1": b"hello"})
    answer = fetch(internet, URL + "?x=1")
    assert (answer.outcome, answer.code, answer.body) == ("answered", 200, b"hello")
    assert answer.hops == (URL + "?x=1",)
    headers = {line.split(":")[0].lower() for line in server.heard[1:] if line}
    assert headers == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert "Host: d.example" in server.heard
    assert "User-Agent: mail-advisor" in server.heard


@pytest.mark.parametrize("status", [204, 400, 401, 404, 500, 503])
def test_every_status_is_an_answer(internet, status):  # vA11
    internet.web("d.example", {"/a": (status, {"WWW-Authenticate": "Basic"}, b"")})
    answer = fetch(internet)
    assert (answer.outcome, answer.code) == ("answered", status)


def test_redirects_are_followed(internet):  # vA5 vA6
    internet.web("d.example", {"/a": to("/b"), "/b": to("https://other.example:443/c")})
    internet.web("other.example", {"/c": b"here"})
    answer = fetch(internet)
    assert answer.body == b"here"
    assert answer.hops == (URL, "https://d.example/b", "https://other.example:443/c")


@pytest.mark.parametrize(("location", "note"), [  # vA7 vA9
    ("http://d.example/b", "redirect-to-http"),
    ("https://d.example:8443/", "redirect-to-port"),
    ("https://user:pw@d.example/", "redirect-to-userinfo"),
    ("https://127.0.0.1/", "redirect-to-address"),
    ("https://[::1]/", "redirect-to-address"),
    ("https://2130706433/", "redirect-to-address"),
    ("ftp://d.example/", "redirect-to-other-scheme"),
    ("file:///etc/passwd", "redirect-to-other-scheme"),
    ("https://", "redirect-loop"),
    ("https://[/", "redirect-to-nonsense"),
])
def test_redirects_that_are_refused(internet, location, note):
    internet.web("d.example", {"/a": to(location)})
    answer = fetch(internet)
    assert (answer.outcome, answer.note, answer.body) == ("refused", note, b"")
    assert answer.hops == (URL,)


def test_redirect_into_a_private_network(internet):
    internet.web("d.example", {"/a": to("https://inside.example/")})
    internet.zone["inside.example", "A"] = ["10.0.0.5"]
    answer = fetch(internet)
    assert (answer.outcome, answer.note) == ("refused", "private-address")


def test_redirect_loop(internet):  # vA8
    internet.web("d.example", {"/a": to("/b"), "/b": to("/a")})
    answer = fetch(internet)
    assert (answer.outcome, answer.note) == ("refused", "redirect-loop")


def test_too_many_redirects(internet):  # vA8
    server = internet.web("d.example", {"/a": to("/1"), **{f"/{n}": to(f"/{n + 1}") for n in range(9)}})
    answer = fetch(internet)
    assert (answer.outcome, answer.note, len(answer.hops)) == ("refused", "too-many-redirects", 5)
    assert server.connections == 5


@pytest.mark.parametrize(("url", "note"), [
    ("http://d.example/", "url-http"), ("https://d.example:444/", "url-port"),
    ("https://a@d.example/", "url-userinfo"), ("https://192.0.2.1/", "url-address"),
    ("nonsense", "url-other-scheme")])
def test_urls_that_are_refused(internet, url, note):
    answer = fetch(internet, url)
    assert (answer.outcome, answer.note, answer.hops) == ("refused", note, ())


@pytest.mark.parametrize(("context", "note"), [  # vA10
    (lambda: server_context("d.example", expired=True), "certificate-expired"),
    (lambda: server_context("other.example"), "certificate-wrong-name"),
    (lambda: server_context("d.example", ca=stranger), "certificate-untrusted"),
])
def test_bad_certificates(internet, context, note):
    internet.web("d.example", {"/a": b"hello"}, tls=context())
    answer = fetch(internet)
    assert (answer.outcome, answer.note, answer.body) == ("failed", note, b"")


def test_no_such_host_and_nobody_there(internet):
    internet.address("d.example")
    assert fetch(internet).note == "refused"
    assert fetch(internet, "https://nowhere.example/").note == "no-address"
    internet.zone["broken.example", "A"] = internet.zone["broken.example", "AAAA"] = "SERVFAIL"
    assert fetch(internet, "https://broken.example/").note == "dns-failed"


def head(*lines):
    return lambda peer: (peer.say("HTTP/1.1 200 OK", *lines, ""), peer.raw(b"x" * 10))


@pytest.mark.parametrize(("page", "note"), [  # vA12
    (b"x" * (http.MAX_BODY + 1), "body-too-large"),
    ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 1000)), "compressed"),
    ((200, {f"X-{n}": "y" * 1000 for n in range(40)}, b""), "headers-too-large"),
    ((200, {"X": "y" * 70000}, b""), "line-too-long"),
    ((200, {f"X-{n}": "y" for n in range(200)}, b""), None),
    (head("Content-Length: 100"), None),
    (head("Transfer-Encoding: chunked"), None),
    (lambda peer: peer.say("* OK [CAPABILITY IMAP4rev1] hello"), None),
    (lambda peer: peer.raw(b"\0\xff\xfe\r\n"), None),
    (lambda peer: None, None),
])
def test_what_cannot_be_read_has_failed(internet, page, note):
    internet.web("d.example", {"/a": page})
    answer = fetch(internet)
    assert answer.outcome == "failed"
    assert answer.body == b""
    assert answer.note == (note or answer.note) != ""


def test_the_largest_body(internet):
    internet.web("d.example", {"/a": b"x" * http.MAX_BODY})
    assert len(fetch(internet).body) == http.MAX_BODY


def test_without_length_and_chunked(internet):  # vA17
    internet.web("d.example", {
        "/a": head("Content-Type: text/xml"),
        "/c": head("Content-Length: 10", "Connection: close"),
        "/b": lambda peer: peer.say(
            "HTTP/1.1 200 OK", "Transfer-Encoding: chunked", "", "3", "abc", "0", "")})
    assert fetch(internet).body == b"x" * 10
    assert fetch(internet, "https://d.example/b").body == b"abc"
    assert fetch(internet, "https://d.example/c").body == b"x" * 10


@pytest.mark.parametrize("script", [  # vA12
    lambda peer: peer.wait(),
    lambda peer: peer.drip(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100),
    lambda peer: (peer.say("HTTP/1.1 200 OK", "Content-Length: 1000", ""), peer.drip(b"x" * 1000)),
])
def test_slow_and_silent(internet, monkeypatch, stopwatch, script):
    monkeypatch.setattr(http, "FETCH_SECONDS", 0.4)
    internet.web("d.example", {"/a": script})
    with stopwatch:
        answer = fetch(internet)
    assert (answer.outcome, answer.body) == ("timeout", b"")
    assert stopwatch.seconds < 1.5


@pytest.mark.parametrize(("location", "sent"), [
    ("https://www.d.example/b?emailaddress=ana", "/b?emailaddress=ana"),
    ("https://other.example/b?emailaddress=ana", "/b"), ("https://example/b?emailaddress=ana", None)])
def test_the_address_is_not_carried_out_of_the_domain(internet, location, sent):
    internet.web("autoconfig.d.example", {"/a?emailaddress=ana": to(location)})
    hosts = [internet.web(host, {}) for host in ("www.d.example", "other.example")]
    fetch(internet, "https://autoconfig.d.example/a?emailaddress=ana")
    asked = [line for server in hosts for line in server.heard if line.startswith("GET")]
    assert asked == ([f"GET {sent} HTTP/1.1"] if sent else [])


def test_a_post_carries_xml_and_nothing_that_says_who_asks(internet):
    server = internet.web("d.example", {"/a": b"<Autodiscover/>"})
    answer = internet.network().post(URL, b"<q/>")
    assert (answer.outcome, answer.code, answer.body) == ("answered", 200, b"<Autodiscover/>")
    assert server.heard[0] == "POST /a HTTP/1.1"
    headers = {line.split(":")[0].lower() for line in server.heard[1:] if line}
    assert headers == {"host", "user-agent", "accept", "accept-encoding", "connection", "content-type",
                       "content-length"}


@pytest.mark.parametrize("location", ["/b", "https://other.example/c", "http://d.example/b"])
def test_a_post_is_never_carried_on_to_where_it_was_not_sent(internet, location):
    other = internet.web("other.example", {"/c": b"here"})
    server = internet.web("d.example", {"/a": (307, {"Location": location}, b"")})
    answer = internet.network().post(URL, b"<q/>")
    assert (answer.code, answer.hops, answer.body) == (307, (URL,), b"")
    assert (server.connections, other.connections) == (1, 0)


def test_clear_text_only_for_who_asks_for_it(internet):  # vA13
    server = internet.mail("d.example", 80, https_server({"/a": b"hello", "/up": to("https://d.example/a")}),
                           tls=None)
    internet.web("d.example", {"/a": b"safe"})
    network = internet.network()
    assert network.fetch("http://d.example/a").note == "url-http"
    assert network.post("http://d.example/a", b"").note == "url-http"
    assert server.connections == 0
    assert network.fetch_in_clear("http://d.example/a").body == b"hello"
    assert network.fetch_in_clear("http://d.example/up").body == b"safe"
    assert network.fetch_in_clear("http://d.example:8080/a").note == "url-port"
    assert "Host: d.example" in server.heard
