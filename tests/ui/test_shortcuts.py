"""The short ways: like the device before, one step again, one source again, and answers kept in a file."""

from pathlib import Path

import pytest

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.evidence import Evidence, SourceRun
from advisor.model.text import text
from advisor.ui.steps import Given
from tests import samples
from tests.ui.script import ADDRESS, BACK, EN, HOUSEHOLD, LEAVE, go
from tests.ui.stage import Stage

FILLED = {"address": ADDRESS, "name": "Ana", "wishes": {"backup": "inbox"}, "devices": [
    {"name": "PC", "kind": "desktop", "client": "thunderbird", "stays": True}]}


def test_a_device_like_the_one_before_has_its_own_name():
    _, script, stage = go(ADDRESS, "", "2", "laptop", "outlook-classic", "yes", "Work", "like-before", "Home",
                          "none", "yes", "write", "out")
    first, second = stage.written[0][1].devices
    assert (second.kind, second.client, second.stays) == (first.kind, first.client, first.stays)
    assert (first.name, second.name) == ("Work", "Home")
    offer = script.asked[7].options[-1]
    assert offer.label == "The same as device 1: Laptop, Outlook (classic)"
    assert all("like-before" not in [option.value for option in asked.options] for asked in script.asked[:7])
    assert any("(as on the device before)" in line for line in script.said)


def test_one_step_again_from_an_old_conversation_and_from_a_file():
    go(*HOUSEHOLD, LEAVE)
    _, script, stage = go("none", "yes", "write", "out", given=Given(redo="backup", lan=True))
    assert script.asked[0].key == "wishes.backup"
    assert stage.written[0][1].wishes.backup == "none"
    _, script, stage = go("phone", "k9", "yes", "write", "out",
                          given=Given(answers=FILLED, redo="devices.1.kind", lan=True))
    assert stage.written[0][1].devices[0].client == "k9"


@pytest.mark.parametrize(("given", "told"), [
    (Given(redo="devices"), "no answers yet"),
    (Given(answers=FILLED, redo="devices.1.kinds", lan=True), "Did you mean “devices.1.kind”?"),
    (Given(answers=FILLED, redo="zzz", lan=True), "Possible here: address, name, devices")])
def test_what_cannot_be_asked_again_is_said(given, told):
    with pytest.raises(AdvisorError) as caught:
        go(given=given)
    assert caught.value.exit_code is Exit.USAGE
    assert told in " ".join(EN.say(part) for part in (caught.value.message, caught.value.hint))


def test_one_source_alone_can_be_asked_again_and_is_confirmed_again():
    evidence = Evidence(samples.ANA, runs=(SourceRun("mx", "answered", 1), SourceRun("srv", "timeout", 1),
                                           SourceRun("pacc", "skipped", 0)))
    stage = Stage(EN)
    _, script, stage = go(*HOUSEHOLD, "yes", "again", "srv", "yes", "write", "out", stage=stage,
                          discover=lambda address, search: evidence)
    assert stage.searched == ["srv"]
    whom = next(asked for asked in script.asked if "once more?" in asked.asks)
    assert [option.value for option in whom.options] == ["all", "mx", "srv"]
    assert whom.options[2].label.endswith(": no answer in time")
    go(*HOUSEHOLD, "yes", "again", BACK, "write", "out", discover=lambda address, search: evidence)


def test_the_answers_alone_can_be_kept_in_a_file(tmp_path):
    stage = Stage(EN)

    def save(household, path, force):
        if path.name == "taken":
            raise AdvisorError("would-overwrite", text("Folder"), Exit.CANNOT_WRITE)
        stage.save_answers(household, path, force)

    code, script, _ = go(*HOUSEHOLD, "yes", "save", BACK, "save", "taken", "mine.toml", "leave", stage=stage,
                         save_answers=save)
    assert code is Exit.DECLINED
    assert not stage.written
    assert stage.saved[0][0].wishes.backup == "inbox"
    assert stage.saved[0][1] == Path("mine.toml")
    assert "  mail-advisor write --answers mine.toml -o DIR" in script.said
    asked = next(asked for asked in script.asked if asked.flag == "--save-answers FILE")
    assert "in it, such as" in asked.check(str(tmp_path))
    assert asked.check("")


def test_the_answers_are_kept_where_a_flag_says():
    _, _, stage = go(*HOUSEHOLD, "yes", "write", "out", given=Given(save_answers=Path("kept.toml"), lan=True))
    assert stage.saved[0][1] == Path("kept.toml")
    assert stage.written


def test_each_answer_says_where_it_was_given():
    answers = {**FILLED, "name": "From the command line"}
    _, script, _ = go("yes", "write", "out", given=Given(
        address=ADDRESS, answers=answers, lan=True,
        in_file=frozenset({"devices.1.kind", "devices.1.client", "devices.1.name", "wishes.backup"})))
    review = "\n".join(script.said)
    assert "Desktop computer (from the answers file)" in review
    assert "From the command line (from the command line)" in review
