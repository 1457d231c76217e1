"""The main job against the real Thunderbird: what we write, it loads, logs in with, and loses nothing by."""

import json
import uuid
from pathlib import Path

import pytest

from tests.real.household import answers
from tests.real.lab.mailhost import seeded_id
from tests.real.lab.scenarios import PASSWORD, SEEDED
from tests.real.lab.thunderbird import Thunderbird, fresh_profile

ALICE, BOB, CAROL = (f"{user}@full.example" for user in ("alice", "bob", "carol"))
NAME = 'Alicia Núñez "la jefa"'
SOCKET = {"plain": 0, "starttls": 2, "tls": 3}      # nsMsgSocketType of Thunderbird


def seeded(user):
    return {seeded_id(number, user) for number in range(1, SEEDED + 1)}


def write(advisor, folder, text):
    """Run `write` in the lab and return its JSON report."""
    (folder / "answers.toml").write_text(text)
    run = advisor("write", "--answers", folder / "answers.toml", "-o", folder / "out", "--json")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module")
def written(lab, tmp_path_factory, module_advisor):
    """The household's files: device name -> its Thunderbird files by role, plus the plan."""
    folder = tmp_path_factory.mktemp("written")
    report = write(module_advisor, folder, answers(ALICE))
    plan = json.loads(next((folder / "out").rglob("plan.json")).read_text())
    files = {}
    for file in report["files"]:
        if file["client"] == "thunderbird":
            files.setdefault(file["device"], {})[file["role"]] = Path(file["path"])
    return plan, files


def device_plan(plan, name):
    return next(device for device in plan["devices"] if device["name"] == name)


def check_settings(account, settings):
    """What Thunderbird shows is what the plan says, field by field."""
    incoming, outgoing = settings["incoming"], settings["outgoing"]
    assert account["type"] == incoming["protocol"]
    for shown, planned in ((account, incoming), (account["identities"][0]["outgoing"], outgoing)):
        assert (shown["host"], shown["port"]) == (planned["host"], planned["port"])
        assert shown["socketType"] == SOCKET[planned["security"]]
        assert shown["username"] == planned["username"]
        assert shown["authMethod"] == 3     # the password, inside TLS
    assert account["check_time"] == settings["check_minutes"]
    if account["type"] == "pop3":
        days = settings["remove_after_days"]
        assert account["leave_on_server"] is settings["leave_on_server"]
        assert account["delete_by_age_from_server"] is (days is not None)
        assert days in (None, account["num_days_to_leave_on_server"])
        assert account["delete_mail_left_on_server"] is settings["delete_on_local_delete"]
        assert account["headers_only"] is False
    else:
        assert account["offline_download"] is settings["offline_copy"]


def mail_accounts(program):
    return [account for account in program.ask("accounts") if account["type"] in ("imap", "pop3")]


def use(program, plan, name, mailbox):
    """Look at the one account, fetch twice, send to Bob; nothing may be missing on the server afterwards."""
    [account] = mail_accounts(program)
    check_settings(account, device_plan(plan, name)["settings"])
    identity = account["identities"][0]
    assert (identity["email"], identity["fullName"]) == (ALICE, NAME)
    read_and_send(program, mailbox)


def read_and_send(program, mailbox):
    """Log in to receive and to send; nothing may be missing on the server afterwards."""
    result = program.ask("read", PASSWORD, SEEDED)
    assert result["alerts"] == []
    [row] = result["accounts"]
    assert (row["login"], row["messages"]) == ("0x0", [SEEDED, SEEDED])
    assert set(mailbox(ALICE)) == seeded(ALICE)

    letter = f"{uuid.uuid4()}@lab"
    assert program.ask("send", PASSWORD, BOB, letter) == ["0x0"]
    assert f"<{letter}>" in mailbox(BOB)


def test_one_device_keeps_the_copy_and_it_is_the_desktop(written):
    plan, _ = written
    modes = {device["name"]: device["mode"] for device in plan["devices"]}
    assert modes["Office PC"].startswith("pop3-keep")
    assert [name for name, mode in modes.items() if mode.startswith("pop3")] == ["Office PC"]
    assert plan["backup"]["device"] == "Office PC"


@pytest.mark.parametrize("name", ["Office PC", "Laptop"])
def test_the_zip_is_imported_and_works_after_a_restart(written, lab, tmp_path, mailbox, name):
    plan, files = written
    profile = fresh_profile(tmp_path)
    with Thunderbird(lab, profile) as program:
        assert mail_accounts(program) == []
        assert program.ask("import", str(files[name]["import"])) is True
    with Thunderbird(lab, profile) as program:
        use(program, plan, name, mailbox)


@pytest.mark.parametrize("name", ["Office PC", "Laptop"])
def test_the_profile_folder_opens_and_works(written, lab, tmp_path, mailbox, name):
    plan, files = written
    profile = fresh_profile(tmp_path, files[name]["profile"].parent)
    with Thunderbird(lab, profile) as program:
        use(program, plan, name, mailbox)


@pytest.mark.parametrize("name", ["Office PC", "Laptop"])
def test_the_isp_file_is_what_thunderbird_sets_up(written, lab, tmp_path, mailbox, name):
    plan, files = written
    settings = device_plan(plan, name)["settings"]
    with Thunderbird(lab, fresh_profile(tmp_path), isp=files[name]["autoconfig"].parent) as program:
        found = program.ask("discover", ALICE)
        assert program.ask("create", NAME, ALICE, PASSWORD) == "xml-from-disk"
        [account] = mail_accounts(program)
        assert (account["type"], account["username"]) == (settings["incoming"]["protocol"], ALICE)
        read_and_send(program, mailbox)
    assert found["source"] == "xml-from-disk"
    for shown, planned in ((found["incoming"], settings["incoming"]),
                           (found["outgoing"], settings["outgoing"])):
        assert (shown["type"], shown["host"], shown["port"], shown["socketType"]) == (
            planned["protocol"], planned["host"], planned["port"], SOCKET[planned["security"]])
        assert shown["username"] in ("%EMAILADDRESS%", planned["username"])


def test_removing_is_done_only_where_a_person_chose_it(advisor, lab, tmp_path, mailbox):
    """The control: with pop3-remove the mailbox is empty afterwards, so the checks above can fail."""
    assert set(mailbox(CAROL)) == seeded(CAROL)
    report = write(advisor, tmp_path, answers(CAROL, only=("Office PC",), mode="pop3-remove"))
    prefs = next(Path(file["path"]) for file in report["files"] if file["role"] == "profile")
    folder = tmp_path / "run"
    folder.mkdir()
    with Thunderbird(lab, fresh_profile(folder, prefs.parent)) as program:
        [row] = program.ask("read", PASSWORD, SEEDED)["accounts"]
    assert row["messages"][0] == SEEDED
    assert mailbox(CAROL) == []
