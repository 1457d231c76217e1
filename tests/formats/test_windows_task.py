"""The task for Windows: UTF-16, the published schema's elements in its order, and one command."""

import pytest

from advisor.formats import windows_task
from tests.formats.facts import rendered


def text(program="mbsync"):
    return rendered(program, role="task").decode("utf-16")


def packed(content):
    return b"\xff\xfe" + content.encode("utf-16-le")


def test_encoding():
    content = rendered("mbsync", role="task")
    assert content.startswith(b"\xff\xfe<\0?\0x\0m\0l\0")
    assert 'encoding="UTF-16"' in text()
    assert text().count("\n") == text().count("\r\n") > 30


@pytest.mark.parametrize(("program", "command"), [
    ("mbsync", "--exec mbsync ana@full.example"), ("getmail", "--exec getmail --quiet"),
    ("offlineimap", "--exec offlineimap -o -u quiet")])
def test_it_starts_the_program_in_wsl(program, command):
    assert f"<Command>wsl.exe</Command>\r\n      <Arguments>{command}</Arguments>" in text(program)
    assert windows_task.read(packed(text(program))) == {"folder": "ana@full.example", "check_minutes": 10}


@pytest.mark.parametrize("change", [
    ("wsl.exe", "cmd.exe"), ("--exec mbsync", "--exec sh"), ("mbsync ana@", "mbsync bob@"),
    ("LeastPrivilege", "HighestAvailable"), ("InteractiveToken", "S4U"), ("IgnoreNew", "Parallel"),
    ("<Enabled>true</Enabled>", "", 1), ("PT10M", "P1D"), ("LogonTrigger", "BootTrigger"),
    ("2004/02", "2004/03"),
    ('version="1.2"', 'version="1.9"'), ("<?xml", "<!DOCTYPE x><?xml")])
def test_a_broken_task_is_not_read(change):
    with pytest.raises((ValueError, KeyError)):
        windows_task.read(packed(text().replace(*change)))


def test_without_the_byte_order_mark_it_is_not_read():
    with pytest.raises(ValueError, match=r"byte order"):
        windows_task.read(text().encode())
