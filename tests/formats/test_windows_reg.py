"""The .reg file: touches one key, names the .prf, removes the two marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import clients
from advisor.formats import windows_reg
from advisor.render import render
from tests.plans import address, plan, planned

PRINTABLE = st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), min_size=1)


def rendered():
    files = render(plan(planned("outlook-classic")), clients.load()).files
    return {file.role: file for file in reversed(files)}


def test_encoding():
    content = rendered()["registry"].content
    assert content.startswith(b"\xff\xfeW\0i\0n\0d\0o\0w\0s\0")
    text = content.decode("utf-16")
    assert text.count("\n") == text.count("\r\n") > 5


def test_it_names_the_file_that_is_written():
    entries = windows_reg.entries(rendered()["registry"].content)
    assert entries == {windows_reg.SETUP_KEY: {
        "ImportPRF": windows_reg.PRF_PATH, "First-Run": None, "FirstRun": None}}
    assert windows_reg.PRF_PATH.rsplit("\\", 1)[1] == rendered()["import"].path.rsplit("/", 1)[1]


@pytest.mark.parametrize(("given_value", "spelled"), [
    ("a", '"a"'), ("C:\\x", r'"C:\\x"'), ('a"b', r'"a\"b"'), ("\\\"", r'"\\\""')])
def test_spelling(given_value, spelled):
    assert windows_reg.value(given_value) == spelled


@pytest.mark.parametrize("given_value", ["a\nb", "a\rb", "\0", "\u2028", "\ud800", 1, None])
def test_what_it_cannot_hold(given_value):
    with pytest.raises(ValueError, match=r"."):
        windows_reg.value(given_value)


@given(PRINTABLE, PRINTABLE)
def test_every_string_comes_back(name, value):
    text = f"{windows_reg.HEADER}\n\n[K]\n{windows_reg.value(name)}={windows_reg.value(value)}\n"
    assert windows_reg.entries(windows_reg.pack(text)) == {"K": {name: value}}


@pytest.mark.parametrize("change", [
    ("Version 5.00", "Version 4.00"), ('"FirstRun"=-', '"Other"=-'), ("Outlook\\Setup", "Word\\Setup"),
    ('"First-Run"=-', "First-Run=-"), ('"ImportPRF"=', '"ImportPRF"=x')])
def test_a_broken_file_is_not_read(change):
    text = rendered()["registry"].content.decode("utf-16").replace(*change)
    with pytest.raises((ValueError, KeyError)):
        windows_reg.read(b"\xff\xfe" + text.encode("utf-16-le"))


def test_what_is_ordered_can_be_taken_back():
    files = {file.path.split("/")[1]: file.content
             for file in render(plan(planned("outlook-classic")), clients.load()).files}
    order = windows_reg.entries(files["outlook-import.reg"])[windows_reg.SETUP_KEY]
    undone = windows_reg.entries(files["outlook-import-undo.reg"])[windows_reg.SETUP_KEY]
    # Outlook sets the two marks itself, so only what the first file wrote is removed.
    assert undone == {name: None for name, value in order.items() if value is not None}


def test_numbers():
    text = f'{windows_reg.HEADER}\n\n[K]\n"a"=dword:0000000a\n"b"=dword:00000000\n'
    assert windows_reg.entries(windows_reg.pack(text)) == {"K": {"a": 10, "b": 0}}


def test_forgetting_is_seen():
    text = rendered()["registry"].content.decode("utf-16").replace('"FirstRun"=-', '"FirstRun"="1"')
    assert windows_reg.read(b"\xff\xfe" + text.encode("utf-16-le"))["forgets_first_run"] is False


@pytest.mark.parametrize("value", [
    "x\r\n[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run]\r\n\"a\"=\"calc\"", "x\ny",
    "x\ry", "x\u2028y", "x\x85y"])
def test_a_newline_cannot_start_a_key_of_its_own(value):
    """Neither through the encoder nor through a plan: there is no .reg file for such a name."""
    with pytest.raises(ValueError, match="line break"):
        windows_reg.value(value)
    for changes in ({"name": value}, {"address": address(value)}):
        result = render(plan(planned("outlook-classic"), **changes), clients.load())
        assert not result.files
        assert [refusal.path for refusal in result.refused] == ["Office-PC"]
