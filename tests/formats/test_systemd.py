"""The service and its timer: systemd itself takes them, and no name gets a placeholder or a command in."""

import subprocess

import pytest
from hypothesis import given

from advisor import clients
from advisor.formats import _systemd, systemd_service, systemd_timer
from advisor.render import render
from tests.formats.facts import rendered
from tests.formats.hostile_strings import allowed_text
from tests.needed import needed
from tests.plans import address, plan, planned

PROGRAMS = list(systemd_service.COMMANDS)


@given(allowed_text)
def test_every_value_comes_back_or_is_refused(given_value):
    try:
        spelled = _systemd.value(given_value)
    except ValueError:
        return
    unit = _systemd.unit(_systemd.pack(f"[Unit]\nDescription={spelled}\n"), "Unit")
    assert unit == {"Unit": {"Description": given_value}}


@pytest.mark.parametrize("given_value", ["", " a", "a ", "a\\", "a\nb", "\ud800", None])
def test_what_it_cannot_hold(given_value):
    with pytest.raises(ValueError, match=r"."):
        _systemd.value(given_value)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_interval_is_that_of_the_plan(program):
    assert systemd_timer.read(rendered(program, role="timer"))["check_minutes"] == 10
    said = systemd_service.read(rendered(program, role="service"))
    assert said == {"folder": "ana@full.example", "once": True}


@pytest.mark.parametrize("change", [
    ("ExecStart=mbsync", "ExecStart=sh -c mbsync"), ("ana@full.example\n\n", "bob@full.example\n\n"),
    ("[Service]", "[Install]"), ("Type=oneshot", "Type"), ("Nice=10", "Nice=%h"),
    ("Nice=10", "Type=oneshot")])
def test_a_broken_service_is_not_read(change):
    with pytest.raises((ValueError, KeyError)):
        systemd_service.read(rendered("mbsync", role="service").decode().replace(*change).encode())


@pytest.mark.parametrize("change", [
    ("timers.target", "default.target"), ("OnStartupSec=2min\n", ""), ("10min", "soon"),
    ("Copy of the mail of ", "")])
def test_a_broken_timer_is_not_read(change):
    with pytest.raises((ValueError, KeyError)):
        systemd_timer.read(rendered("mbsync", role="timer").decode().replace(*change).encode())


@pytest.mark.parametrize("local", ["ana", "o'b+x%y", "a" * 64])
def test_systemd_takes_them(tmp_path, local):
    """A program that is not installed is the only thing that it may complain about."""
    needed("systemd-analyze")
    units = tmp_path / "units"
    units.mkdir()
    for program in PROGRAMS:
        whole = plan(planned(program, "imap-offline"), address=address(local))
        for file in render(whole, clients.load()).files:
            if file.role in ("service", "timer"):
                # As its own name, so that the three programs do not share one.
                name = file.path.rsplit("/", 1)[1].replace("mail-copy", f"mail-copy-{program}")
                (units / name).write_bytes(file.content.replace(
                    f"ExecStart={program}".encode(), b"ExecStart=/bin/true"))
    assert len(list(units.iterdir())) == 2 * len(PROGRAMS)
    run = subprocess.run(
        ["systemd-analyze", "verify", "--user", *sorted(units.iterdir())], capture_output=True, text=True,
        env={"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}, check=False)
    said = (run.stdout + run.stderr).splitlines()
    assert (run.returncode, [line for line in said if "mail-copy" in line]) == (0, [])
