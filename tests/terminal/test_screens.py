"""The wizard on a true terminal (tmux), at 80 and 40 columns, in English and Spanish.

Each key is sent only when the screen shows what it answers, so nothing here depends on speed.
"""

import re
import shlex
import sys

import pytest

from tests.needed import needed
from tests.terminal.panes import Pane
from tests.terminal.walk import EVIDENCE, environment

pytestmark = pytest.mark.real
ESCAPE, BACKTAB, CTRL_C = "Escape", "BTab", "C-c"
WORDS = {
    "en": {
        "address": "Which e-mail address", "name": "What is your name", "count": "On how many devices",
        "kind": "What kind of device", "client": "Which mail program", "copy": "Do you want a copy",
        "servers": "Are these the servers", "review": "Shall the files be written",
        "folder": "In which folder", "explained": "nothing you have answered is lost",
        "stopped": "Your answers are kept"},
    "es": {
        "address": "¿Qué dirección de correo", "name": "¿Cuál es su nombre",
        "count": "¿En cuántos dispositivos", "kind": "¿Qué tipo de dispositivo",
        "client": "¿Qué programa de correo", "copy": "¿Quiere una copia",
        "servers": "¿Son estos los servidores", "review": "¿Se escriben los archivos",
        "folder": "¿En qué carpeta", "explained": "no se pierde nada de lo que ha respondido",
        "stopped": "Sus respuestas se conservan"},
}


@pytest.fixture
def pane(tmp_path):
    needed("tmux")
    opened = []

    def start(width, language, *flags, command=""):
        command = command or shlex.join([sys.executable, "-m", "tests.ui.stage", "--lang", language, *flags])
        opened.append(Pane(width, command, {**environment(tmp_path), "TERM": "screen"}))
        return opened[-1]

    yield start
    for one in opened:
        one.end()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [40, 80])
def test_the_whole_way(pane, width, language, tmp_path):
    words = WORDS[language]
    shown = pane(width, language)
    shown.until(words["address"])
    shown.type("ana@full.example")
    shown.until(words["name"])
    shown.press("?")
    shown.until(words["explained"])
    shown.type("Ana García")
    shown.until(words["count"])
    shown.press(BACKTAB)
    shown.until(words["name"])
    shown.press("Enter")
    shown.until(words["count"])
    shown.type("1")
    shown.until(words["kind"])
    shown.type("3")
    shown.until(words["client"])
    shown.press(ESCAPE)
    shown.until(words["kind"])
    shown.press("Enter")
    shown.until(words["client"])
    shown.press("Enter")
    shown.until(words["copy"])
    shown.type("2")
    shown.until(words["servers"])
    shown.press("Enter")
    shown.until(words["review"])
    shown.press("Enter")
    shown.until(words["folder"])
    shown.type(str(tmp_path / "out"))
    screen = shown.until("ended: 0")
    assert "Ana García" in screen
    # Answered questions are gone; only their settled lines stay.
    assert words["kind"] not in re.sub(r"\s+", " ", screen)


@pytest.mark.parametrize("language", ["en", "es"])
def test_ctrl_c_leaves_and_the_next_start_goes_on(pane, language):
    words = WORDS[language]
    first = pane(80, language)
    first.until(words["address"])
    first.type("ana@full.example")
    first.until(words["name"])
    first.press(CTRL_C)
    assert words["stopped"] in first.until("ended: 130")
    second = pane(80, language)
    second.until("ana@full.example")
    second.press("Enter")
    second.until(words["name"])


@pytest.mark.parametrize("width", [40, 80])
def test_plain_with_numbers_only(pane, width):
    words = WORDS["en"]
    shown = pane(width, "en", "--plain")
    for question, answer in (("address", "ana@full.example"), ("name", ""), ("count", "1"), ("kind", "3"),
                             ("client", "1"), ("copy", "1"), ("servers", "1"), ("review", "5")):
        shown.until(words[question])
        shown.type(answer)
    shown.until("ended: 7")


def test_a_case_that_is_known_costs_a_technician_a_few_keys(pane, tmp_path):
    """At three keys a second, which is slow, a minute is 180 keys."""
    command = [sys.executable, "-m", "advisor", "--technician", "--lan", "--evidence", str(EVIDENCE)]
    shown = pane(80, "en", command=shlex.join(command))
    words = {**WORDS["en"], "devices": "with which mail programs?"}
    first = {"address": "ana@demo.example", "name": "Ana García",
             "devices": "desktop thunderbird, phone gmail-app", "copy": "2", "servers": "", "review": "",
             "folder": str(tmp_path / "out")}
    again = {"name": "Ana García", "devices": "", "copy": "", "servers": "", "review": ""}
    for question, typed in first.items():
        shown.until(words[question])
        shown.type(typed)
    shown.until("Which e-mail address is next?")
    shown.type(first["address"])
    for question, typed in again.items():
        shown.until(words[question])
        shown.type(typed)
    shown.until("Which e-mail address is next?")
    shown.press("Enter")
    screen = shown.until("ended: 0")
    assert screen.count("(as for the last client)") >= 2
    assert sum(len(typed) + 1 for typed in first.values()) < 180
    assert sum(len(typed) + 1 for typed in (first["address"], *again.values())) < 60


def test_resizing_draws_the_live_question_anew_and_leaves_the_rest(pane):
    shown = pane(80, "en")
    shown.until(WORDS["en"]["address"])
    for width in (40, 120, 30, 80):
        shown.resize(width)
        screen = shown.settled("Which e-mail address")
        assert screen.count("For example:") == 1, screen
    shown.type("ana@full.example")
    shown.until(WORDS["en"]["name"])
