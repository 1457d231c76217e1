"""Starting and stopping the sandbox."""

import errno
import os
import poplib
import socket
import ssl
import stat
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import imapclient
import pytest

from advisor import sandbox
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.sandbox.manners import Manners
from tests.sandbox.conftest import resolver_of


def test_start_and_stop_are_fast_and_leave_nothing():
    sandbox.start().stop()      # the imports are not what is measured
    threads = set(threading.enumerate())
    handles = set(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else None
    begun = time.perf_counter()
    with sandbox.start() as box:
        lines = [box.dial("127.0.0.25", port, 5) for port in (993, 143, 995, 110, 465, 587)]
        assert os.path.isfile(box.ca_file)
        assert stat.S_IMODE(os.stat(box.ca_file).st_mode) == 0o600
    assert time.perf_counter() - begun < 1
    assert not os.path.exists(box.ca_file)
    for line in lines:
        line.close()
    assert set(threading.enumerate()) == threads
    if handles is not None:
        assert set(os.listdir("/proc/self/fd")) == handles
    box.stop()      # once more is no mistake


def test_stop_ends_conversations_at_any_point(open_sandbox):
    box = open_sandbox()
    line = imapclient.IMAPClient("imap.demo.example", ssl_context=box.tls, timeout=5)
    line.login(box.address, box.password)
    line.select_folder("INBOX")
    line.idle()
    waiting = poplib.POP3_SSL("pop.demo.example", context=box.tls, timeout=5)
    shaking_hands = box.dial("127.0.0.25", 465, 5)
    begun = time.perf_counter()
    box.stop()
    assert time.perf_counter() - begun < 1
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("sandbox")]
    assert shaking_hands.recv(1) == b""
    assert line.idle_check(timeout=5) == []     # ends at once: the line is closed
    assert time.perf_counter() - begun < 2
    line.shutdown()
    waiting.close()
    shaking_hands.close()


def test_the_certificate_passes_the_strict_rules_of_python_3_13(box):
    box.tls.verify_flags |= ssl.VERIFY_X509_STRICT
    for host, port in (("imap.demo.example", 993), ("autoconfig.demo.example", 443)):
        line = box.tls.wrap_socket(socket.create_connection((host, port)), server_hostname=host)
        assert line.version() in ("TLSv1.2", "TLSv1.3")
        line.close()


def test_a_process_that_forgets_to_stop_still_ends_and_leaves_no_file():
    run = subprocess.run(
        [sys.executable, "-c", "from advisor import sandbox; b = sandbox.start();"
         "s = b.dial('127.0.0.25', 993, 5); print(b.ca_file)"],
        capture_output=True, text=True, timeout=30, check=True)
    assert not os.path.exists(run.stdout.strip())
    assert run.stderr == ""


def test_two_at_once_do_not_collide():
    with sandbox.start() as one, sandbox.start() as other:
        assert one.password != other.password
        assert one.resolver != other.resolver
        assert one.ca_file != other.ca_file
        for box in (one, other):
            with box.dial("127.0.0.25", 110, 5) as line:
                assert line.recv(100).startswith(b"+OK")
        one.stop()
        with other.dial("127.0.0.25", 110, 5) as line:
            assert line.recv(100).startswith(b"+OK")


@pytest.mark.parametrize(("ip", "port"), [
    ("127.0.0.1", 993), ("127.0.0.25", 25), ("127.0.0.25", 443), ("192.0.2.1", 443), ("::1", 993)])
def test_dial_refuses_what_is_not_its_own(box, ip, port):
    with pytest.raises(ConnectionRefusedError) as refused:
        box.dial(ip, port, 1)
    assert refused.value.errno == errno.ECONNREFUSED


def test_dial_refuses_after_stop(box):
    box.stop()
    with pytest.raises(ConnectionRefusedError):
        box.dial("127.0.0.25", 993, 1)


def test_nothing_listens_beyond_loopback(monkeypatch):
    bound = []
    bind = socket.socket.bind
    monkeypatch.setattr(socket.socket, "bind", lambda self, at: (bound.append(at), bind(self, at))[1])
    with sandbox.start():
        assert len(bound) == 9      # six mail ports, the web, and DNS twice
        assert {host for host, _ in bound} == {"127.0.0.1"}


def test_the_password_is_nowhere_but_in_memory(box):
    with open(box.ca_file) as file:
        assert box.password not in file.read()
    assert box.password not in repr(box)
    assert len(box.password) >= 16


def test_without_the_extra_there_is_a_hint_in_both_languages(monkeypatch):
    monkeypatch.setitem(sys.modules, "trustme", None)
    with pytest.raises(AdvisorError) as missing:
        sandbox.start()
    assert missing.value.reference == "demo-extra-missing"
    assert missing.value.exit_code is Exit.USAGE
    assert "trustme" in Speaker("en").say(missing.value.message)
    for language in ("en", "es"):
        assert "pip install 'mail-advisor[demo]'" in Speaker(language).say(missing.value.hint)
    assert Speaker("es").say(missing.value.hint).startswith("Instálelo")


def test_importing_the_package_imports_no_server():
    run = subprocess.run(
        [sys.executable, "-c", "import sys; from advisor import sandbox;"
         "print([m for m in ('ssl', 'trustme', 'dns', 'advisor.sandbox.provider') if m in sys.modules])"],
        capture_output=True, text=True, timeout=30, check=True)
    assert run.stdout.strip() == "[]"


def test_zones_are_laid_over_the_demo():
    with sandbox.start(Manners(), zones={
            "other.example": {"MX": ("10 mail.demo.example.",)},
            "demo.example": {"MX": ()}}) as box:
        resolver = resolver_of(box)
        assert resolver.resolve("other.example", "MX")[0].to_text() == "10 mail.demo.example."
        assert resolver.resolve("demo.example", "A")[0].to_text() == "127.0.0.80"
        assert resolver.resolve("demo.example", "MX", raise_on_no_answer=False).rrset is None


def test_the_mailbox_is_filled_as_of_today(box):
    newest = max(message.arrived for message in box.mailbox.folder("INBOX").messages)
    assert timedelta(0) < datetime.now(UTC) - newest < timedelta(days=1)
