"""The README's first command, run as a newcomer runs it: in a fresh clone, as it stands there."""

import os
import re
import shutil
import sys
import tomllib

import pytest

from tests.real.conftest import REPOSITORY, without_traces


def readme_command():
    """The indented line of the README that installs the program and runs the demo by itself."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    return next(line.strip() for line in text.splitlines()
                if line.startswith("    ") and "mail-advisor demo --no-input" in line)


def test_the_first_command_of_the_readme(plain_run, tmp_path):
    clone = tmp_path / "mail-advisor"
    shutil.copytree(REPOSITORY, clone, ignore=without_traces)
    run = plain_run(["bash", "-c", f"cd mail-advisor && {readme_command()}"])
    assert run.returncode == 0, run.stderr
    assert "POP3" in run.stdout
    assert "IMAP" in run.stdout
    out = clone / re.search(r"-o (\S+)", readme_command())[1]
    assert {"plan.json", "answers.toml", "evidence.json"} <= {path.name for path in out.rglob("*")}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_demo_needs_no_network(lab, tmp_path, language):
    run = lab.run([sys.executable, "-m", "advisor", "demo", "--no-input", "--lang", language, "-o", tmp_path],
                  namespace=lab.dead, cwd=tmp_path, text=True,
                  env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
    assert run.returncode == 0, run.stderr
    answers = tomllib.loads(next(tmp_path.rglob("answers.toml")).read_text(encoding="utf-8"))
    assert answers["language"] == language
