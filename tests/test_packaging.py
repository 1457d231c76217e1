"""The package as it is shipped. tests/real/test_packaging.py tries every Python and way to install."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from advisor import __version__

REPOSITORY = Path(__file__).resolve().parents[1]
LOOK = "from advisor.data import folder; from advisor.i18n import languages; " \
       "print(folder('templates'), folder('profiles'), *languages(), sep='|')"


def python(*words, path, folder):
    """Run this Python elsewhere, with only `path` to find the package in."""
    return subprocess.run([sys.executable, *words], cwd=folder, stdin=subprocess.DEVNULL, text=True,
                          capture_output=True, env={**os.environ, "PYTHONPATH": str(path)})


def test_it_runs_from_any_folder(tmp_path):
    run = python("-m", "advisor", "--version", path=REPOSITORY, folder=tmp_path)
    assert (run.returncode, run.stdout) == (0, f"mail-advisor {__version__}\n")


def test_the_checkout_finds_its_data(tmp_path):
    run = python("-c", LOOK, path=REPOSITORY, folder=tmp_path)
    assert run.stdout.strip() == "|".join(
        [str(REPOSITORY / "templates"), str(REPOSITORY / "profiles"), "en", "es"]), run.stderr


def test_what_the_readme_needs_is_declared():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"mail-advisor": "advisor.__main__:main"}
    assert project["requires-python"] == ">=3.11"
    assert (REPOSITORY / project["readme"]).is_file()
    assert all((REPOSITORY / name).is_file() for name in project["license-files"])


@pytest.mark.skipif(importlib.util.find_spec("hatchling") is None,
                    reason="hatchling is not here; tests/real/test_packaging.py builds without it")
def test_the_wheel_holds_code_data_and_languages(tmp_path):
    source = tmp_path / "source"
    shutil.copytree(REPOSITORY, source, ignore=shutil.ignore_patterns(
        ".git", ".venv", ".*_cache", "__pycache__", ".hypothesis", "tests"))
    built = subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
                           cwd=source, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    installed = tmp_path / "installed"
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        wheel.extractall(installed)
    for name in ("templates", "profiles"):
        ours = {path.relative_to(REPOSITORY / name) for path in (REPOSITORY / name).rglob("*")}
        shipped = installed / "advisor" / "_data" / name
        assert {path.relative_to(shipped) for path in shipped.rglob("*")} == ours
    run = python("-c", LOOK, path=installed, folder=tmp_path)
    assert run.stdout.strip() == "|".join(
        [str(installed / "advisor/_data/templates"), str(installed / "advisor/_data/profiles"), "en", "es"])
