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
