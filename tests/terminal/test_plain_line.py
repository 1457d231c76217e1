"""The plain screen on a line to a screen reader: the whole demo, and conversations killed at any moment."""

import random
import subprocess
import sys

import pytest

from advisor import cli
from advisor.exits import Exit
from advisor.i18n import Speaker
from tests.terminal.walk import FOLDER, REPOSITORY, REVIEW, SERVERS, environment

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
PROMPT = b"> "
# To an address, a name, two devices (the second like the first), a copy, the servers, the review, the folder.
ANSWERS = ["", "2", "2", "15", "", "", "7", "", "2", "1", "1", ""]


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def line(tmp_path):
    from tests.terminal.ptys import Line

    opened = []

    def start(*command, language="en"):
        opened.append(Line(command, {**environment(tmp_path), "LC_ALL": f"{language}_ES.UTF-8"}, tmp_path))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_whole_demo_could_be_printed_by_a_teletype_and_needs_digits_only(line, language, tmp_path):
    pytest.importorskip("trustme", reason="the demo needs the extra `demo`")
    shown, said = line("advisor", "demo", "--plain", language=language), 0
    assert not set("".join(ANSWERS)) - set("0123456789")
    for answer in ANSWERS:
        assert shown.until(PROMPT, said), shown.told.decode()
        said = len(shown.told)
        shown.type(answer)
    assert shown.end() == Exit.DONE, shown.told.decode()
    told = shown.told.decode()
    for forbidden in ("\x1b", "\r", "\b", "\x07"):
        assert forbidden not in told
    flat = " ".join(told.split())
    for sentence in (SERVERS, REVIEW, FOLDER):
        assert Speaker(language).say(sentence) in flat
    folder = tmp_path / "mail-settings" / "ana@demo.example"
    assert cli.main(["write", "--answers", str(folder / "answers.toml"), "--evidence",
                     str(folder / "evidence.json"), "--lan", "-o", str(tmp_path / "again")]) == Exit.DONE
    first, again = (contents(one) for one in (folder, tmp_path / "again" / "ana@demo.example"))
    assert first.keys() == again.keys()
    assert [name for name in first if first[name] != again[name]] == []     # the same bytes


def test_killed_at_any_moment_every_answered_question_comes_back(tmp_path):
    seed = random.randrange(2**32)
    run = subprocess.run([sys.executable, "-m", "tests.terminal.killed", str(seed)], capture_output=True,
                         text=True, cwd=REPOSITORY, env=environment(tmp_path), timeout=50, check=False)
    assert (run.returncode, run.stdout) == (0, ""), f"seed {seed}: {run.stdout}{run.stderr}"
