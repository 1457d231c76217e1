"""Where the password comes from, and that it shows itself to nobody on the way."""

import copy
import io
import json
import logging
import pickle
import sys
from argparse import Namespace

import pytest

from advisor import password
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.password import Secret

CANARY = "c4nary-Wert-7719"


def options(**given):
    return Namespace(**{"password_file": None, "password_stdin": False, "password_command": None,
                        "token_command": None, **given})


def python(code):
    """A command line that runs `code`."""
    return f'"{sys.executable}" -c "{code}"'


def test_a_secret_shows_itself_to_nobody():
    secret = Secret(CANARY)
    shown = [repr(secret), str(secret), f"{secret}", f"{secret!r:>40}", "%s" % secret,  # noqa: UP031
             str([secret]), str({"a": secret}), str(AdvisorError.__init__), repr(vars.__doc__)]
    assert not any(CANARY in one for one in shown)
    assert secret.reveal() == CANARY.encode()


@pytest.mark.parametrize("write", [pickle.dumps, copy.deepcopy, json.dumps])
def test_a_secret_is_not_written_down(write):
    with pytest.raises(TypeError) as failure:
        write(Secret(CANARY))
    assert CANARY not in str(failure.value)


def test_a_secret_has_no_other_attributes():
    with pytest.raises(AttributeError):
        Secret(CANARY).copy = CANARY


def test_the_box_is_emptied():
    with Secret(CANARY) as secret:
        assert secret.reveal()
    assert secret.reveal() == b""


def test_a_log_line_does_not_show_it(caplog):
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("x").debug("trying %s %r", Secret(CANARY), {"secret": Secret(CANARY)})
    assert CANARY not in caplog.text


@pytest.mark.parametrize("letters", ["", b"", "a\nb", "a\rb", b"a\0b"])
def test_no_password(letters):
    with pytest.raises(AdvisorError) as failure:
        Secret(letters)
    assert failure.value.exit_code == Exit.USAGE


@pytest.mark.parametrize("content", [f"{CANARY}\n", CANARY, f"{CANARY}\r\n", f"{CANARY}\nsecond line\n"])
def test_from_a_file(tmp_path, content):
    path = tmp_path / "secret"
    path.write_bytes(content.encode())
    assert password.from_file(path).reveal() == CANARY.encode()


def test_octets_and_blanks_stay_as_they_are(tmp_path):
    path = tmp_path / "secret"
    path.write_bytes(b" \xff\xe1 blank \n")
    assert password.from_file(path).reveal() == b" \xff\xe1 blank "


@pytest.mark.parametrize("content", [b"", b"\n", b"\n" + CANARY.encode(), b"x" * 100_000])
def test_a_file_that_holds_no_password(tmp_path, content):
    path = tmp_path / "secret"
    path.write_bytes(content)
    with pytest.raises(AdvisorError):
        password.from_file(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(AdvisorError) as failure:
        password.from_file(tmp_path / "none")
    assert failure.value.reference == "password-file"


def test_from_standard_input_only_the_first_line_is_taken():
    stream = io.StringIO(f"{CANARY}\nfor somebody else\n")
    assert password.from_stream(stream).reveal() == CANARY.encode()
    assert stream.read() == "for somebody else\n"


def test_from_a_program():
    assert password.from_command(python(f"print('{CANARY}'); print('more')"), "password").reveal() == \
        CANARY.encode()
    assert password.from_command(python("print('t0ken')"), "token").kind == "token"


@pytest.mark.parametrize("code", [
    f"print('{CANARY}'); raise SystemExit(3)", f"raise ValueError('{CANARY}')",
    f"import sys; print('{CANARY}', file=sys.stderr)", "pass"])
def test_a_program_that_fails_says_nothing_of_it(capfd, code):
    with pytest.raises(AdvisorError) as failure:
        password.from_command(python(code), "password")
    told = "".join(capfd.readouterr()) + str(failure.value.message) + str(failure.value.hint)
    assert CANARY not in told
    assert failure.value.__cause__ is None


def test_a_program_that_takes_too_long(monkeypatch):
    monkeypatch.setattr(password, "COMMAND_SECONDS", 0.2)
    with pytest.raises(AdvisorError) as failure:
        password.from_command(python("import time; time.sleep(5)"), "password")
    assert failure.value.reference == "password-command"


def test_typed():
    asked = []
    secret = password.typed("Password? ", lambda question: asked.append(question) or CANARY)
    assert (asked, secret.reveal()) == (["Password? "], CANARY.encode())
    assert password.typed("Password? ", lambda question: "") is None

    def leave(question):
        raise EOFError
    assert password.typed("Password? ", leave) is None


def test_one_way_only(tmp_path):
    path = tmp_path / "secret"
    path.write_text(CANARY)
    assert password.given(options(), sys.stdin) is None
    assert password.given(options(password_file=path), sys.stdin).reveal() == CANARY.encode()
    assert password.given(options(password_stdin=True), io.StringIO(CANARY)).reveal() == CANARY.encode()
    assert password.given(options(token_command=python("print('t')")), sys.stdin).kind == "token"
    with pytest.raises(AdvisorError) as failure:
        password.given(options(password_file=path, password_stdin=True), sys.stdin)
    assert failure.value.exit_code == Exit.USAGE


def test_nobody_to_ask():
    assert password.missing().exit_code == Exit.MISSING
