"""A small Internet for each test, and a way not to wait the whole of every time limit."""

import time

import pytest

from tests.servers import Internet


@pytest.fixture
def internet():
    with Internet() as internet:
        yield internet


@pytest.fixture
def hurried(monkeypatch):
    """All time limits of a visit a tenth of what they are."""
    for module in ("visiting", "imap", "pop3", "submission"):
        monkeypatch.setattr(f"advisor.net.{module}.STEP_SECONDS", 0.3)
    monkeypatch.setattr("advisor.net.live.VISIT_SECONDS", 0.6)
    monkeypatch.setattr("advisor.net.connecting.CONNECT_SECONDS", 0.2)


class Stopwatch:
    def __enter__(self):
        self._began = time.monotonic()
        return self

    def __exit__(self, *_):
        self.seconds = time.monotonic() - self._began


@pytest.fixture
def stopwatch():
    return Stopwatch()
