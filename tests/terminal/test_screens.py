"""The wizard on a true terminal (tmux), at 80 and 40 columns, in English and Spanish.

Each key is sent only when the screen shows what it answers, so nothing here depends on speed.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import uuid

import pytest

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


class Pane:
    """A terminal of a given width with one program in it."""

    def __init__(self, width, command, environment):
        self.socket = f"mail-advisor-{uuid.uuid4().hex}"
        settings = [f"{name}={value}" for name, value in environment.items()]
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", str(width), "-y", "40", "-s", "it",
                  "env", *settings, "sh", "-c", f"{command}; echo ended: $?; read never")

    def tmux(self, *words):
        return subprocess.run(["tmux", "-u", "-L", self.socket, *words], check=True, capture_output=True,
                              text=True).stdout

    def screen(self):
        return self.tmux("capture-pane", "-p", "-S", "-", "-t", "it")

    def until(self, words):
        """Wait until the words stand on the screen, however its lines are broken."""
        deadline = time.monotonic() + 20
        while words not in re.sub(r"\s+", " ", shown := self.screen()):
            assert time.monotonic() < deadline, f"no {words!r} on:\n{shown}"
            time.sleep(0.05)    # tmux has no event for "something was drawn"
        return shown

    def press(self, *keys):
        for key in keys:
            self.tmux("send-keys", "-t", "it", key)

    def type(self, words):
        self.tmux("send-keys", "-t", "it", "-l", words)
        self.press("Enter")

    def end(self):
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], check=False, capture_output=True)


@pytest.fixture
def pane(tmp_path):
    if shutil.which("tmux") is None:
        if os.environ.get("MAIL_ADVISOR_REAL") == "1":
            pytest.fail("tmux is missing")
        pytest.skip("tmux is missing")
    opened = []

    def start(width, language, *flags):
        command = " ".join([sys.executable, "-m", "tests.ui.stage", "--lang", language, *flags])
        opened.append(Pane(width, command, {"XDG_STATE_HOME": tmp_path, "PYTHONUTF8": "1", "TERM": "screen"}))
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
