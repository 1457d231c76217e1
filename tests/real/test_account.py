"""Logging in to real Dovecot and Postfix: the survey says what a second client sees, and nothing changes."""

import json

import pytest

from advisor.exits import Exit
from tests.real.lab import scenarios
from tests.real.lab.witness import Imap, Pop3

ALICE = "alice@full.example"
WRONG = "c4nary-Wert-7719"


@pytest.fixture
def log_in(advisor, tmp_path):
    """Runs `discover --login` with a password from a file."""
    def run(address, *words, password=scenarios.PASSWORD):
        path = tmp_path / "secret"
        path.write_text(password + "\n")
        return advisor("discover", address, "--login", "--password-file", path, *words)
    return run


class Second:
    """A second client that shares no code with the program, logged in to the mail host of an address."""

    def __init__(self, lab, address):
        self._lab, self._address = lab, address
        self._host = scenarios.DOMAINS[address.split("@")[1]].host

    def _where(self, port):
        return (scenarios.HOSTS[self._host].address, port, scenarios.names_of(self._host)[0], self._lab.ca)

    def imap(self, *commands):
        """The untagged answers to the commands after a login."""
        with self._lab.inside(), Imap(*self._where(993)) as line:
            line.command(f'LOGIN "{self._address}" "{scenarios.PASSWORD}"')
            return [row for command in commands for row in line.command(command)]

    def pop3(self, *commands):
        """The answers to the commands after a login; many lines for UIDL and LIST."""
        with self._lab.inside(), Pop3(*self._where(995)) as line:
            line.command(f"USER {self._address}")
            line.command(f"PASS {scenarios.PASSWORD}")
            told = []
            for command in commands:
                told.append(line.command(command))
                while command in ("UIDL", "LIST") and (row := line.read()) != ".":
                    told.append(row)
            line.command("QUIT")
            return told

    def everything(self):
        """Flags, UIDs, dates and sizes of every message in every folder, UIDL and STAT."""
        folders = ("INBOX", "Drafts", "Sent", "Junk", "Trash", "Archive")
        rows = []
        for folder in folders:
            status = self.imap(f"STATUS {folder} (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)")
            total = int(status[0].split("MESSAGES ")[1].split()[0].rstrip(")"))
            fetch = ["FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE)"] if total else []
            rows += status + [row for row in self.imap(f"EXAMINE {folder}", *fetch) if "FETCH" in row]
        return rows, self.pop3("UIDL", "LIST", "STAT")


@pytest.fixture
def second(lab):
    return lambda address: Second(lab, address)


def test_the_survey_says_what_a_second_client_sees(log_in, second):
    client = second(ALICE)
    run = log_in(ALICE, "--json")
    assert run.returncode == Exit.DONE, run.stderr
    told = json.loads(run.stdout)
    best = {}
    for answer in told["answers"]:
        best.setdefault(answer["protocol"], answer["evidence"])
    assert best == {"imap": "E3", "pop3": "E3", "smtp": "E3"}
    surveys = {survey["protocol"]: survey for survey in told["account"]["surveys"]}
    total, size = (int(word) for word in client.pop3("STAT")[0].split()[1:3])
    for survey in surveys.values():
        assert survey["inbox_messages"] == total
    # Maildir on disk has bare line feeds; over both protocols a line ends with two octets.
    assert surveys["pop3"]["inbox_size"] == size
    assert surveys["imap"]["inbox_size"] == size
    assert surveys["pop3"]["unique_ids"] is True
    assert {one["use"]: one["name"] for one in surveys["imap"]["folders"] if one["use"]} == {
        "drafts": "Drafts", "sent": "Sent", "junk": "Junk", "trash": "Trash", "archive": "Archive"}
    quota = next(row for row in client.imap("GETQUOTAROOT INBOX") if row.startswith("* QUOTA "))
    used, limit = (int(word) for word in quota.split("STORAGE ")[1].rstrip(")").split()[:2])
    assert surveys["imap"]["quota"] == {"used": used * 1024, "limit": limit * 1024}
    assert limit == 100 * 1024
    assert (surveys["imap"]["prefix"], surveys["imap"]["missing"]) == ("", [])


def test_capabilities_after_login_become_facts(log_in, second):
    told = json.loads(log_in(ALICE, "--json").stdout)
    probe = next(one for one in told["probes"] if one["endpoint"]["protocol"] == "imap"
                 and one["capabilities"]["after_login"] is not None)
    row = next(row for row in second(ALICE).imap("CAPABILITY") if row.startswith("* CAPABILITY"))
    assert sorted(probe["capabilities"]["after_login"]) == sorted(word.upper() for word in row.split()[2:])
    known = {fact["name"]: fact["answer"] for fact in probe["facts"]}
    # Before the login Dovecot says nothing of these.
    assert {known[f"imap-{name}"] for name in ("special-use", "move", "quota", "idle")} == {"yes"}


@pytest.mark.parametrize("password", [scenarios.PASSWORD, WRONG])
def test_the_mailbox_is_bit_for_bit_what_it_was(log_in, second, password):
    client = second(ALICE)
    before = client.everything()
    assert any("FETCH" in row for row in before[0])
    assert log_in(ALICE, password=password).returncode == (
        Exit.DONE if password == scenarios.PASSWORD else Exit.LOGIN_REFUSED)
    assert client.everything() == before


def test_a_wrong_password_is_refused_and_shown_nowhere(log_in, tmp_path):
    run = log_in(ALICE, "--json", "--save-evidence", tmp_path / "evidence.json",
                 "--debug", tmp_path / "debug", password=WRONG)
    assert run.returncode == Exit.LOGIN_REFUSED
    outcomes = [login["outcome"] for login in json.loads(run.stdout)["account"]["logins"]]
    assert outcomes == ["refused", "not-tried", "not-tried"]
    attempt, = json.loads(run.stdout)["account"]["logins"][0]["attempts"]
    assert attempt["code"] == "AUTHENTICATIONFAILED"
    said = [run.stdout, run.stderr, *(path.read_text() for path in tmp_path.rglob("*")
                                      if path.is_file() and path.name != "secret")]
    assert not any(WRONG in one for one in said)


@pytest.mark.parametrize(("domain", "protocols"), [
    ("starttls", {"imap", "pop3", "smtp"}), ("tlsonly", {"imap", "pop3", "smtp"}),
    ("imaponly", {"imap", "smtp"}), ("popsrv", {"pop3", "smtp"}), ("oldcaps", {"imap", "pop3", "smtp"}),
    ("scram", {"imap", "pop3", "smtp"})])
def test_every_kind_of_host(log_in, domain, protocols):
    run = log_in(f"alice@{domain}.example", "--json", "--accept-unconfirmed")
    account = json.loads(run.stdout)["account"]
    worked = {login["endpoint"]["protocol"] for login in account["logins"] if login["outcome"] == "worked"}
    assert worked == protocols, account
    assert {survey["protocol"] for survey in account["surveys"]} == protocols - {"smtp"}
    assert all(survey["inbox_messages"] == scenarios.SEEDED for survey in account["surveys"])


@pytest.mark.parametrize("domain", ["plain", "expired", "wrongname"])
def test_no_password_goes_where_nothing_is_verified(log_in, lab, domain):
    run = log_in(f"alice@{domain}.example", "--json", "--accept-unconfirmed")
    account = json.loads(run.stdout)["account"]
    assert all(login["outcome"] == "not-tried" for login in account["logins"])
    said = (lab.folder / domain / "dovecot.log").read_text()     # who logs in, or tries to, is named there
    assert "no auth attempts" in said
    assert "alice@" not in said
