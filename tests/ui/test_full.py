"""The full screen, driven by keys through prompt_toolkit's pipe input."""

import contextlib
import io
import threading

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.ui import completing, wizard
from advisor.ui.full import Full
from advisor.ui.live import Live
from advisor.ui.screen import Back, Interrupted, Option, Prompt
from advisor.ui.search import Search
from advisor.ui.steps import Given
from advisor.ui.terminal import Terminal
from advisor.ui.waiting import Waiting
from tests.ui.stage import CLIENTS, Stage

DOWN, UP, SHIFT_TAB, ESC = "\x1b[B", "\x1b[A", "\x1b[Z", "\x1b"
CTRL_C, CTRL_D, CTRL_U = "\x03", "\x04", "\x15"
OPTIONS = tuple(Option(f"value-{number}", word) for number, word in enumerate(
    ("Alpha", "Beta", "Gamma", "Delta", "Eta", "Zeta", "Theta", "Iota", "Kappa", "Lambda", "Mu", "Nu"), 1))
KIND = Prompt(label="Kind", asks="Which kind?", key="kind", flag="--set kind=...", options=OPTIONS,
              default="value-2", why="It matters.")
NAME = Prompt(label="Name", asks="Which name?", key="name", flag="-n", example="Ana",
              check=lambda typed: None if typed.startswith("A") else "It must begin with an A.",
              complete=completing.domains(("gmail.com", "gmx.net")))


@contextlib.contextmanager
def screen(keys, language="en"):
    output = io.StringIO()
    with create_pipe_input() as pipe:
        pipe.send_text(keys)
        yield Full(Terminal(io.StringIO(), output, True, plain=False, columns=80), Speaker(language),
                   input=pipe, output=DummyOutput()), output


@pytest.mark.parametrize(("keys", "answer"), [
    ("\r", "value-2"), (DOWN + "\r", "value-3"), (UP + UP + "\r", "value-12"), ("1\r", "value-1"),
    ("12\r", "value-12"), ("13\r", "value-3"), ("t\r", "value-7"), ("dd\r", "value-4"), ("?9\r", "value-9"),
    ("0\r", "value-2"), ("\x1b[F\r", "value-12"), ("\x1b[H\r", "value-1")])
def test_a_choice_by_arrows_number_or_first_letter(keys, answer):
    with screen(keys) as (full, output):
        assert full.ask(KIND) == answer
    label = next(option.label for option in OPTIONS if option.value == answer)
    assert output.getvalue() == f"✓ Kind: {label}\n"


@pytest.mark.parametrize(("keys", "answer"), [
    ("Ana\r", "Ana"), ("Bob\rX\x15Ana\r", "Ana"), ("?Ana\r", "Ana"), ("A?\r", "A?"),
    ("A@gm\t\r", "A@gmail.com"), ("A@gmx\t\r", "A@gmx.net"), ("\x1b[200~Ana\nB\x1b[201~\r", "Ana B")])
def test_a_text_is_judged_on_enter(keys, answer):
    with screen(keys) as (full, output):
        assert full.ask(NAME) == answer
    assert output.getvalue() == f"✓ Name: {answer}\n"


@pytest.mark.parametrize(("keys", "answer"), [("\r", "Anton"), ("Ana\r", "Ana"), ("\x7fia\r", "Antoia"),
                                              (CTRL_U + "\r", "Anton"), ("\x1b[200~Adam\x1b[201~\r", "Adam")])
def test_the_answer_of_before_is_offered_and_replaced_by_typing(keys, answer):
    before = Prompt(label="Name", asks="Which name?", flag="-n", default="Anton", check=NAME.check)
    with screen(keys) as (full, _):
        assert full.ask(before) == answer


@pytest.mark.parametrize("prompt", [KIND, NAME])
@pytest.mark.parametrize(("keys", "raised"), [
    (SHIFT_TAB, Back), (ESC, Back), (CTRL_C, Interrupted), (CTRL_D, Interrupted)])
def test_back_and_leave(prompt, keys, raised):
    with screen(keys) as (full, output), pytest.raises(raised):
        full.ask(prompt)
    assert output.getvalue() == ""


