"""Other server programs than Dovecot: real Courier (`INBOX.` before every folder, LOGIN-DELAY) and real Cyrus
(a greeting that names less than CAPABILITY does, `\\sent` in lower case)."""

import json

import pytest

from tests.real.lab import scenarios
from tests.real.lab.courier import Courier
from tests.real.lab.cyrus import Cyrus
from tests.real.lab.record import record
from tests.real.lab.witness import Imap, Pop3
from tests.real.test_facts import compare

SERVERS = {"courier": (Courier, scenarios.COURIER), "cyrus": (Cyrus, scenarios.CYRUS)}
PROTOCOLS = {"imap": "imap", "pop3": "pop"}
MESSAGE = "Subject: hello\r\n\r\nBody\r\n"


class Place:
    """One of these servers, and how to get there."""

    def __init__(self, name, lab):
        self.name, self.lab, self.user = name, lab, f"alice@{name}.example"

    def where(self, protocol):
        host = f"{PROTOCOLS[protocol]}.{self.name}.example"
        return SERVERS[self.name][1], {"imap": 993, "pop3": 995}[protocol], host, self.lab.ca

    def everything(self):
        """All that a second client sees: flags, UIDs, sizes, UIDL. `\\Recent` is for whoever looks first."""
        with self.lab.inside(), Imap(*self.where("imap")) as line:
            line.login(self.user, scenarios.PASSWORD)
            rows = line.command("EXAMINE INBOX") + line.command("FETCH 1:* (UID FLAGS RFC822.SIZE)")
        with self.lab.inside(), Pop3(*self.where("pop3")) as line:
            line.login(self.user, scenarios.PASSWORD)
            told = line.command("STAT"), [line.command(f"UIDL {number}") for number in (1, 2, 3)]
        return [row.replace(" \\Recent", "").replace("\\Recent", "") for row in rows
                if "RECENT" not in row], told


@pytest.fixture(scope="module", params=SERVERS)
def place(request, lab):
    """The server is up, and holds three messages."""
    server, address = SERVERS[request.param]
    found = Place(request.param, lab)
    names = [found.where(protocol)[2] for protocol in PROTOCOLS]
    running = server(lab.folder / request.param, lab.server, address,
                     lab.authority.issue(f"mail-{request.param}", names), scenarios.PASSWORD)
    try:
        running.wait()
        with lab.inside(), Imap(*found.where("imap")) as line:
            line.login(found.user, scenarios.PASSWORD)
            for _ in range(3 if request.param == "cyrus" else 0):
                line.command(f"APPEND INBOX (\\Seen) {{{len(MESSAGE)}+}}\r\n{MESSAGE}")
            line.command("SELECT INBOX")        # Courier makes up its UIDVALIDITY anew until somebody does
        yield found
    finally:
        running.stop()


@pytest.fixture(scope="module")
def log_in(module_advisor, place, tmp_path_factory):
    """The JSON of `discover --login`."""
    def run(password):
        secret = tmp_path_factory.mktemp("secret") / "secret"
        secret.write_text(password + "\n")
        result = module_advisor("discover", place.user, "--json", "--accept-unconfirmed", "--login",
                                "--password-file", secret)
        assert result.stdout, result.stderr
        return json.loads(result.stdout)
    return run


@pytest.fixture(scope="module")
def told(log_in, place):
    """What one login told, and the mailbox before and after it."""
    before = place.everything()
    report = log_in(scenarios.PASSWORD)
    return report, before, place.everything()


def probe_of(report, protocol, login=True):
    return next(one for one in report["probes"] if one["endpoint"]["protocol"] == protocol
                and one["outcome"] == "spoke" and (one["capabilities"]["after_login"] is not None) == login)


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("login", [False, True], ids=["announced", "logged in"])
def test_facts_equal_the_record(told, place, protocol, login):
    probe = probe_of(told[0], protocol, login)
    with place.lab.inside():
        seen = record(protocol, *place.where(protocol), user=place.user if login else "",
                      password=scenarios.PASSWORD)
    compare(probe, seen, facts=login)
    known = {fact["name"]: fact for fact in probe["facts"]}
    if (place.name, protocol) == ("courier", "pop3"):
        assert (known["pop3-login-delay"]["answer"], known["pop3-login-delay"]["value"]) == ("yes", 10)
    if (place.name, protocol) == ("cyrus", "imap"):
        assert "CONDSTORE" not in probe["greeting"]     # and yet it is known without a login
        assert "CONDSTORE" in probe["capabilities"]["after_tls"]


def test_the_folders(told, place):
    report = told[0]
    survey = next(one for one in report["account"]["surveys"] if one["protocol"] == "imap")
    assert survey["missing"] == []
    below = {"courier": "INBOX.", "cyrus": survey["prefix"]}[place.name]
    assert below.startswith("INBOX")
    uses = {one["name"].removeprefix(below): (one["use"], one["proposed"]) for one in survey["folders"]}
    assert uses == {
        "courier": {"INBOX": (None, None), "Enviados": (None, "sent"), "Papelera": (None, "trash"),
                    "Trabajo": (None, None)},
        "cyrus": {"INBOX": (None, None), "Sent": ("sent", None), "Papelera": (None, "trash")}}[place.name]
    assert survey["inbox_messages"] == 3
    facts = {fact["name"]: fact for fact in probe_of(report, "imap")["facts"]}
    assert (facts["imap-namespace"]["answer"], facts["imap-namespace"]["value"]) == ("yes", below)
    assert facts["imap-special-use"]["answer"] == ("yes" if place.name == "cyrus" else "no")


def test_the_mailbox_stays_as_it_was(told):
    report, before, after = told
    assert [login["outcome"] for login in report["account"]["logins"]] == ["worked", "worked"]
    assert before == after
    assert any("FETCH" in row for row in before[0])


def test_a_wrong_password_is_told_as_one(log_in):
    first = log_in("c4nary-Wert-7719")["account"]["logins"][0]
    assert (first["outcome"], len(first["attempts"])) == ("refused", 1)
