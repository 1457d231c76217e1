"""One conversation on a true terminal, key by key, and what each key brought onto the screen.

The servers come from saved evidence, so the same keys always show the same. `python -m tests.terminal` writes
the screens anew; their differences are read like those of a program.
"""

import shlex
import sys
from pathlib import Path

from advisor import registry
from advisor.i18n import Speaker
from advisor.model.text import text
from tests.terminal.panes import Pane

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
SCREENS = HERE / "screens"
SIZES = [("en", 40), ("en", 80), ("es", 40), ("es", 80), ("es", 200)]
EVIDENCE = HERE / "evidence.json"       # of the demo's provider: mail-advisor demo --save-evidence
QUESTIONS = {question.id: question for question in registry.collect("advisor.questions", "QUESTION")}
SERVERS = text("Are these the servers of your mail provider?")
REVIEW = text("Shall the files be written?")
LOOKING = text("Looking for the servers ...")
FOLDER = text("In which folder shall the files be put?")
# The first and the last line of the pages of the search and of the plan, of the files and of the programs.
KEYS = text("Enter: go on. Shift-Tab: back. ?: explain. Ctrl-C: leave.")
PAGES = [(text("The mail servers of {address} were found and verified.", address="ana@demo.example"),
          text("These servers would be used:")),
         (text("Plan for {address}", address="ana@demo.example"), text("Your answers:")),
         (None, text("To make the same files again later:")),
         (QUESTIONS["device-client"].why, KEYS)]
START = 24          # letters of a sentence that stand on its first line at any width
NO_AT = text("Write it in full, like name@company.com.")
EXPLAINED = text("Shift-Tab or Esc goes one question back; nothing you have answered is lost.")


def asks(name, device=0):
    """The sentence of a question."""
    sentence = QUESTIONS[name].asks
    return sentence if not device else text(sentence.template, device=device)   # a literal in its module


# A title, the keys (a word is typed, a name in brackets is one key), and what is on the screen then.
STEPS = [
    ("the first question", [], asks("address")),
    ("an address without an @", ["ana", "[Enter]"], NO_AT),
    ("the name", ["[C-u]", "ana@demo.example", "[Enter]"], asks("name")),
    ("the name, explained", ["?"], EXPLAINED),
    ("how many devices", ["Ana García", "[Enter]"], asks("device-count")),
    ("back to the name", ["[BTab]"], asks("name")),
    ("the kind of the first", ["[Enter]", "2", "[Enter]"], asks("device-kind", 1)),
    ("its program", ["1", "[Enter]"], asks("device-client", 1)),
    ("its name", ["[Enter]"], asks("device-name", 1)),
    ("the kind of the second, or the same", ["Office PC", "[Enter]"], asks("device-kind", 2)),
    ("its program", ["[Enter]"], asks("device-client", 2)),
    ("the copy", ["[Enter]", "[Enter]"], asks("wish-backup")),
    ("the servers", ["2", "[Enter]"], SERVERS),
    ("the plan and the review", ["[Enter]"], REVIEW),
    ("the folder", ["[Enter]"], FOLDER),
    ("the end", ["out", "[Enter]"], None),
]


def walk(language, width, folder):
    """The whole conversation at this width, as text: what each step added to the screen."""
    speaker = Speaker(language)
    looking = speaker.say(LOOKING).rstrip(" .")
    command = shlex.join([sys.executable, "-m", "advisor", "--lang", language, "--lan", "--evidence",
                          str(EVIDENCE)])
    pane = Pane(width, command, environment(folder), folder)
    told, before = [f"mail-advisor, {language}, {width} columns"], []
    try:
        shown = ""
        for title, keys, words in STEPS:
            for key in keys:
                if key.startswith("["):
                    pane.press(key.strip("[]"))
                else:
                    pane.tmux("send-keys", "-t", "it", "-l", key)
            shown = pane.settled("ended: 0" if words is None else speaker.say(words), shown, looking)
            lines = shown.rstrip().splitlines()
            new = next((n for n, (old, one) in enumerate(zip(before, lines, strict=False)) if old != one),
                       min(len(before), len(lines)))
            added = _without_pages(lines[new:], speaker)
            told += ["", f"=== {title}: {' '.join(keys)}".rstrip(": "), *added]
            before = lines
    finally:
        pane.end()
    return "\n".join(line.rstrip() for line in told) + "\n"


def _without_pages(lines, speaker):
    """The lines without the pages and lists that have tests of their own and grow with what is known."""
    for first, last in PAGES:
        begins = 1 if first is None else _at(first, lines, speaker)
        ends = _at(last, lines, speaker)
        if begins is not None and ends is not None:
            lines = [*lines[:begins], "[...]", *lines[ends:]]
    return lines


def _at(sentence, lines, speaker):
    """Where the sentence begins, however its line is broken."""
    said = speaker.say(sentence)
    return next((n for n, line in enumerate(lines) if len(line) > 9 and said.startswith(line[:START])), None)


def environment(folder):
    """A person's environment with folders of its own, whatever this process has."""
    return {"PYTHONUTF8": "1", "TERM": "screen-256color", "PYTHONPATH": REPOSITORY, "HOME": folder,
            "LC_ALL": "C.UTF-8", "COLUMNS": "", "NO_COLOR": "", "ACCESSIBLE": "",
            **{f"XDG_{name}_HOME": folder / name.casefold() for name in ("STATE", "CONFIG", "CACHE", "DATA")}}


def golden(language, width):
    """Where the screens of that size are kept."""
    return SCREENS / f"{language}-{width}.txt"