def test_ctrl_d_leaves_where_nothing_was_typed_but_the_usual_stands_there():
    before = Prompt(label="Name", asks="Which name?", flag="-n", default="Anton", check=NAME.check)
    with screen(CTRL_D) as (full, _), pytest.raises(Interrupted):
        full.ask(before)


@pytest.mark.parametrize("keys", ["A@g\t\t\r", "A@\t\t\r"])
def test_each_tab_offers_the_next_one(keys):
    with screen(keys) as (full, _):
        assert full.ask(NAME) == "A@gmx.net"


def test_ctrl_d_in_a_text_does_not_leave():
    with screen("Ana" + CTRL_D + "\r") as (full, _):
        assert full.ask(NAME) == "Ana"


def drawn(parts):
    return "".join(part[1] for part in parts)


def test_what_is_drawn_explains_itself():
    live = Live(KIND, Terminal(io.StringIO(), io.StringIO(), True, columns=40), Speaker("es"), None)
    assert "Which kind?" in drawn(live._head())
    assert "--set kind=..." not in drawn(live._head())
    live._explain(None)
    assert "--set kind=..." in drawn(live._head())
    assert drawn(live._choices()).splitlines()[1] == "›  2 Beta"
    for part in (live._head(), live._choices(), live._foot()):
        assert all(len(line) < 40 for line in drawn(part).splitlines())


def test_in_ascii_nothing_else_is_drawn():
    live = Live(KIND, Terminal(io.StringIO(), io.StringIO(), True, encoding="ascii"), Speaker("es"), None)
    assert drawn([*live._head(), *live._choices(), *live._foot()]).isascii()


def test_what_the_network_says_cannot_steer_the_screen():
    search = Search("a@b.example", lambda address, search: None)
    search.tell("evil\x1b]0;title\x07\x1b[2J", "bad")
    waiting = Waiting(search, Terminal(io.StringIO(), io.StringIO(), True), Speaker("en"))
    assert "\x1b" not in drawn(waiting._drawn())


def test_waiting_ends_with_the_search_and_leaves_its_lines():
    hold = threading.Event()

    def discover(address, search):
        search.tell("first", "good")
        hold.wait(5)
        search.tell("second", "attention")

    with screen("") as (full, output):
        search = Search("a@b.example", discover)
        search.start()
        threading.Timer(0.2, hold.set).start()
        full.wait(search)
    assert output.getvalue() == "✓ first\n! second\n"


@pytest.mark.parametrize("can_skip", [True, False])
def test_enter_skips_the_rest_where_that_is_possible(can_skip):
    search = Search("a@b.example", lambda address, search: search.skipped.wait(1), can_skip=can_skip)
    with screen("\r") as (full, _):
        search.start()
        full.wait(search)
    assert search.skipped.is_set() is can_skip


def test_ctrl_c_leaves_the_wait_at_once():
    hold = threading.Event()
    search = Search("a@b.example", lambda address, search: hold.wait(10))
    search.start()
    with screen(CTRL_C) as (full, _), pytest.raises(Interrupted):
        full.wait(search)
    hold.set()


def test_a_search_that_breaks_breaks_where_its_result_is_wanted():
    def discover(address, search):
        raise RuntimeError("ours")

    with screen("") as (full, _):
        search = Search("a@b.example", discover)
        search.start()
        full.wait(search)
    with pytest.raises(RuntimeError, match="ours"):
        search.result()


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_whole_conversation(language, tmp_path):
    keys = ["ana@full.example\r", "Ana García\r", "2\r", "2\r", "\r", SHIFT_TAB, "\r", "\r", "\r",
            "3\r", "1\r", "\r", "2\r", "\r", "\r", f"{tmp_path}\r"]
    speaker = Speaker(language)
    stage = Stage(speaker)
    with screen("".join(keys), language) as (full, output):
        code = wizard.run(full, stage.steps(), speaker, CLIENTS, given=Given(lan=True))
    assert code is Exit.DONE, output.getvalue()
    _, household, folder, _ = stage.written[0]
    assert [device.kind for device in household.devices] == ["laptop", "phone"]
    assert folder == tmp_path
    assert household.language == language
