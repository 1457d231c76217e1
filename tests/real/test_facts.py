"""In every kind of Dovecot the facts equal an independent record, after a login too."""

import json

import pytest

from advisor.exits import Exit
from tests.real.lab import dovecot, scenarios
from tests.real.lab.record import record

# One domain of the lab for each profile of Dovecot.
DOMAINS = {"modern": "full", "starttls-only": "starttls", "tls-only": "tlsonly", "plaintext": "plain",
           "imap-only": "imaponly", "pop-only": "popsrv", "oldcaps": "oldcaps", "scram": "scram",
           "noplain-clear": "clear"}
FROM_THE_MAILBOX = ("tried", "seen-in-list", "answered")        # the look into it knows more than the lists


def where(lab, probe, domain):
    endpoint = probe["endpoint"]
    host = scenarios.HOSTS[scenarios.DOMAINS[f"{domain}.example"].host]
    return endpoint["protocol"], host.address, endpoint["port"], endpoint["host"], lab.ca


def run(advisor, tmp_path, domain, *words):
    secret = tmp_path / "secret"
    secret.write_text(scenarios.PASSWORD + "\n")
    given = ["--login", "--password-file", secret] if "--login" in words else []
    result = advisor("discover", f"alice@{domain}.example", "--json", "--accept-unconfirmed", *given)
    assert result.stdout, result.stderr
    return result.returncode, json.loads(result.stdout)


def test_no_profile_is_left_out():
    assert set(DOMAINS) == set(dovecot.PROFILES)


@pytest.mark.parametrize("profile", [one for one in DOMAINS if one != "plaintext"])
def test_facts_equal_the_record(advisor, lab, tmp_path, profile):
    """Of the visit without a login, and of the one with it."""
    domain = DOMAINS[profile]
    code, report = run(advisor, tmp_path, domain, "--login")
    assert code == Exit.DONE
    compared = {False: 0, True: 0}
    for probe in report["probes"]:
        if probe["outcome"] == "spoke":
            login = probe["capabilities"]["after_login"] is not None
            with lab.inside():
                seen = record(*where(lab, probe, domain), upgrade=probe["endpoint"]["security"] == "starttls",
                              user=f"alice@{domain}.example" if login else "", password=scenarios.PASSWORD)
            compare(probe, seen, facts=login)
            compared[login] += 1
    protocols = len({one["protocol"] for one in report["answers"] if one["evidence"] in ("E2", "E3")})
    assert compared[True] == protocols >= 2
    assert compared[False] >= protocols


@pytest.mark.parametrize("profile", ["modern", "scram", "oldcaps", "noplain-clear"])
def test_without_a_login_too(advisor, lab, tmp_path, profile):
    domain = DOMAINS[profile]
    _, report = run(advisor, tmp_path, domain)
    spoke = [probe for probe in report["probes"] if probe["outcome"] == "spoke"]
    assert len(spoke) >= 3
    for probe in spoke:
        with lab.inside():
            compare(probe, record(*where(lab, probe, domain),
                                  upgrade=probe["endpoint"]["security"] == "starttls"))


def compare(probe, seen, facts=True):
    """The lists of a probe are those of the record, and so are the facts, which are the best that is known of
    this server: after a login those of the login."""
    said = probe["capabilities"]
    assert sorted(said["after_tls"]) == sorted(seen.inside)
    assert sorted(said["before_tls"] or []) == sorted(seen.before or [])
    assert sorted(said["after_login"] or []) == sorted(seen.after or [])
    known = {fact["name"]: fact for fact in probe["facts"]}
    for name, (answer, value) in (seen.facts() if facts else {}).items():
        found = known[name]["answer"], known[name]["value"]
        if name.endswith("-auth"):
            assert (found[0], set(found[1].split())) == (answer, set(value.split())), name
        elif known[name]["because"] not in FROM_THE_MAILBOX:
            assert found == (answer, value), name
    assert known["tls-version"]["value"] == probe["tls"]["version"]


def test_a_host_without_tls_is_listened_to_and_given_nothing(advisor, lab, tmp_path):
    _, report = run(advisor, tmp_path, "plain", "--login")
    heard = {}
    for probe in report["probes"]:
        if probe["outcome"] == "no-starttls":
            with lab.inside():
                seen = record(*where(lab, probe, "plain"))
            assert sorted(probe["capabilities"]["before_tls"]) == sorted(seen.before)
            assert probe["capabilities"]["after_tls"] is None
            heard[probe["endpoint"]["protocol"]] = {fact["name"]: fact["answer"] for fact in probe["facts"]}
    assert set(heard) == {"imap", "pop3", "smtp"}
    assert (heard["imap"]["imap-starttls"], heard["pop3"]["pop3-stls"], heard["smtp"]["smtp-starttls"]) == (
        "no", "no", "no")
    assert all(login["outcome"] == "not-tried" for login in report["account"]["logins"])


@pytest.mark.parametrize(("domain", "mechanism"), [("scram", "SCRAM-SHA-256"), ("clear", "PLAIN")])
def test_the_strongest_way_in_is_used_for_real(advisor, tmp_path, domain, mechanism):
    _, report = run(advisor, tmp_path, domain, "--login")
    logins = report["account"]["logins"]
    assert [(one["outcome"], one["mechanism"]) for one in logins] == [("worked", mechanism)] * 3
    assert all(len(one["attempts"]) == 1 for one in logins)


def test_a_wrong_password_over_scram(advisor, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("c4nary-Wert-7719\n")
    result = advisor("discover", "alice@scram.example", "--json", "--accept-unconfirmed", "--login",
                     "--password-file", secret)
    first, *rest = json.loads(result.stdout)["account"]["logins"]
    assert result.returncode == Exit.LOGIN_REFUSED
    assert (first["outcome"], len(first["attempts"])) == ("refused", 2)
    assert [attempt["mechanism"] for attempt in first["attempts"]] == ["SCRAM-SHA-256", "PLAIN"]
    assert {one["outcome"] for one in rest} == {"not-tried"}
