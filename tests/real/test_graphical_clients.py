"""The files for programs with windows, in the programs: Evolution, Geary, Claws Mail, and Thunderbird."""

import json
import shutil
import uuid
from pathlib import Path

import pytest

from advisor.formats import _key_file
from tests.real.lab import thunderbird
from tests.real.lab.scenarios import PASSWORD, SEEDED
from tests.real.written import ALICE, BOB, DEVICES, SEEDED_IDS, copy, said

EVOLUTION_SOURCES = Path(__file__).with_name("lab") / "evolution_sources.py"


class TestEvolution:
    @pytest.mark.parametrize("device", ["evolution", "evolution-pop3"])
    def test_its_registry_takes_the_three_files(self, written, start, home, device):
        names = [name for name in written[device] if name.endswith(".source")]
        assert len(names) == 3
        for name in names:
            copy(written[device][name], home, name=f".config/evolution/sources/{name}")
        run = start("dbus-run-session", "--", "/usr/bin/python3", EVOLUTION_SOURCES)
        assert run.returncode == 0, said(run)
        loaded = {uid: _key_file.groups(text.encode()) for uid, text in json.loads(run.stdout).items()}
        assert {f"{uid}.source" for uid in loaded} == set(names)
        for name in names:
            ours = _key_file.groups(written[device][name].read_bytes())
            theirs = loaded[name.removesuffix(".source")]
            for group, keys in ours.items():
                # An empty method is shown as the word "none", which its session treats as empty.
                shown = {key: theirs[group].get(key, "").replace("none", "") for key in keys}
                assert shown == keys, group


class TestGeary:
    def test_it_opens_the_account_and_goes_to_the_server(self, written, start, home):
        copy(written["geary"]["geary.ini"], home, name=".config/geary/account_01/geary.ini")
        (home / "run").mkdir(mode=0o700)
        run = start("timeout", "5", "dbus-run-session", "--", "xvfb-run", "-a", "geary", "--debug",
                    env={"XDG_RUNTIME_DIR": str(home / "run")})
        assert (home / ".local/share/geary/account_01/geary.db").exists(), said(run)
        assert "imap.full.example:993" in said(run)


# What Claws Mail needs to start without asking: a mailbox, and a tree for the IMAP account (the first).
CLAWS_FOLDERS = """<?xml version="1.0" encoding="UTF-8"?>
<folderlist><folder type="mh" name="Mailbox" path="Mail">
<folderitem path="inbox" name="inbox" type="inbox" /></folder>
<folder type="imap" name="imap" account_id="1"></folder></folderlist>
"""


def sections(text):
    """Section to its lines, of an accountrc."""
    return {part.split("\n")[0]: set(part.split("\n")[1:]) - {""} for part in text.split("[Account: ")[1:]}


def test_claws_keeps_the_settings_when_it_writes_its_own_file(written, start, home):
    """On leaving it writes every setting that it has: what it read, and its defaults for the rest."""
    devices = [name for name in DEVICES if name.startswith("claws")]
    ours = "\n".join(written[name]["accountrc"].read_text().replace("[Account: 1]", f"[Account: {number}]")
                     for number, name in enumerate(devices, 1))
    config = home / ".claws-mail/accountrc"
    config.parent.mkdir()
    config.write_text(ours)
    (home / ".claws-mail/folderlist.xml").write_text(CLAWS_FOLDERS)
    (home / "run").mkdir(mode=0o700)
    for folder in ("inbox", "sent", "queue", "draft", "trash"):
        (home / "Mail" / folder).mkdir(parents=True)
    # Not `--status`: where nothing runs yet it takes away the folder in which the first one makes its socket.
    leave = ('claws-mail --offline & until [ -S "$(echo "$XDG_RUNTIME_DIR"/claws-mail/*)" ]; do :; done; '
             "claws-mail --exit; wait")
    run = start("timeout", "40", "dbus-run-session", "--", "xvfb-run", "-a", "sh", "-c", leave,
                env={"XDG_RUNTIME_DIR": str(home / "run")})
    theirs = sections(config.read_text())
    assert all(len(lines) > 100 for lines in theirs.values()), said(run)
    for number, lines in sections(ours).items():
        assert lines - theirs[number] == {"config_version=2"}       # it writes its own, newer one


# Where Thunderbird looks for policies on Linux, beside the folder of the program.
SYSTEM_FOLDER = "/etc/thunderbird"


@pytest.mark.parametrize(("device", "kind", "port"), [
    ("thunderbird", "imap", 993), ("thunderbird-pop3", "pop3", 995)])
def test_thunderbird_takes_the_policies_in_an_empty_profile(
        written, lab, tmp_path, mailbox, monkeypatch, device, kind, port):
    system = tmp_path / "system"
    (system / "policies").mkdir(parents=True)
    shutil.copy(written[device]["policies.json"], system / "policies")
    monkeypatch.setattr(thunderbird, "ISP", SYSTEM_FOLDER)      # the folder that it lays ours over
    with thunderbird.Thunderbird(lab, thunderbird.fresh_profile(tmp_path), isp=system) as program:
        [account] = [one for one in program.ask("accounts") if one["type"] in ("imap", "pop3")]
        assert (account["type"], account["port"], account["socketType"]) == (kind, port, 3)
        assert account["identities"][0]["email"] == ALICE
        if kind == "pop3":
            assert account["leave_on_server"] is True
            assert account["delete_mail_left_on_server"] is False
        [row] = program.ask("read", PASSWORD, SEEDED)["accounts"]
        assert (row["login"], row["messages"][0] >= SEEDED) == ("0x0", True)
        letter = f"{uuid.uuid4()}@lab"
        assert program.ask("send", PASSWORD, BOB, letter) == ["0x0"]
        assert f"<{letter}>" in mailbox(BOB)
    assert set(mailbox(ALICE)) >= SEEDED_IDS
