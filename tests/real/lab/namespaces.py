"""Network namespaces: make them, step into them, and clear away what a killed run left behind.

Their names carry the process that owns them, so that two runs never meet and a later one can tell a
leftover from a neighbour.
"""

import ctypes
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "malab"
CONFIG = Path("/etc/netns")         # `ip netns exec` lays NAME/* over /etc (ip-netns(8))
_NEW_NETWORK = 0x40000000           # CLONE_NEWNET (setns(2)); os.setns came with Python 3.12
_libc = ctypes.CDLL(None, use_errno=True)


def ip(*words, check=True):
    """Run iproute2's `ip` and return what it prints; RuntimeError with its words when it fails."""
    run = subprocess.run(["ip", *map(str, words)], capture_output=True, text=True)
    if check and run.returncode:
        raise RuntimeError(f"ip {' '.join(map(str, words))}: {run.stderr.strip()}")
    return run.stdout


def _started(pid):
    """Start time of a process in clock ticks (proc(5) field 22): with the pid it names a process for good."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]


def own_name(part):
    """The name of this process's namespace, or temporary folder, `part`."""
    return f"{PREFIX}-{os.getpid()}-{_started(os.getpid())}-{part}"


def create(part, nameserver):
    """Make a namespace with its own loopback and resolver; returns its name."""
    name = own_name(part)
    ip("netns", "add", name)
    ip("-n", name, "link", "set", "lo", "up")
    config = CONFIG / name
    config.mkdir(parents=True)
    (config / "resolv.conf").write_text(f"nameserver {nameserver}\noptions timeout:2 attempts:2\n")
    (config / "hosts").write_text("127.0.0.1 localhost\n::1 localhost\n")
    (config / "nsswitch.conf").write_text("passwd: files\ngroup: files\nhosts: files dns\n")
    return name


def delete(name):
    """End every process in the namespace, wait until they are gone, and remove it."""
    while pids := ip("netns", "pids", name, check=False).split():
        for pid in pids:
            with suppress(ProcessLookupError):      # it ended by itself in the meantime
                os.kill(int(pid), signal.SIGKILL)
        time.sleep(0.02)
    ip("netns", "del", name, check=False)
    shutil.rmtree(CONFIG / name, ignore_errors=True)


def clear_leftovers():
    """Remove the namespaces, and then the folders, whose owner is no longer there."""
    for line in ip("netns", "list").splitlines():
        if _left_over(line.split()[0]):
            delete(line.split()[0])
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}-*"):
        if _left_over(folder.name):
            shutil.rmtree(folder)


def _left_over(name):
    found = re.match(rf"{PREFIX}-(\d+)-(\d+)-", name)
    if not found:
        return False
    try:
        return _started(found[1]) != found[2]
    except FileNotFoundError:
        return True


@contextmanager
def inside(name):
    """This thread is in the namespace: sockets opened here stay in it after the block."""
    here, there = (os.open(path, os.O_RDONLY) for path in ("/proc/thread-self/ns/net", f"/run/netns/{name}"))
    try:
        _enter(there)
        try:
            yield
        finally:
            _enter(here)
    finally:
        os.close(here)
        os.close(there)


def _enter(descriptor):
    if _libc.setns(descriptor, _NEW_NETWORK) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
