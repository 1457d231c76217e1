"""The same evidence and answers give the same bytes: in another process, on another day, in another place."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from advisor import discovery
from advisor.answersfile import dump
from tests.unseen import CASES

REPOSITORY = Path(__file__).parents[1]
# What Python runs at its start: the clock is a year and some days further, and counts on from there.
ANOTHER_DAY = """
import time, datetime
later, now = 400 * 86400.0, time.time
time.time = lambda: now() + later
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
class LaterDate(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
datetime.datetime, datetime.date = Later, LaterDate
"""
PLACES = [
    {"PYTHONHASHSEED": "0", "TZ": "UTC"},
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LANG": "es_MX.UTF-8", "LC_ALL": "es_MX.UTF-8",
     "COLUMNS": "40", "later": "yes"},
    {"PYTHONHASHSEED": "4711", "TZ": "America/Bogota", "LANG": "C", "HOME": "/nowhere"}]


@pytest.mark.parametrize("name", ["twelve devices", "two computers took mail until today"])
def test_the_plan_is_the_same_to_the_byte(tmp_path, name):
    case = CASES[name]
    (tmp_path / "answers.toml").write_bytes(dump(case.home))
    (tmp_path / "evidence.json").write_bytes(discovery.as_bytes(case.evidence()))
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / "sitecustomize.py").write_text(ANOTHER_DAY)
    said = []
    for place in PLACES:
        paths = [str(REPOSITORY), *([str(tmp_path / "later")] if "later" in place else [])]
        run = subprocess.run(
            [sys.executable, "-m", "advisor", "advise", "--answers", tmp_path / "answers.toml", "--evidence",
             tmp_path / "evidence.json", "--lan", "--json"], cwd=tmp_path, capture_output=True, timeout=60,
            env={"PATH": os.environ["PATH"], **place, "PYTHONPATH": os.pathsep.join(paths)})
        assert run.returncode in (0, 8), run.stderr.decode()
        said.append(run.stdout)
    assert len(set(said)) == 1
    assert said[0].startswith(b"{")
