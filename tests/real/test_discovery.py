"""Discovery against real servers: every domain of the lab, from outside, through the command line."""

import json

import pytest

from advisor.exits import Exit
from tests.real.household import answers
from tests.real.lab import scenarios

# protocol -> (host, port, security), for everything that the domain offers and a newcomer must be told.
TLS = {"imap": 993, "pop3": 995, "smtp": 465}
STARTTLS = {"imap": 143, "pop3": 110, "smtp": 587}


def tls(**hosts):
    return {protocol: (host, TLS[protocol], "tls") for protocol, host in hosts.items()}


EXPECTED = {
    "full": tls(imap="imap.full.example", pop3="pop.full.example", smtp="smtp.full.example"),
    "wellknown": tls(imap="imap.wellknown.example", smtp="smtp.wellknown.example"),
    "srvonly": tls(imap="post7.srvonly.example", pop3="post7.srvonly.example", smtp="post7.srvonly.example"),
    "popsrv": tls(pop3="pop.popsrv.example", smtp="pop.popsrv.example"),
    "hosted": tls(imap="imap.bighost.example", smtp="smtp.bighost.example"),
    "guess": tls(imap="imap.guess.example", pop3="pop.guess.example", smtp="smtp.guess.example"),
    "starttls": {name: ("mail.starttls.example", port, "starttls") for name, port in STARTTLS.items()},
    "tlsonly": tls(imap="mail.tlsonly.example", pop3="mail.tlsonly.example", smtp="mail.tlsonly.example"),
    "imaponly": tls(imap="mail.imaponly.example", smtp="mail.imaponly.example"),
    "ispdb": tls(imap="imap.ispdb.example", smtp="smtp.ispdb.example"),
    "badxml": tls(imap="imap.badxml.example", smtp="smtp.badxml.example"),
    "slow": tls(imap="imap.slow.example", smtp="smtp.slow.example"),
    "broken6": tls(imap="imap.broken6.example", smtp="imap.broken6.example"),     # as SRV says
}
# The way from the MX to the provider is plain DNS, which anybody on the line could have written: a person
# has to look at these servers before they are used.
UNCONFIRMED = {"hosted"}
# Said by the domain itself: there is no such server.
DENIED = {"popsrv": "imap", "imaponly": "pop3"}
FROM = {"full": "autoconfig", "wellknown": "well-known", "srvonly": "srv", "popsrv": "srv", "guess": "guess",
        "ispdb": "provider-database"}


def discover(advisor, domain):
    run = advisor("discover", f"alice@{domain}.example", "--json")
    assert "Traceback" not in run.stderr
    return run.returncode, json.loads(run.stdout)


def verified(report):
    return [answer for answer in report["answers"] if answer["evidence"] == "E2"]


@pytest.mark.parametrize("domain", EXPECTED)
def test_the_servers_are_found_and_verified(advisor, domain):
    code, report = discover(advisor, domain)
    best = {}
    for answer in verified(report):
        best.setdefault(answer["protocol"], answer)
    for protocol, where in EXPECTED[domain].items():
        answer = best[protocol]
        assert (answer["host"], answer["port"], answer["security"]) == where
        assert answer["username"] == f"alice@{domain}.example"
        assert "password" in answer["auth"]
    assert DENIED.get(domain) not in best
    assert code == (Exit.UNCONFIRMED if domain in UNCONFIRMED else Exit.DONE)


@pytest.mark.parametrize("domain", FROM)
def test_the_answer_names_where_it_comes_from(advisor, domain):
    _, report = discover(advisor, domain)
    first = report["answers"][0]
    assert FROM[domain] in first["sources"]


@pytest.mark.parametrize(("domain", "because"), [
    ("expired", "certificate-expired"), ("wrongname", "certificate-wrong-name")])
def test_a_bad_certificate_is_no_answer_and_is_named(advisor, domain, because):
    code, report = discover(advisor, domain)
    assert not verified(report)
    assert {(answer["standing"], answer["because"]) for answer in report["answers"]} == {("refused", because)}
    assert code == Exit.NO_SERVER


def test_clear_text_is_never_recommended(advisor):
    code, report = discover(advisor, "plain")
    assert report["answers"]
    assert {answer["standing"] for answer in report["answers"]} == {"refused"}
    assert "plain-text" in {answer["because"] for answer in report["answers"]}
    assert code == Exit.NO_SERVER


@pytest.mark.parametrize("domain", ["plain", "expired", "none"])
def test_nothing_is_written_for_servers_that_cannot_be_used(advisor, tmp_path, domain):
    path = tmp_path / "answers.toml"
    path.write_text(answers(f"alice@{domain}.example"))
    run = advisor("write", "--answers", path, "-o", tmp_path / "out", "--accept-unconfirmed")
    assert run.returncode == Exit.NO_SERVER
    assert "Traceback" not in run.stderr
    assert not (tmp_path / "out").exists()


def test_a_domain_without_mailboxes_is_told_so(advisor):
    code, report = discover(advisor, "none")
    assert code == Exit.NO_SERVER
    assert not verified(report)


@pytest.mark.parametrize("domain", ["slow", "broken6"])
def test_hosts_that_never_answer_do_not_hold_up_the_others(advisor, domain):
    _, report = discover(advisor, domain)
    assert report["timings"]["network_ms"] < 2000


def test_the_address_is_not_sent_anywhere(advisor, lab):
    del lab.web.requests[:]
    discover(advisor, "full")
    discover(advisor, "ispdb")
    assert lab.web.requests
    assert not [request for request in lab.web.requests if "alice" in request.path.lower()]
    assert {request.scheme for request in lab.web.requests} == {"https"}


def test_disclosures_name_everybody_who_was_asked_over_the_web(advisor, lab):
    del lab.web.requests[:]
    _, report = discover(advisor, "ispdb")
    told = {disclosure["to"] for disclosure in report["disclosures"]}
    assert {request.host for request in lab.web.requests} <= told


def test_third_parties_can_be_left_out(advisor, lab):
    del lab.web.requests[:]
    advisor("discover", "alice@ispdb.example", "--json", "--no-third-party")
    assert not {request.host for request in lab.web.requests} & set(scenarios.DATABASES)
