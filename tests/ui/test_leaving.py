"""Leaving a conversation keeps what was answered; starting again offers it."""


import pytest

from advisor import resume
from advisor.exits import Exit
from advisor.ui.steps import Given
from tests.ui.script import ADDRESS, BACK, HOUSEHOLD, LEAVE, Script, go


@pytest.mark.parametrize("at", range(len(HOUSEHOLD) + 3))
def test_leaving_anywhere_keeps_the_answers(at):
    answers = [*HOUSEHOLD, "yes", "write", "out"][:at]
    code, script, stage = go(*answers, LEAVE)
    assert code is Exit.INTERRUPTED
    assert not stage.written
    assert "start mail-advisor again" in script.story
    saved, _ = resume.load()
    assert (saved is None) is (at == 0)
    if saved:
        assert next(iter(saved.answers.values())) == ADDRESS


def test_an_old_conversation_is_offered_and_taken_up():
    go(*HOUSEHOLD[:5], LEAVE)
    code, script, stage = go("yes", *HOUSEHOLD[5:], "yes", "write", "out")
    assert code is Exit.DONE
    assert ADDRESS in script.asked[0].asks
    assert stage.written[0][1].devices[0].client == "thunderbird"


def test_an_old_conversation_can_be_refused_and_forgotten():
    go(*HOUSEHOLD[:5], LEAVE)
    go("no", LEAVE)
    _, script, _ = go(LEAVE, given=Given(fresh=True, lan=True))
    assert script.asked[0].key == "address"
    assert resume.load() == (None, False)


def test_an_old_conversation_about_another_address_is_not_offered():
    go(*HOUSEHOLD[:5], LEAVE)
    _, script, _ = go(LEAVE, given=Given(address="bob@full.example", lan=True))
    assert script.asked[0].key == "name"


def test_another_address_in_between_loses_nothing():
    go(*HOUSEHOLD[:5], LEAVE)
    go("Bob", "1", "laptop", "thunderbird", "no", "none", "yes", "write", "out",
       given=Given(address="bob@full.example", lan=True))
    _, script, _ = go("yes", LEAVE)
    assert ADDRESS in script.asked[0].asks
    assert script.asked[1].key == "devices.1.stays"


def test_an_address_that_was_corrected_leaves_no_conversation_behind():
    go("anna@full.example", BACK, ADDRESS, LEAVE)
    assert resume.load("anna@full.example") == (None, False)
    assert resume.load()[0].address == ADDRESS


def test_two_windows_with_the_same_address_know_of_each_other_and_keep_what_is_left_last(monkeypatch):
    ask = Script.ask
    meanwhile = {"address": ADDRESS, "name": "Eva"}

    def beside(self, prompt):
        if prompt.key == "devices":
            resume.save(meanwhile)
        return ask(self, prompt)

    monkeypatch.setattr(Script, "ask", beside)
    _, script, _ = go(ADDRESS, "Ana", "1", "laptop", LEAVE)
    assert script.story.count("Another window asks about this address too.") == 1
    assert resume.load(ADDRESS)[0].answers["devices.1.kind"] == "laptop"
    _, script, _ = go("no", ADDRESS, "Ana", LEAVE)
    assert "kept" in script.story
    assert resume.load(ADDRESS)[0].answers["name"] == "Ana"


def test_leaving_keeps_the_answers_that_another_window_threw_away_at_its_end(monkeypatch):
    ask = Script.ask
    monkeypatch.setattr(Script, "ask", lambda self, prompt: (
        resume.forget(ADDRESS) if prompt.key == "devices" else None, ask(self, prompt))[1])
    go(ADDRESS, "Ana", LEAVE)
    assert resume.load(ADDRESS)[0].answers["name"] == "Ana"
