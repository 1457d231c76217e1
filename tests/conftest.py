"""What every test lives with: no test may reach beyond loopback, and none sees the user's own folders."""

import ipaddress
import socket

import pytest
from hypothesis import settings

# The first example of a property compiles templates; on a busy machine the time of one example says nothing.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_sendto = socket.socket.sendto


def _check(sock, address):
    if sock.family not in (socket.AF_INET, socket.AF_INET6):
        return
    host = address[0]
    if host == "localhost" or ipaddress.ip_address(host.split("%")[0]).is_loopback:
        return
    raise AssertionError(f"a test tried to reach {host}")


@pytest.fixture(autouse=True)
def loopback_only(request, monkeypatch):
    """Refuse every connection and datagram that would leave the machine."""
    if request.node.get_closest_marker("real"):
        return

    def connect(self, address):
        _check(self, address)
        return _connect(self, address)

    def connect_ex(self, address):
        _check(self, address)
        return _connect_ex(self, address)

    def sendto(self, data, *rest):
        _check(self, rest[-1])
        return _sendto(self, data, *rest)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket.socket, "connect_ex", connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", sendto)


@pytest.fixture(autouse=True)
def own_folders(tmp_path, monkeypatch):
    """State, cache and configuration go below the test's own folder; the language is English."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name.lower()))
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "NO_COLOR", "ACCESSIBLE"):
        monkeypatch.delenv(name, raising=False)
