"""The real Thunderbird with what only some have: two addresses, other folders, an authority of their own."""

import json
import shutil
from pathlib import Path

import pytest

from tests.real.household import answers
from tests.real.lab import thunderbird
from tests.real.lab.scenarios import PASSWORD, SEEDED
from tests.real.lab.thunderbird import Thunderbird, fresh_profile

ALICE, BOB = "alice@full.example", "bob@full.example"
COMPUTERS = ("Office PC", "Laptop")


def files_of(report, device):
    return {file["role"]: Path(file["path"]) for file in report["files"]
            if file["device"] == device and "/together/" in f"/{file['path']}"}


@pytest.fixture(scope="module")
def household(lab, tmp_path_factory, module_advisor):
    """Two people, two computers that both use: what is written for both at once."""
    folder = tmp_path_factory.mktemp("household")
    for address in (ALICE, BOB):
        (folder / f"{address}.toml").write_text(answers(address, only=COMPUTERS))
    run = module_advisor("write", "--answers", folder / f"{ALICE}.toml", "--answers", folder / f"{BOB}.toml",
                         "-o", folder / "out", "--json")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert [plan["address"] for plan in report["plans"]] == [ALICE, BOB]
    return report


def accounts(program):
    return [account for account in program.ask("accounts") if account["type"] in ("imap", "pop3")]


def look(program, kind):
    """Both accounts are there, each with its own servers' login and identity, and each is let in."""
    found = accounts(program)
    assert [(one["type"], one["username"], one["port"], one["socketType"]) for one in found] == [
        (kind, address, 993 if kind == "imap" else 995, 3) for address in (ALICE, BOB)]
    for account, address in zip(found, (ALICE, BOB), strict=True):
        [identity] = account["identities"]
        assert identity["email"] == identity["outgoing"]["username"] == address
        if kind == "imap":
            login = address.replace("@", "%40")
            assert identity["folders"]["sent"] == f"imap://{login}@imap.full.example/Sent"
    return program.ask("read", PASSWORD, SEEDED)["accounts"]


@pytest.mark.parametrize(("device", "kind"), [("Office PC", "pop3"), ("Laptop", "imap")])
def test_two_accounts_are_imported_at_once(household, lab, tmp_path, mailbox, device, kind):
    profile = fresh_profile(tmp_path)
    with Thunderbird(lab, profile) as program:
        assert program.ask("import", str(files_of(household, device)["import"])) is True
    before = {address: set(mailbox(address)) for address in (ALICE, BOB)}
    with Thunderbird(lab, profile) as program:
        rows = look(program, kind)
        assert [row["login"] for row in rows] == ["0x0", "0x0"]
        # Importing drops the one inbox for all, so each account has its own.
        assert [row["messages"][-1] for row in rows] == [len(before[address]) for address in (ALICE, BOB)]
    assert {address: set(mailbox(address)) for address in (ALICE, BOB)} == before


def test_one_import_after_the_other_keeps_the_mail_apart(household, lab, tmp_path, mailbox):
    """Who has only the files of each address imports both; they are on the same host."""
    profile = fresh_profile(tmp_path)
    for address in (ALICE, BOB):
        [own] = [Path(file["path"]) for file in household["files"] if file["role"] == "import"
                 and file["device"] == "Office PC" and address in file["path"]]
        with Thunderbird(lab, profile) as program:
            assert program.ask("import", str(own)) is True
    with Thunderbird(lab, profile) as program:
        rows = look(program, "pop3")
    assert [row["messages"][-1] for row in rows] == [len(mailbox(address)) for address in (ALICE, BOB)]


def test_two_accounts_in_one_profile_share_the_one_inbox(household, lab, tmp_path, mailbox):
    before = {address: set(mailbox(address)) for address in (ALICE, BOB)}
    profile = fresh_profile(tmp_path, files_of(household, "Office PC")["profile"].parent)
    with Thunderbird(lab, profile) as program:
        rows = look(program, "pop3")
        assert [row["login"] for row in rows] == ["0x0", "0x0"]
        assert rows[-1]["messages"][-1] == sum(map(len, before.values()))
    assert {address: set(mailbox(address)) for address in (ALICE, BOB)} == before


def test_the_folders_that_a_login_showed_are_those_of_the_account(lab, tmp_path, advisor):
    """Dovecot calls it Archive and Thunderbird Archives; before any connection it is the server's already."""
    (tmp_path / "a.toml").write_text(answers(ALICE, only=("Laptop",), mode="imap-offline"))
    (tmp_path / "password").write_text(PASSWORD + "\n")
    run = advisor("write", "--answers", tmp_path / "a.toml", "-o", tmp_path / "out", "--json", "--login",
                  "--password-file", tmp_path / "password")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["devices"][0]["folders"]["archive"] == "Archive"
    profile = next(Path(file["path"]) for file in report["files"] if file["role"] == "profile")
    home = tmp_path / "home"
    home.mkdir()
    with Thunderbird(lab, fresh_profile(home, profile.parent)) as program:
        [account] = accounts(program)
        root = "imap://alice%40full.example@imap.full.example"
        assert account["identities"][0]["folders"] == {
            "sent": f"{root}/Sent", "drafts": f"{root}/Drafts", "archive": f"{root}/Archive",
            "templates": f"{root}/Templates"}
        assert (account["trash"], account["junk"], account["moves_junk"]) == ("Trash", f"{root}/Junk", False)


def test_the_policies_bring_a_provider_s_own_authority(lab, tmp_path, advisor, monkeypatch):
    """A profile that trusts nobody but the system: only with the certificate it gets in."""
    (tmp_path / "a.toml").write_text(answers(ALICE, only=("Laptop",), mode="imap"))
    run = advisor("write", "--answers", tmp_path / "a.toml", "-o", tmp_path / "out", "--json")
    assert run.returncode == 0, run.stderr
    files = {file["role"]: Path(file["path"]) for file in json.loads(run.stdout)["files"]}
    assert files["certificate"].read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
    policies = tmp_path / "system" / "policies"
    policies.mkdir(parents=True)
    shutil.copy(files["policies"], policies)
    monkeypatch.setattr(thunderbird, "ISP", "/etc/thunderbird")
    for installed in (False, True):
        home = tmp_path / f"home-{installed}"
        place = home / ".mozilla" / "certificates"
        place.mkdir(parents=True)
        if installed:
            shutil.copy(files["certificate"], place)
        with Thunderbird(lab, fresh_profile(home), isp=policies.parent, trusting=False) as program:
            [row] = program.ask("read", PASSWORD, SEEDED)["accounts"]
            assert (row["login"] == "0x0") is installed
