"""Another server program than Dovecot: real Courier, with `INBOX.` before every folder and LOGIN-DELAY."""

import json

import pytest

from tests.real.lab import scenarios
from tests.real.lab.courier import Courier
from tests.real.lab.record import record
from tests.real.lab.witness import Imap, Pop3
from tests.real.test_facts import compare

HOSTS = {"imap": "imap.courier.example", "pop3": "pop.courier.example"}
ALICE = "alice@courier.example"


@pytest.fixture(scope="module")
def courier(lab):
    server = Courier(lab.folder / "courier", lab.server, scenarios.COURIER,
                     lab.authority.issue("mail-courier", sorted(HOSTS.values())), scenarios.PASSWORD)
    try:
        server.wait()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def log_in(module_advisor, courier, tmp_path_factory):
    """The JSON of `discover --login`."""
    def run(password):
        secret = tmp_path_factory.mktemp("secret") / "secret"
        secret.write_text(password + "\n")
        result = module_advisor("discover", ALICE, "--json", "--accept-unconfirmed", "--login",
                                "--password-file", secret)
        assert result.stdout, result.stderr
        return json.loads(result.stdout)
    return run


def everything(lab):
    """All that a second client sees: flags, UIDs, sizes, UIDL. `\\Recent` belongs to whoever looks first."""
    with lab.inside(), Imap(*where(lab, "imap", 993)) as line:
        line.login(ALICE, scenarios.PASSWORD)
        rows = line.command("EXAMINE INBOX") + line.command("FETCH 1:* (UID FLAGS RFC822.SIZE)")
    with lab.inside(), Pop3(*where(lab, "pop3", 995)) as line:
        line.login(ALICE, scenarios.PASSWORD)
        told = line.command("STAT"), [line.command(f"UIDL {number}") for number in (1, 2, 3)]
    return [row.replace(" \\Recent", "") for row in rows if "RECENT" not in row], told


@pytest.fixture(scope="module")
def told(log_in, lab):
    """What one login told, and whether the mailbox was the same before and after it."""
    before = everything(lab)
    report = log_in(scenarios.PASSWORD)
    return report, before, everything(lab)


def where(lab, protocol, port):
    return scenarios.COURIER, port, HOSTS[protocol], lab.ca


def probe_of(report, protocol, login=True):
    return next(one for one in report["probes"] if one["endpoint"]["protocol"] == protocol
                and one["outcome"] == "spoke" and (one["capabilities"]["after_login"] is not None) == login)


@pytest.mark.parametrize("protocol", HOSTS)
@pytest.mark.parametrize("login", [False, True], ids=["announced", "logged in"])
def test_facts_equal_the_record(told, lab, protocol, login):
    probe = probe_of(told[0], protocol, login)
    with lab.inside():
        seen = record(protocol, *where(lab, protocol, probe["endpoint"]["port"]),
                      user=ALICE if login else "", password=scenarios.PASSWORD)
    compare(probe, seen)
    known = {fact["name"]: fact for fact in probe["facts"]}
    if protocol == "pop3":
        assert (known["pop3-login-delay"]["answer"], known["pop3-login-delay"]["value"]) == ("yes", 10)


def test_the_folders_below_inbox(told):
    report = told[0]
    survey = next(one for one in report["account"]["surveys"] if one["protocol"] == "imap")
    assert (survey["prefix"], survey["separator"], survey["missing"]) == ("INBOX.", ".", [])
    names = {one["name"]: one["proposed"] for one in survey["folders"]}
    assert names == {"INBOX": None, "INBOX.Enviados": "sent", "INBOX.Papelera": "trash",
                     "INBOX.Trabajo": None}
    assert survey["inbox_messages"] == 3
    assert report["account"]["measured"]["folders"] == {"sent": "INBOX.Enviados", "trash": "INBOX.Papelera"}
    namespace = {fact["name"]: fact for fact in probe_of(report, "imap")["facts"]}["imap-namespace"]
    assert (namespace["answer"], namespace["value"]) == ("yes", "INBOX.")


def test_the_mailbox_stays_as_it_was(told):
    report, before, after = told
    assert [login["outcome"] for login in report["account"]["logins"]] == ["worked", "worked"]
    assert before == after
    assert any("FETCH" in row for row in before[0])


def test_a_wrong_password_is_told_as_one(log_in):
    first = log_in("c4nary-Wert-7719")["account"]["logins"][0]
    assert (first["outcome"], len(first["attempts"])) == ("refused", 1)
