"""One client after the other: what is asked, what is remembered, and what never is."""

import stat

from advisor import preferences
from advisor.exits import Exit
from advisor.interview import Interview
from advisor.preferences import Preferences
from advisor.ui import technician, wizard
from advisor.ui.steps import Given
from tests.ui.script import ADDRESS, EN, LEAVE, Script
from tests.ui.stage import CLIENTS, Stage

FIRST = [ADDRESS, "Ana", "laptop outlook-classic, phone k9", "inbox", "yes", "write", "out"]


def work(*answers, given=None, kept=None):
    script, stage = Script(*answers), Stage(EN)
    given = given or Given(lan=True)

    def converse(one):
        return wizard.run(script, stage.steps(), EN, CLIENTS, given=one, greeted=True)

    code = technician.run(script, EN, given, kept or preferences.load(),
                          Interview(CLIENTS, EN.say, lan=True), (), converse)
    assert not script.answers
    return code, script, stage


def test_the_next_client_has_the_programs_the_copy_and_the_folder_of_the_last(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, script, stage = work(*FIRST, "bob@full.example", "", "laptop outlook-classic, phone k9", "inbox",
                               "yes", "write", "")
    assert code is Exit.DONE
    assert stage.searched == [ADDRESS, "bob@full.example"]
    (_, ana, _, _), (_, bob, folder, _) = stage.written
    assert bob.devices == ana.devices
    assert folder == tmp_path / "out"
    line, copy = script.asked[9:11]
    assert line.default == "laptop outlook-classic, phone k9"
    assert copy.default == "inbox"
    assert any("(as for the last client)" in said for said in script.said)


def test_programs_and_folder_are_remembered_and_nothing_about_the_client(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _, script, _ = work(*FIRST, "")
    kept = preferences.load()
    assert kept == Preferences(output=str(tmp_path / "out"), devices="laptop outlook-classic, phone k9",
                               copy="inbox")
    words = preferences.place().read_text()
    assert "full.example" not in words
    assert "Ana" not in words
    assert stat.S_IMODE(preferences.place().stat().st_mode) == 0o600
    assert "technician = true" in script.said[-1]
    _, script, _ = work(*FIRST[:2], "desktop thunderbird", "none", "yes", "write", "")
    assert script.asked[2].default == kept.devices


def test_without_memory_nothing_is_kept(tmp_path):
    work(*FIRST[:-1], "", given=Given(lan=True, remember=False, output=tmp_path), kept=Preferences())
    assert not preferences.place().exists()


def test_ctrl_c_ends_it_and_so_does_enter_at_the_next_address():
    assert work(*FIRST[:3], LEAVE)[0] is Exit.INTERRUPTED
    code, _, stage = work("no", *FIRST, LEAVE)
    assert code is Exit.DONE
    assert len(stage.written) == 1


def test_one_client_without_files_is_told_by_the_exit_code_and_does_not_end_the_work():
    code, _, stage = work(*FIRST[:5], "leave", "bob@full.example", "", FIRST[2], "none", "yes",
                          "write", "out", "")
    assert code is Exit.DECLINED
    assert len(stage.written) == 1


def test_an_address_that_cannot_be_one_is_refused_at_once():
    prompt = technician._next(EN, Interview(CLIENTS, EN.say, lan=True), ())
    assert prompt.check("bob") is not None
    assert prompt.check("") is None


def test_settings_that_cannot_be_written_are_said_once_and_stop_nothing(tmp_path):
    (tmp_path / "xdg_config_home").write_text("a file where the folder should be")
    code, script, stage = work(*FIRST, "", kept=Preferences())
    assert code is Exit.DONE
    assert "The settings for next time could not be kept." in script.said
    assert stage.written
