"""The command line: commands and flags, and every ending with its exit code and one clear message."""

import json
import subprocess
import sys

import pytest

from advisor import __version__, cli
from advisor.exits import Exit


def run(capsys, *arguments):
    """Exit code, standard output and standard error of one command."""
    try:
        code = cli.main(list(arguments))
    except SystemExit as end:      # argparse ends --help by itself
        code = end.code
    out, err = capsys.readouterr()
    return code, out, err


def test_version_is_told_before_anything_is_imported():
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "advisor", "--version"],
        capture_output=True, text=True, check=True)
    assert told.stdout == f"mail-advisor {__version__}\n"
    for heavy in ("argparse", "msgspec", "prompt_toolkit", "dns.", "jinja2", "imapclient", "ssl"):
        assert f" {heavy}" not in told.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["discover", "--help"], ["--lang", "es", "--help"]])
def test_help(capsys, arguments):
    code, out, err = run(capsys, *arguments)
    assert code == 0
    assert "mail-advisor" in out
    assert err == ""


def test_flags_may_stand_before_and_after_the_command(capsys):
    for arguments in (["--json", "list", "sources"], ["list", "sources", "--json"]):
        code, out, _ = run(capsys, *arguments)
        assert code == Exit.DONE
        assert {source["id"] for source in json.loads(out)["sources"]} >= {"srv", "autoconfig", "guess"}


@pytest.mark.parametrize("what", ["clients", "providers", "consequences", "sources", "schemas"])
def test_list(capsys, what):
    code, out, _ = run(capsys, "list", what, "--json")
    assert code == Exit.DONE
    document = json.loads(out)
    assert document["schema"] == 1
    assert all(entry["id"] for entry in document[what])
    assert run(capsys, "list", what)[1]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("arguments", "expected"), [
    (["frobnicate"], Exit.USAGE),
    (["discover"], Exit.USAGE),
    (["discover", "ana@full.example", "--frobnicate"], Exit.USAGE),
    (["discover", "no-at-sign"], Exit.USAGE),
    (["discover", "ana@localhost"], Exit.USAGE),
    (["discover", "ana@gmial.com"], Exit.UNCONFIRMED),
    (["discover", "ana@full.example", "--password", "hunter2"], Exit.USAGE),
    (["discover", "ana@full.example", "--password=hunter2"], Exit.USAGE),
    (["discover", "ana@full.example", "--lan", "--ca-file", "/nowhere/ca.pem"], Exit.USAGE),
    (["discover", "ana@full.example", "--evidence", "/nowhere/evidence.json"], Exit.USAGE),
    (["discover", "ana@full.example", "--lan", "--resolver", "nonsense"], Exit.USAGE),
    (["advise"], Exit.MISSING),
    (["write", "--answers", "/nowhere/answers.toml"], Exit.MISSING),
    (["advise", "--answers", "/nowhere/answers.toml"], Exit.USAGE),
    (["explain", "no-such-consequence"], Exit.USAGE),
])
def test_wrong_use_gets_one_message_and_its_exit_code(capsys, language, arguments, expected):
    code, out, err = run(capsys, "--lang", language, *arguments)
    assert code == expected, err
    assert out == ""
    assert err.startswith("mail-advisor: ")
    assert "Traceback" not in err
    assert "hunter2" not in err
    assert len(err.splitlines()) <= 4


@pytest.mark.parametrize("words", [["--password", "hunter2"], ["--password=hunter2"]])
def test_a_password_on_the_command_line_is_refused_before_anything_else(capsys, words):
    code, out, err = run(capsys, "discover", "ana@full.example", "--lan", "--offline", *words)
    assert (code, out) == (Exit.USAGE, "")
    assert err.startswith("mail-advisor: A password on the command line can be read by everybody")


def test_what_a_server_says_cannot_steer_the_terminal(capsys, monkeypatch):
    from advisor.errors import AdvisorError
    from advisor.model.text import text

    def hostile(arguments, speaker):
        raise AdvisorError("x", text("{said}", said="\x1b[31mred\x07\r"), Exit.USAGE)

    monkeypatch.setattr(cli, "_run", hostile)
    code, _, err = run(capsys, "list", "clients")
    assert code == Exit.USAGE
    assert "\x1b" not in err
    assert "\r" not in err


def test_our_own_bug_is_one_line_and_the_debug_file_has_no_values(capsys, monkeypatch, tmp_path):
    def broken(arguments, speaker):
        secret = "s3cret"
        raise ValueError(secret)

    monkeypatch.setattr(cli, "_run", broken)
    code, out, err = run(capsys, "list", "clients")
    assert (code, out) == (Exit.BUG, "")
    assert "ValueError" in err
    assert "s3cret" not in err
    log = tmp_path / "debug.txt"
    assert run(capsys, "list", "clients", "--debug", str(log))[0] == Exit.BUG
    assert "broken" in log.read_text()
    assert "ValueError" in log.read_text()


def test_no_page_can_steer_the_terminal(capsys, monkeypatch):
    from advisor import listing

    monkeypatch.setattr(listing, "lines", lambda *given, **how: ["a\x1b[31mb", "c\u202ed\x07e\rf"])
    code, out, _ = run(capsys, "list", "sources")
    assert code == Exit.DONE
    assert not set("\x1b\u202e\x07\r") & set(out)
    assert len(out.splitlines()) == 2
