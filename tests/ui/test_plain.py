"""The plain screen: numbers and words, and the teletype test over a whole conversation."""

import io
import threading

import pytest

from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.ui import wizard
from advisor.ui.plain import Plain
from advisor.ui.screen import Back, Interrupted, Option, Prompt
from advisor.ui.search import Search
from advisor.ui.steps import Given
from advisor.ui.terminal import Terminal
from tests.ui.stage import CLIENTS, Stage

KIND = Prompt(label="Kind", asks="Which kind?", key="kind", flag="--set kind=...", why="Because.",
              options=(Option("a", "First"), Option("b", "Second")), default="b", place="Question 1 of 6",
              check=lambda typed: None if typed in ("a", "b") else "no such kind")
NAME = Prompt(label="Name", asks="Which name?", flag="-n", example="Ana",
              check=lambda typed: None if typed else "please type something")


def screen(typed, language="en", columns=80):
    output = io.StringIO()
    return Plain(Terminal(io.StringIO(typed), output, False, columns=columns), Speaker(language)), output


@pytest.mark.parametrize(("typed", "answer"), [("\n", "b"), ("1\n", "a"), ("2\r\n", "b"), ("a\n", "a"),
                                               ("7\n1\n", "a"), ("x\n1\n", "a")])
def test_a_choice_is_a_number_a_word_or_enter(typed, answer):
    assert screen(typed)[0].ask(KIND) == answer


def test_the_question_has_place_reason_numbers_and_the_usual_answer():
    shown, output = screen("1\n")
    shown.ask(KIND)
    assert output.getvalue().startswith(
        "\nQuestion 1 of 6: Which kind?\nBecause.\n1. First\n2. Second (Enter takes this one)\n")


def test_an_error_comes_after_the_input_that_it_is_about():
    shown, output = screen("\nAna\n")
    assert shown.ask(NAME) == "Ana"
    assert output.getvalue().endswith("> please type something\n> ")


def test_a_question_mark_explains_and_asks_again():
    shown, output = screen("?\n1\n")
    assert shown.ask(KIND) == "a"
    assert "--set kind=..." in output.getvalue()


@pytest.mark.parametrize(("typed", "language"), [("back\n", "en"), ("ATRÁS\n", "es"), ("atras\n", "es")])
def test_the_word_back_goes_back(typed, language):
    with pytest.raises(Back):
        screen(typed, language)[0].ask(NAME)


def test_letters_that_the_terminal_lost_are_not_taken_for_a_name():
    shown, output = screen("Jos\udce9\nAna\n")
    assert shown.ask(NAME) == "Ana"
    assert "did not hand on all letters" in output.getvalue()


def test_the_end_of_the_input_leaves():
    with pytest.raises(Interrupted):
        screen("")[0].ask(NAME)


def test_waiting_shows_a_line_for_each_thing_heard():
    hold = threading.Event()

    def discover(address, search):
        search.tell("first\x1b[31m")
        hold.set()
        search.tell("second")

    shown, output = screen("")
    search = Search("a@b.example", discover)
    search.start()
    assert hold.wait(5)
    shown.wait(search)
    assert "first [31m\n" in output.getvalue()
    assert output.getvalue().endswith("second\n")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("columns", [40, 80])
def test_a_teletype_could_print_the_whole_conversation(language, columns, tmp_path):
    typed = ["ana@full.example", "Ana García", "2", "2", "?", "1", "", "", "3", "back", "3", "1", "", "2",
             "1", "2", "4", "1", "1", "", "1", str(tmp_path)]
    shown, output = screen("\n".join(typed) + "\n", language, columns)
    stage = Stage(Speaker(language))
    code = wizard.run(shown, stage.steps(), Speaker(language), CLIENTS, given=Given(lan=True))
    told = output.getvalue()
    assert code is Exit.DONE, told
    assert "\x1b" not in told
    assert "\r" not in told
    # The input is not echoed here, so what follows a prompt stands on its line. Paths are never broken.
    talk = told[:told.index("mail-settings/")]
    assert max(len(line.lstrip("> ")) for line in talk.splitlines()) <= columns
    assert stage.written[0][1].devices[1].kind == "phone"
