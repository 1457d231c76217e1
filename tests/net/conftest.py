"""A small Internet for each test, and a way not to wait the whole of every time limit."""

import time

import pytest

from advisor.model.endpoint import USUAL_PORTS, Endpoint
from tests.net.account_servers import HOST, SERVERS, Attempts, enter
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


@pytest.fixture
def tried(internet):
    """Log in to a scripted server: gives what came of it and what the server saw."""
    def run(protocol, *answers, security="tls", tls="own", server=None, prepare=None, challenge="", **more):
        attempts = Attempts(*answers, challenge=challenge)
        if prepare is not None:
            prepare(attempts)
        script = (server or SERVERS[protocol])(attempts, **more.pop("script", {}))
        place = Endpoint(protocol, HOST, USUAL_PORTS[protocol, security], security)
        listener = internet.mail(HOST, place.port, script, tls=tls if security == "tls" else None)
        return enter(internet.network(), place, **more), attempts.seen, listener
    return run
