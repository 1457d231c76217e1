"""The demo does the whole job against its own provider: same commands, same files, nothing asked."""

import json

import pytest

from advisor import cli
from advisor.exits import Exit

pytest.importorskip("trustme", reason="the demo needs the extra `demo`")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_classic_advice_comes_out_and_is_written(capsys, tmp_path, language):
    assert cli.main(["demo", "--no-input", "-o", str(tmp_path), "--lang", language]) == Exit.DONE
    told, complaint = capsys.readouterr()
    assert "ana@demo.example" in told
    assert complaint == ""
    folder = tmp_path / "ana@demo.example"
    plan = json.loads((folder / "plan.json").read_text())
    assert [device["mode"] for device in plan["devices"]] == ["pop3-keep", "imap", "imap"]
    desktop = plan["devices"][0]["settings"]
    assert (desktop["leave_on_server"], desktop["delete_on_local_delete"]) == (True, False)
    assert (folder / "handout.html").read_text().startswith("<!DOCTYPE html>")


def test_as_json_without_a_folder_nothing_is_written(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["demo", "--no-input", "--json"]) == Exit.DONE
    told, hint = capsys.readouterr()
    assert json.loads(told)["backup"]["device"] == "Office PC"
    assert "-o DIR" in hint
    assert [path for path in tmp_path.iterdir() if path.suffix] == []


def test_what_was_found_can_be_judged_again_without_the_network(capsys, tmp_path):
    kept, answers = tmp_path / "evidence.json", tmp_path / "o/ana@demo.example/answers.toml"
    assert cli.main(["demo", "--no-input", "-o", str(tmp_path / "o"), "--save-evidence", str(kept)]) == 0
    capsys.readouterr()
    runs = []
    for _ in range(2):
        assert cli.main(["advise", "--answers", str(answers), "--evidence", str(kept), "--json"]) == 0
        runs.append(capsys.readouterr().out)
    assert runs[0] == runs[1]
    first = json.loads((answers.parent / "plan.json").read_text())
    assert json.loads(runs[0])["devices"] == first["devices"]


def test_the_same_again_changes_nothing_and_a_difference_is_shown(capsys, tmp_path):
    """Scripts run twice. What somebody edited meanwhile is neither lost nor hidden."""
    kept, folder = tmp_path / "evidence.json", tmp_path / "o"
    assert cli.main(["demo", "--no-input", "--save-evidence", str(kept)]) == Exit.DONE
    command = ["demo", "--no-input", "--evidence", str(kept), "-o", str(folder)]
    capsys.readouterr()

    def seen():
        return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    assert cli.main([*command, "--dry-run"]) == Exit.DONE
    told = capsys.readouterr().out
    assert "thunderbird-import.zip  (new)" in told
    assert seen() == {}
    assert cli.main(command) == Exit.DONE
    first = seen()
    capsys.readouterr()
    assert cli.main([*command, "--json"]) == Exit.DONE
    assert {file["state"] for file in json.loads(capsys.readouterr().out)["files"]} == {"unchanged"}
    assert seen() == first

    mine = folder / "ana@demo.example/Laptop/settings.txt"
    mine.write_bytes(mine.read_bytes().replace(b"993", b"143"))
    edited = seen()
    for flag in ([], ["--json"], ["--dry-run"]):
        assert cli.main([*command, *flag]) == (Exit.DONE if "--dry-run" in flag else Exit.CANNOT_WRITE)
        told, complaint = capsys.readouterr()
        # Where a program listens there is no half of a document, and the message stays a message.
        assert ("-Port: 143\n+Port: 993\n" in told) == ("--json" not in flag)
        assert len(complaint.splitlines()) <= 2
        assert seen() == edited
    assert cli.main([*command, "--dry-run", "--json"]) == Exit.DONE
    (changed,) = (file for file in json.loads(capsys.readouterr().out)["files"] if file["state"] == "changed")
    assert changed["path"] == str(mine)
    assert changed["difference"][-3:-1] == ["-Port: 143", "+Port: 993"]
    assert cli.main([*command, "--keep-both"]) == Exit.DONE
    assert seen() == {**edited, mine.with_name("settings.new.txt"): first[mine]}
    assert cli.main([*command, "--force"]) == Exit.DONE
    assert mine.read_bytes() == first[mine]
    assert cli.main([*command, "--force", "--keep-both"]) == Exit.USAGE
