"""The real tests: asked for with MAIL_ADVISOR_REAL=1, and then a test that is skipped has failed.

Without it they are skipped with one line that says how to run them and what this machine lacks for it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.real.lab import programs, scenarios
from tests.real.lab.internet import Internet
from tests.real.lab.witness import Imap
from tests.real.written import ALICE, DEVICES, SYSTEM_CERTIFICATES

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
ASKED = os.environ.get("MAIL_ADVISOR_REAL") == "1"
# What a fresh clone does not have.
without_traces = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", "__pycache__", ".hypothesis", "build", "dist", "demo-out")
HOW = "real servers and programs: as root, MAIL_ADVISOR_REAL=1 pytest tests/real"


def pytest_configure():
    programs.widen_path()


def pytest_collection_modifyitems(items):
    real = [item for item in items if item.path.is_relative_to(HERE)]
    missing = programs.missing()
    if ASKED and real and missing:
        raise pytest.UsageError(f"MAIL_ADVISOR_REAL=1, but this machine lacks: {', '.join(missing)}")
    for item in real:
        item.add_marker("real")
        item.add_marker(pytest.mark.timeout(300))
        item.add_marker(pytest.mark.xdist_group("real"))    # one after the other: they measure times
        if not ASKED:
            item.add_marker(pytest.mark.skip(HOW))


def pytest_terminal_summary(terminalreporter):
    if not ASKED:
        missing = programs.missing()
        lacks = f" (this machine lacks: {', '.join(missing)})" if missing else ""
        terminalreporter.write_line(f"tests/real was left out. It needs {HOW}{lacks}")


def _no_skip():
    """A skip is a failure here: nobody would notice that the real thing was never tried."""
    report = yield
    if ASKED and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped although MAIL_ADVISOR_REAL=1: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return (yield from _no_skip())


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return (yield from _no_skip())


@pytest.fixture(scope="session")
def lab():
    """The lab, up for the whole session."""
    with Internet() as internet:
        yield internet


def _advisor(lab, folder):
    def run(*words, namespace=None):
        return lab.run(
            [sys.executable, "-m", "advisor", *words, "--no-input", "--lan", "--ca-file", lab.ca], text=True,
            namespace=namespace, cwd=folder, env={**os.environ, "PYTHONPATH": str(REPOSITORY)})
    return run


@pytest.fixture
def advisor(lab, tmp_path):
    """Runs mail-advisor as a client of the lab, in a folder of its own: `advisor("discover", address)`."""
    return _advisor(lab, tmp_path)


@pytest.fixture(scope="module")
def module_advisor(lab, tmp_path_factory):
    """The same for fixtures that serve a whole module."""
    return _advisor(lab, tmp_path_factory.mktemp("run"))


@pytest.fixture
def mailbox(lab):
    """Asks the mail host itself, over IMAP and without the program: Message-IDs in somebody's inbox."""
    def ids(user):
        host = scenarios.DOMAINS[user.split("@")[1]].host
        where = scenarios.HOSTS[host].address, 993, scenarios.names_of(host)[0], lab.ca
        with lab.inside(), Imap(*where) as session:
            return session.inbox(user, scenarios.PASSWORD)
    return ids


def _plain_run(folder):
    def run(command, **settings):
        return subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, cwd=folder, timeout=250, **settings)
    return run


@pytest.fixture
def plain_run(tmp_path):
    """Runs a command on the machine itself, as a user would, in an empty folder."""
    return _plain_run(tmp_path)


@pytest.fixture(scope="module")
def module_run(tmp_path_factory):
    """The same for fixtures that serve a whole module."""
    return _plain_run(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def written(tmp_path_factory, module_advisor):
    """Device to its files, name to path, as `mail-advisor write` left them."""
    folder = tmp_path_factory.mktemp("written")
    lines = [f'address = "{ALICE}"', "name = 'Alicia \"`id` $HOME\" Núñez; #1 100%'", 'language = "en"']
    for name, (client, mode) in DEVICES.items():
        lines += ["[[devices]]", f'name = "{name}"', 'kind = "desktop"', f'client = "{client}"',
                  "stays = true", f'mode = "{mode}"']
    (folder / "answers.toml").write_text("\n".join(lines) + "\n")
    run = module_advisor("write", "--answers", folder / "answers.toml", "-o", folder / "out", "--json")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report["refused"] == []
    files = {}
    for file in report["files"]:
        files.setdefault(file["device"], {})[Path(file["path"]).name] = Path(file["path"])
    return files


@pytest.fixture
def home():
    """An empty home that other users may enter (pytest's own folders are root's)."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.fixture
def start(lab, home):
    """Runs a program as a client of the lab that trusts the lab's authority, with `home` as its home."""
    def run(*command, text="", env=None, timeout=60):
        # `ip netns exec` gives every command a mount table of its own, so this mount is seen by it alone.
        mounted = ["sh", "-c", 'mount --bind "$0" "$1" && shift && exec "$@"', lab.ca, SYSTEM_CERTIFICATES]
        return lab.run([*mounted, *command], stdin=None, input=text.encode(), timeout=timeout, env={
            **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
            "HOME": str(home), "SSL_CERT_FILE": str(lab.ca), "TERM": "xterm", **(env or {})})
    return run
