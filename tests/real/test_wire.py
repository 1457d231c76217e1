"""What really goes over the line while a domain is looked up (vR3, vR5), heard from outside the program."""

import base64
import json
import socket

import dns.message
import dns.query
import dns.rdatatype
import pytest

from advisor.exits import Exit
from tests.real.lab import scenarios
from tests.real.lab.capture import Capture

LOCAL = "alice.secret+shop"         # nothing in the lab is called that
DOMAINS = ("full", "wellknown", "srvonly", "popsrv", "hosted", "guess", "starttls", "plain", "expired",
           "imaponly", "ispdb", "slow", "broken6", "none", "httponly")
PORTS = {53, 443, 143, 993, 110, 995, 465, 587}


def forms(words):
    """How words may look on the way: as they are, in percent code, in base64 (three ways to begin)."""
    plain = words.encode()
    coded = {base64.b64encode(b" " * skipped + plain)[4:-4].rstrip(b"=") for skipped in range(3)}
    return {plain, plain.replace(b"+", b"%2B"), *coded}


def look(advisor, lab, domain, *flags, local=LOCAL):
    """The report and what was heard while it was made."""
    del lab.web.requests[:]
    with Capture(lab) as heard:
        run = advisor("discover", f"{local}@{domain}", "--json", *flags)
    assert "Traceback" not in run.stderr
    return json.loads(run.stdout), heard


def addresses(lab, host):
    """All addresses of a host, from the lab's own DNS."""
    found = set()
    with lab.inside():
        for kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
            answer = dns.query.udp(dns.message.make_query(host, kind), scenarios.DNS, timeout=5)
            found |= {record.to_text() for rrset in answer.answer for record in rrset if rrset.rdtype == kind}
    return found


@pytest.mark.parametrize("name", DOMAINS)
def test_vR5_nobody_learns_who_asks(advisor, lab, name):
    report, heard = look(advisor, lab, f"{name}.example")
    assert heard.questions
    # A name of a few letters turns up by chance in the random bytes of TLS.
    own = {socket.gethostname().encode()} if len(socket.gethostname()) > 5 else set()
    for secret in forms(LOCAL) | own:
        assert not [said for said in heard.said if secret in said]
        assert not [one for one in lab.web.requests if secret.decode() in one.path]
    assert "address" not in {told["what"] for told in report["disclosures"]}


@pytest.mark.parametrize("name", DOMAINS)
def test_vR5_the_disclosures_are_what_the_line_says(advisor, lab, name):
    report, heard = look(advisor, lab, f"{name}.example")
    told = {one["to"] for one in report["disclosures"]}
    assert heard.names <= told
    assert {one.host for one in lab.web.requests} <= told
    homes = {host: addresses(lab, host) for host in told - {"resolver"}}
    reached = {address for address, port in heard.connections if port != 53}
    assert reached <= set().union(*homes.values())      # nobody is left out
    for host, home in homes.items():                    # and nobody is made up
        assert home & reached, host


@pytest.mark.parametrize("name", DOMAINS)
def test_nothing_goes_over_http_or_to_odd_ports(advisor, lab, name):
    _, heard = look(advisor, lab, f"{name}.example")
    assert {port for _, port in heard.connections} <= PORTS


@pytest.mark.parametrize("domain", ["sub.full.example", "a.b.full.example"])
def test_vV5_parents_of_the_domain_are_never_asked(advisor, lab, domain):
    _, heard = look(advisor, lab, domain, "--no-third-party")
    assert heard.questions
    assert not [name for name in heard.questions
                if name != domain and not name.endswith("." + domain) and name != "mail-advisor.invalid"]


@pytest.mark.parametrize("name", ["full", "ispdb", "hosted"])
def test_third_parties_that_are_switched_off_hear_nothing(advisor, lab, name):
    _, heard = look(advisor, lab, f"{name}.example", "--no-third-party")
    assert not (heard.questions | heard.names) & set(scenarios.DATABASES)
    _, heard = look(advisor, lab, f"{name}.example")
    assert heard.questions & set(scenarios.DATABASES)       # the test can fail


