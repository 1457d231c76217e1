"""The real tests: asked for with MAIL_ADVISOR_REAL=1, and then a test that is skipped has failed.

Without it they are skipped with one line that says how to run them and what this machine lacks for it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.real.lab import programs, scenarios
from tests.real.lab.internet import Internet
from tests.real.lab.witness import Imap

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
