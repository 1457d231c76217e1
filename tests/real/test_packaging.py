"""Every way to install, on every Python that this machine has: data files and languages come along."""

import os
import pwd
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real.conftest import REPOSITORY, without_traces

WANTED = ("3.11", "3.12", "3.13")
WAYS = ("wheel", "sdist", "folder", "editable")
PROGRAM = """
import sys
from advisor.data import folder
from advisor.i18n import languages, read_catalogue
assert list(folder("templates").glob("*/client.toml")), "no templates"
assert list(folder("profiles").glob("*.toml")), "no profiles"
assert {"en", "es"} <= set(languages())
print(folder("templates"))
"""


def interpreters():
    """minor version -> a Python of it: this one, those on the path, and those of pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path(pwd.getpwuid(os.getuid()).pw_dir) / ".pyenv")) / "versions"
    found = {}
    for version in WANTED:
        candidates = [sys.executable, shutil.which(f"python{version}") or "",
                      *map(str, pyenv.glob(f"{version}.*/bin/python"))]
        python = next((python for python in candidates if python and _version(python) == version), None)
        if python:
            found[version] = python
    return found


def _version(python):
    """Of which version it is; nothing where it does not run (pyenv's shims of versions not chosen)."""
    run = subprocess.run([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
                         stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return run.stdout.strip()


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of the repository without what was made from it, so that building leaves no trace in it."""
    copy = tmp_path_factory.mktemp("packaging") / "source"
    shutil.copytree(REPOSITORY, copy, ignore=without_traces)
    return copy


@pytest.fixture(scope="module")
def built(source, module_run):
    """Wheel and sdist; the wheel comes out of the sdist, as on the way to the people."""
    tools, out = source.parent / "tools" / "bin" / "python", source.parent / "dist"
    for command in ([sys.executable, "-m", "venv", tools.parents[1]],
                    [tools, "-m", "pip", "install", "-q", "build"],
                    [tools, "-m", "build", "--outdir", out, source]):
        run = module_run(command)
        assert run.returncode == 0, run.stdout + run.stderr
    return {"wheel": next(out.glob("*.whl")), "sdist": next(out.glob("*.tar.gz"))}


@pytest.fixture(scope="module", params=sorted(interpreters()))
def python(request, tmp_path_factory, built, module_run):
    """The Python of a fresh environment in which the dependencies are installed already."""
    home = tmp_path_factory.mktemp(f"python{request.param}")
    made = module_run([interpreters()[request.param], "-m", "venv", home / "venv"])
    assert made.returncode == 0, made.stderr
    inside = home / "venv" / "bin" / "python"
    run = module_run([inside, "-m", "pip", "install", "-q", built["wheel"]])
    assert run.returncode == 0, run.stderr
    return inside


@pytest.mark.parametrize("way", WAYS)
def test_an_installation_is_whole(python, source, built, plain_run, way):
    what = {"folder": [source], "editable": ["-e", source]}.get(way) or [built[way]]
    removed = plain_run([python, "-m", "pip", "uninstall", "-q", "-y", "mail-advisor"])
    assert removed.returncode == 0, removed.stderr
    installed = plain_run([python, "-m", "pip", "install", "-q", "--no-deps", *what])
    assert installed.returncode == 0, installed.stderr

    found = plain_run([python, "-c", PROGRAM])
    assert found.returncode == 0, found.stderr
    assert (str(source) in found.stdout) is (way == "editable")

    command = python.parent / "mail-advisor"
    version = plain_run([command, "--version"])
    assert re.fullmatch(r"mail-advisor \d+\.\d+\S*\n", version.stdout)

    answers = {lang: plain_run([command, "discover", "nobody", "--lang", lang]) for lang in ("en", "es")}
    assert {run.returncode for run in answers.values()} == {2}
    assert "no tiene" in answers["es"].stderr
    assert answers["en"].stderr != answers["es"].stderr
