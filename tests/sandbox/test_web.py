"""The sandbox's web server, asked by the standard library over verified TLS."""

import http.client
import socket
import ssl
import urllib.error
import urllib.request
from xml.etree import ElementTree

import pytest

from advisor.sandbox.manners import Manners

URL = "https://autoconfig.demo.example/mail/config-v1.1.xml"


def get(box, url):
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=box.tls))
    with opener.open(url, timeout=5) as answer:
        return answer.read()


def servers(document):
    return [(one.get("type"), one.findtext("hostname"), one.findtext("port"), one.findtext("socketType"),
             one.findtext("username"), one.findtext("authentication"))
            for one in ElementTree.fromstring(document).iter() if one.tag.endswith("Server")]


def test_the_file_names_all_servers_tls_first(box):
    found = servers(get(box, URL))
    assert found == [
        (kind, f"{host}.demo.example", port, security, "%EMAILADDRESS%", "password-cleartext")
        for kind, host, port, security in (
            ("imap", "imap", "993", "SSL"), ("imap", "imap", "143", "STARTTLS"),
            ("pop3", "pop", "995", "SSL"), ("pop3", "pop", "110", "STARTTLS"),
            ("smtp", "smtp", "465", "SSL"), ("smtp", "smtp", "587", "STARTTLS"))]


def test_the_file_says_only_what_is_there(open_sandbox):
    box = open_sandbox(Manners(pop3=False, tls_only=True))
    said = [(kind, port) for kind, _, port, *_ in servers(get(box, URL))]
    assert said == [("imap", "993"), ("smtp", "465")]


@pytest.mark.parametrize("url", [
    "https://autoconfig.demo.example/", "https://demo.example/mail/config-v1.1.xml",
    "https://demo.example/.well-known/autoconfig/mail/config-v1.1.xml"])
def test_everything_else_is_not_there(box, url):
    with pytest.raises(urllib.error.HTTPError) as absent:
        get(box, url)
    with absent.value:
        assert absent.value.code == 404


def test_a_query_is_passed_over(box):
    assert get(box, URL + "?emailaddress=ana%40demo.example") == get(box, URL)


def test_other_methods_and_rubbish_are_refused(box):
    line = http.client.HTTPSConnection("autoconfig.demo.example", context=box.tls, timeout=5)
    line.request("POST", "/mail/config-v1.1.xml", b"x")
    assert line.getresponse().status == 405
    line.close()
    for rubbish, status in ((b"hello\r\n\r\n", b"400"), (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"400"),
                            (b"GET /" + b"a" * 20000 + b" HTTP/1.1\r\n", b"431")):
        with box.tls.wrap_socket(socket.create_connection(("demo.example", 443)),
                                 server_hostname="demo.example") as raw:
            raw.sendall(rubbish)
            assert raw.recv(100).startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize(("fault", "words"), [
    ("expired", "expired"), ("wrong-name", "Hostname mismatch"), ("untrusted", "unable to get local issuer")])
def test_each_certificate_fault_is_seen_by_a_careful_client(open_sandbox, fault, words):
    box = open_sandbox(Manners(certificate=fault))
    with pytest.raises(urllib.error.URLError) as refused:
        get(box, URL)
    assert isinstance(refused.value.reason, ssl.SSLCertVerificationError)
    assert words in str(refused.value.reason)
