"""The flow of the wizard, with a screen that answers from a list: what is asked, kept and written."""

import threading

import pytest

from advisor import resume
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.text import text
from advisor.ui import wizard
from advisor.ui.steps import Given
from tests import samples
from tests.ui.script import ADDRESS, BACK, EN, HOUSEHOLD, LEAVE, Script, go
from tests.ui.stage import CLIENTS, Stage


def test_from_the_address_to_the_files():
    code, script, stage = go(*HOUSEHOLD, "yes", "write", "out")
    assert code is Exit.DONE
    assert stage.written[0][1].wishes.backup == "inbox"
    assert stage.written[0][2].name == "out"
    assert script.said[-1].endswith("mail-advisor write --answers out/ana@full.example/answers.toml -o out")
    assert resume.load() == (None, False)


def test_the_first_words_come_before_the_first_question_and_promise_to_ask():
    script = Script(LEAVE)
    wizard.run(script, Stage(EN).steps(), EN, CLIENTS)
    assert "Nothing is changed or written without asking you." in script.said[:2]


def test_the_search_starts_with_the_address():
    _, script, stage = go(*HOUSEHOLD, "yes", "write", "out")
    assert stage.searched == [ADDRESS]
    assert script.watched[0].address == ADDRESS
    code, _, stage = go(ADDRESS, LEAVE)
    assert code is Exit.INTERRUPTED
    assert stage.searched == [ADDRESS]


def test_what_is_not_asked_is_told_with_its_reason():
    _, script, _ = go(ADDRESS, "", "1", "phone", "k9", "none", "yes", "write", "out")
    assert "Device 1 stays in one place: No (the only possibility)" in script.said
    assert script.said.count("Name of device 1: Phone (usual)") == 1


@pytest.mark.parametrize("at", range(len(HOUSEHOLD)))
def test_back_at_every_question_loses_nothing(at):
    again = HOUSEHOLD[max(at - 1, 0):]
    code, _, stage = go(*HOUSEHOLD[:at], BACK, *again, "yes", "write", "out")
    assert code is Exit.DONE
    assert stage.written[0][1].devices[0].client == "thunderbird"


def test_back_at_the_servers_leads_to_the_last_question_and_at_the_folder_to_the_review():
    code, _, _ = go(*HOUSEHOLD, BACK, "none", "yes", BACK, "inbox", "write", BACK, "change", BACK,
                    "write", "out")
    assert code is Exit.DONE


def test_a_number_at_the_review_leads_to_that_answer():
    _, script, stage = go(*HOUSEHOLD, "yes", "change", "devices.1.kind", "phone", "k9", "write", "out")
    assert stage.written[0][1].devices[0].client == "k9"
    assert "no longer possible" in script.story
    assert stage.searched == [ADDRESS]      # the same address is not looked for twice


def test_another_address_at_the_review_is_looked_for_and_confirmed_anew():
    _, _, stage = go(*HOUSEHOLD, "yes", "change", "address", "bob@full.example", "yes", "write", "out")
    assert stage.searched == [ADDRESS, "bob@full.example"]


def test_searching_again_asks_for_a_new_confirmation():
    _, _, stage = go(*HOUSEHOLD, "yes", "again", "yes", "write", "out")
    assert stage.searched == [ADDRESS, ADDRESS]


def test_no_at_the_review_writes_nothing_and_keeps_the_answers():
    code, _, stage = go(*HOUSEHOLD, "yes", "leave")
    assert code is Exit.DECLINED
    assert not stage.written
    assert resume.load()[0].address == ADDRESS


def test_an_address_that_was_given_is_not_asked_for():
    code, script, _ = go(*HOUSEHOLD[1:], "yes", "write", "out", given=Given(address=ADDRESS, lan=True))
    assert code is Exit.DONE
    assert script.asked[0].key == "name"


def test_an_address_that_cannot_be_one_is_a_mistake_of_usage():
    with pytest.raises(AdvisorError) as caught:
        go(given=Given(address="ana"))
    assert caught.value.exit_code is Exit.USAGE


@pytest.mark.parametrize(("answer", "searched"), [("ana@gmail.com", "ana@gmail.com"),
                                                  ("ana@gmial.com", "ana@gmial.com")])
def test_a_typing_mistake_is_asked_about_before_anybody_is_asked(answer, searched):
    _, _, stage = go("ana@gmial.com", answer, LEAVE)
    assert stage.searched == [searched]
    _, _, stage = go(answer, LEAVE, given=Given(address="ana@gmial.com", fresh=True))
    assert stage.searched == [searched]


def test_back_from_the_typing_mistake_asks_for_the_address_again():
    _, script, stage = go("ana@gmial.com", BACK, "ana@full.example", LEAVE)
    assert stage.searched == [ADDRESS]
    assert script.asked[2].default == "ana@gmial.com"       # to be mended, not to be typed anew
    _, script, stage = go(BACK, ADDRESS, LEAVE, given=Given(address="ana@gmial.com", fresh=True, lan=True))
    assert script.asked[1].key == "address"
    assert stage.searched == [ADDRESS]