def test_vR3_offline_not_one_packet_leaves(advisor, lab, tmp_path):
    (tmp_path / "full.example.xml").write_text(scenarios.client_config("full.example"))
    flags = ("--offline", "--local-config", tmp_path)
    report, heard = look(advisor, lab, "full.example", *flags)
    assert not heard.said
    assert not report["disclosures"]
    assert {answer["evidence"] for answer in report["answers"]} == {"E0"}
    alone = advisor("discover", f"{LOCAL}@full.example", "--json", *flags, namespace=lab.dead)
    assert alone.returncode == Exit.UNCONFIRMED
    assert json.loads(alone.stdout)["answers"] == report["answers"]


def test_vR5_the_address_goes_to_the_domains_own_host_with_consent_alone(advisor, lab, monkeypatch):
    host = "autoconfig.badxml.example"
    monkeypatch.delitem(lab.web.servers[0].files, ("https", host, scenarios.AUTOCONFIG))    # now it is a 404
    look(advisor, lab, "badxml.example")
    assert not [one for one in lab.web.requests if "emailaddress" in one.path]
    report, heard = look(advisor, lab, "badxml.example", "--send-address")
    assert {one.host for one in lab.web.requests if "emailaddress" in one.path} == {host}
    assert {one["to"] for one in report["disclosures"] if one["what"] == "address"} == {host}
    for secret in forms(LOCAL):     # it is inside TLS
        assert not [said for said in heard.said if secret in said]


OWN = "httponly.example"        # its autoconfig file is there over http alone


def in_clear(lab, heard):
    """Whether anybody was asked without encryption, by the line and by the web host's own log."""
    return 80 in {port for _, port in heard.connections} or "http" in {one.scheme for one in lab.web.requests}


@pytest.mark.parametrize("flags", [(), ("--send-address",), ("--autodiscover",),
                                   ("--send-address", "--autodiscover", "--no-third-party")])
@pytest.mark.parametrize("name", ["httponly", "none", "badxml"])
def test_nothing_is_asked_in_clear_without_its_own_flag(advisor, lab, name, flags):
    report, heard = look(advisor, lab, f"{name}.example", *flags)
    assert not in_clear(lab, heard)
    assert "on-the-way" not in {one["to"] for one in report["disclosures"]}


def test_in_clear_with_its_flag_and_even_then_without_the_address(advisor, lab):
    report, heard = look(advisor, lab, OWN, "--allow-http", "--send-address")
    assert in_clear(lab, heard)
    asked = [one for one in lab.web.requests if one.scheme == "http"]
    assert {(one.host, one.path) for one in asked} == {(f"autoconfig.{OWN}", scenarios.AUTOCONFIG)}
    for secret in forms(LOCAL):
        assert not [said for said in heard.said if secret in said]
    assert {"to": "on-the-way", "what": "domain"} in report["disclosures"]
    derived = [one for one in report["answers"] if "http-autoconfig" in one["sources"]]
    assert derived


@pytest.mark.parametrize("flags", [(), ("--send-address",), ("--autodiscover",)])
def test_vV5_autodiscover_is_asked_with_its_flag_alone_and_at_the_domain_alone(advisor, lab, flags):
    domain = "full.example"
    report, heard = look(advisor, lab, domain, "--sources", "srv,autodiscover" if "--autodiscover" in flags
                         else "srv,autoconfig,autoconfig-address" if flags else "srv,autoconfig", *flags)
    asked = {name for name in heard.questions if "autodiscover" in name}
    assert bool(asked) == ("--autodiscover" in flags)
    assert not [name for name in heard.questions if name != domain and not name.endswith("." + domain)]
    for secret in forms(LOCAL):
        assert not [said for said in heard.said if secret in said]
    told = {one["to"] for one in report["disclosures"] if one["what"] == "address"}
    assert not told or flags
    assert not [host for host in told if host != domain and not host.endswith("." + domain)]


@pytest.mark.parametrize("name", ["hosted", "srvonly", "guess", "none", "httponly"])
def test_without_third_parties_only_the_domain_and_its_mail_hosts_are_asked(advisor, lab, name):
    """With everything else switched on."""
    domain = f"{name}.example"
    _, heard = look(advisor, lab, domain, "--no-third-party", "--send-address", "--autodiscover",
                    "--allow-http")
    allowed = (domain, "bighost.example") if name == "hosted" else (domain,)
    for asked in (heard.questions | heard.names) - {"mail-advisor.invalid"}:
        assert any(asked == one or asked.endswith("." + one) for one in allowed), asked
