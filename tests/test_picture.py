"""What the README shows is what happens, and what it tells to type is there to be typed."""

import re

import pytest

from advisor import cli, flags
from tests import picture


def test_the_picture_of_a_run_is_a_real_one():
    pytest.importorskip("trustme", reason="the demo needs the extra `demo`")
    assert picture.stands() == picture.drawn(), "python -m tests.picture draws it anew"


def test_every_command_and_flag_of_the_readme_exists():
    text = picture.README.read_text(encoding="utf-8")
    known = set(re.findall(r"--[a-z-]+", flags.shared().format_help()))
    known |= {"--help", "--version", "--fresh", "--technician", "--explain", "--password"}
    told = set(re.findall(r"`(--[a-z-]+)", text))
    assert told <= known
    commands = set(re.findall(r"mail-advisor ([a-z]+)\b(?!\.)", text)) - {"asks", "also", "logs"}
    assert {word for word in commands if word in cli.COMMANDS} >= {"discover", "write", "doctor", "demo"}