def test_servers_that_nobody_vouches_for_need_a_second_yes():
    doubtful = samples.picture(samples.candidate("imap", standing="confirm", because="derived"),
                               samples.candidate("smtp"))
    code, script, _ = go(*HOUSEHOLD, "yes", "yes", "write", "out", stage=Stage(EN, doubtful))
    assert code is Exit.DONE
    assert "vouches" in script.asked[-3].asks
    assert script.asked[-3].default == "no"
    code, _, stage = go(*HOUSEHOLD, "yes", "no", "leave", stage=Stage(EN, doubtful))
    assert code is Exit.UNCONFIRMED
    assert not stage.written
    code, _, _ = go("no", *HOUSEHOLD, "yes", "write", "out", stage=Stage(EN, doubtful),
                    given=Given(lan=True, accept_unconfirmed=True))
    assert code is Exit.DONE


def test_the_registered_domain_comes_first_and_a_foreign_one_is_named_as_such():
    other = samples.endpoint("imap", host="a.b.other.net")
    foreign = samples.picture(samples.candidate("imap", endpoint=other), samples.candidate("smtp"))
    _, script, _ = go(*HOUSEHOLD, LEAVE, stage=Stage(EN, foreign))
    at = script.said.index("other.net (not the domain of your address)")
    assert script.said[at + 1] == "  IMAP a.b.other.net:993 (TLS)"
    assert "full.example (the domain of your address)" in script.said


@pytest.mark.parametrize("after", [("leave",), ("again", "leave"), ("address", ADDRESS, "leave")])
def test_without_a_server_there_is_a_way_out(after, monkeypatch):
    held = threading.Event()
    wait = Script.wait
    monkeypatch.setattr(Script, "wait", lambda self, search: (held.set(), wait(self, search)))
    stage = Stage(EN, samples.picture(samples.candidate("smtp")), hold=held)
    assert go(*HOUSEHOLD, *after, stage=stage)[0] is Exit.NO_SERVER


def test_that_nothing_was_found_is_told_before_the_other_questions_are_asked(monkeypatch):
    ask = Script.ask

    def patient(self, prompt):
        if prompt.key == "name":        # somebody who thinks until the search is over
            held.set()
            Script.wait(self, self.watched[-1])
        elif prompt.key == "address":
            held.clear()
        elif prompt.key == "devices":
            held.set()
        return ask(self, prompt)

    held = threading.Event()
    monkeypatch.setattr(Script, "ask", patient)
    stage = Stage(EN, samples.picture(samples.candidate("smtp")), hold=held)
    code, script, _ = go(ADDRESS, "Ana", "address", ADDRESS, LEAVE, stage=stage)
    assert code is Exit.INTERRUPTED
    assert [asked.key for asked in script.asked] == ["address", "name", "", "address", "devices"]
    assert stage.searched == [ADDRESS, ADDRESS]     # it may have been the line, so it is looked for again


def test_a_folder_that_cannot_be_used_is_asked_for_again():
    stage = Stage(EN)
    tried = []

    def write(plan, household, evidence, folder, existing, width):
        tried.append((folder.name, existing))
        if existing == "refuse" and folder.name == "full":
            raise AdvisorError("would-overwrite", text("Files"), Exit.CANNOT_WRITE, hint=text("Folder"))
        return stage.write(plan, household, evidence, folder, existing, width)

    assert go(*HOUSEHOLD, "yes", "write", "full", "other", "out", stage=stage, write=write)[0] is Exit.DONE
    assert go(*HOUSEHOLD, "yes", "write", "full", "force", stage=stage, write=write)[0] is Exit.DONE
    assert go(*HOUSEHOLD, "yes", "write", "full", "beside", stage=stage, write=write)[0] is Exit.DONE
    assert go(*HOUSEHOLD, "yes", "write", "full", "leave", stage=stage, write=write)[0] is Exit.CANNOT_WRITE
    assert tried == [("full", "refuse"), ("out", "refuse"), ("full", "refuse"), ("full", "replace"),
                     ("full", "refuse"), ("full", "keep-both"), ("full", "refuse")]


def test_the_difference_is_shown_before_it_is_asked_what_to_do():
    def write(plan, household, evidence, folder, existing, width):
        raise AdvisorError("would-overwrite", text("Files"), Exit.CANNOT_WRITE,
                           details=("-old\x1b[31m", "+new"))

    _, script, _ = go(*HOUSEHOLD, "yes", "write", "full", "leave", write=write)
    assert "-old [31m" in script.said
    assert "+new" in script.said


def test_what_cannot_be_written_at_all_can_only_go_elsewhere():
    def write(plan, household, evidence, folder, existing, width):
        if folder.name == "full":
            raise AdvisorError("cannot-write", text("Full"), Exit.CANNOT_WRITE)
        return folder, []

    code, script, _ = go(*HOUSEHOLD, "yes", "write", "full", "other", "out", write=write)
    assert code is Exit.DONE
    offered = next(prompt for prompt in script.asked if prompt.label == "Files")
    assert [option.value for option in offered.options] == ["other", "leave"]


def test_a_rehearsal_shows_the_tree_and_ends():
    code, script, stage = go(*HOUSEHOLD, "yes", "write", "out", given=Given(lan=True, dry_run=True))
    assert code is Exit.DONE
    assert not any("mail-advisor write" in line for line in script.said)
    assert stage.written


def test_a_mistake_of_ours_in_the_search_is_not_hidden_and_keeps_the_answers():
    def discover(address, search):
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError, match="ours"):
        go(*HOUSEHOLD, discover=discover)
    assert resume.load()[0].address == ADDRESS
