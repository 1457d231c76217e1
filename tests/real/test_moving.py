"""The steps of a move, done with real programs: nothing is lost, also when it is cut short in the middle.

Thunderbird took all mail off the server with POP3, as people's programs did for years. Then the steps of the
plan are followed one after the other, with a kill in between.
"""

import json
import shutil
from pathlib import Path

from tests.real.household import answers
from tests.real.lab.mailhost import seeded_id
from tests.real.lab.scenarios import PASSWORD, SEEDED
from tests.real.lab.thunderbird import Thunderbird, fresh_profile

CAROL, IMAP = "carol@guess.example", ("imap.guess.example", 993)
ALL = sorted(seeded_id(number, CAROL).strip("<>") for number in range(1, SEEDED + 1))


def steps(advisor, folder):
    """The steps of the plan for this very computer."""
    (folder / "today.toml").write_text(answers(CAROL, backup="none", only=("Office PC", "Phone")).replace(
        'client = "thunderbird"', 'client = "thunderbird"\ntoday = "pop3-remove"'))
    run = advisor("advise", "--answers", folder / "today.toml", "--accept-unconfirmed", "--json")
    assert run.returncode == 0, run.stderr
    return [step["step"] for step in json.loads(run.stdout)["migration"]]


def old_profile(advisor, folder):
    """A profile with an account that removes, made by our own file where a person insists."""
    (folder / "old.toml").write_text(answers(CAROL, only=("Office PC",), mode="pop3-remove"))
    run = advisor("write", "--answers", folder / "old.toml", "-o", folder / "out", "--accept-unconfirmed",
                  "--json")
    assert run.returncode == 0, run.stderr
    files = json.loads(run.stdout)["files"]
    prefs = next(Path(file["path"]) for file in files if file["role"] == "profile")
    (folder / "run").mkdir()
    return fresh_profile(folder / "run", prefs.parent)


def stored(profile):
    """What lies in the inbox of the old account on the disk: the only copy, at first."""
    lines = [line for box in profile.glob("Mail/*/Inbox") for line in box.read_text().splitlines()]
    return sorted(line[len("Message-ID: <"):-1] for line in lines if line.startswith("Message-ID: <"))


def test_thunderbird_moves_to_imap_step_by_step_and_survives_a_kill(advisor, lab, tmp_path, mailbox):
    assert steps(advisor, tmp_path) == [
        "export.thunderbird", "pause-old.thunderbird", "add-imap", "check-room", "upload-all.thunderbird",
        "verify", "wait", "remove-old.thunderbird"]
    profile = old_profile(advisor, tmp_path)
    with Thunderbird(lab, profile) as program:
        [row] = program.ask("read", PASSWORD, SEEDED)["accounts"]
    assert row["messages"][0] == SEEDED
    assert mailbox(CAROL) == []                 # the server has nothing: the article's own case
    assert stored(profile) == ALL

    copy = shutil.copytree(profile, tmp_path / "disk", symlinks=True)      # export, the program is closed
    program = Thunderbird(lab, profile).__enter__()
    first = program.ask("move", PASSWORD, *IMAP, 2)         # pause, add, and a part of the upload
    program.crash()
    assert (first["code"], first["checks"]) == ("0x0", [False, False])
    assert len(mailbox(CAROL)) == len(first["uploaded"]) == 2
    assert stored(profile) == stored(copy) == ALL           # it was copied, not moved

    with Thunderbird(lab, profile) as program:
        second = program.ask("move", PASSWORD, *IMAP, SEEDED)
        assert second["code"] == "0x0"
        assert sorted(second["uploaded"]) == sorted(second["old"]) == ALL      # verify: the counts agree
        assert sorted(one.strip("<>") for one in mailbox(CAROL)) == ALL        # nothing came twice
        assert "pop3" not in program.ask("remove_account")                     # only now
    assert stored(copy) == ALL
    with Thunderbird(lab, profile) as program:
        assert [one["type"] for one in program.ask("accounts") if one["type"] != "none"] == ["imap"]
    assert sorted(one.strip("<>") for one in mailbox(CAROL)) == ALL
