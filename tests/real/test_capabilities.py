"""What real Dovecot and Postfix say, compared with a witness that shares no code with the program."""

import json

import pytest

from tests.real.lab import scenarios
from tests.real.lab.witness import SPEAKERS

DOMAINS = ("full", "starttls", "tlsonly", "popsrv", "imaponly", "oldcaps", "scram")


def witnessed(lab, endpoint, host):
    """Capabilities before and after TLS, in upper case; None where that was not asked."""
    where = scenarios.HOSTS[host].address, endpoint["port"], endpoint["host"], lab.ca
    with lab.inside(), SPEAKERS[endpoint["protocol"]](*where) as line:
        before = None
        if endpoint["security"] == "starttls":
            before = [row.upper() for row in line.capabilities()]
            line.upgrade()
        return before, [row.upper() for row in line.capabilities()]


@pytest.mark.parametrize("domain", DOMAINS)
def test_capabilities_equal_what_the_witness_saw(advisor, lab, domain):
    report = json.loads(advisor("discover", f"alice@{domain}.example", "--json").stdout)
    asked = {(answer["protocol"], answer["host"], answer["port"])
             for answer in report["answers"] if answer["evidence"] == "E2"}
    compared = 0
    for probe in report["probes"]:
        endpoint = probe["endpoint"]
        if (endpoint["protocol"], endpoint["host"], endpoint["port"]) not in asked:
            continue
        before, after = witnessed(lab, endpoint, scenarios.DOMAINS[f"{domain}.example"].host)
        said = probe["capabilities"]
        assert sorted(said["after_tls"]) == sorted(after)
        if before is not None:
            assert sorted(said["before_tls"]) == sorted(before)
        assert said["after_login"] is None
        compared += 1
    assert compared >= 2


def facts(report, protocol):
    """name -> fact of the best verified server of a protocol."""
    best = next(a for a in report["answers"] if a["protocol"] == protocol and a["evidence"] == "E2")
    probe = next(p for p in report["probes"] if p["endpoint"]["protocol"] == protocol
                 and p["endpoint"]["host"] == best["host"] and p["endpoint"]["port"] == best["port"])
    return {fact["name"]: fact for fact in probe["facts"]}


def test_facts_about_a_modern_host(advisor):
    report = json.loads(advisor("discover", "alice@full.example", "--json").stdout)
    imap, pop3, smtp = (facts(report, protocol) for protocol in ("imap", "pop3", "smtp"))
    assert imap["imap-idle"]["answer"] == "yes"
    # Dovecot tells SPECIAL-USE, MOVE and QUOTA only after the login: not yet known is not the same as no.
    for name in ("imap-special-use", "imap-move", "imap-quota"):
        assert (imap[name]["answer"], bool(imap[name]["because"])) == ("unknown", True)
    assert (pop3["pop3-uidl"]["answer"], pop3["pop3-top"]["answer"]) == ("yes", "yes")
    assert smtp["smtp-size"]["value"] == 26214400


def test_a_server_that_hides_its_capabilities_leaves_them_unknown(advisor):
    report = json.loads(advisor("discover", "alice@oldcaps.example", "--json").stdout)
    assert facts(report, "imap")["imap-idle"]["answer"] != "yes"
