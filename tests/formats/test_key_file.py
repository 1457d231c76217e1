"""GLib's key file: escapes and lists as GLib reads them."""

import pytest
from hypothesis import given

from advisor.formats import _key_file
from tests.formats.hostile_strings import allowed_text


@pytest.mark.parametrize(("given_value", "spelled"), [
    ("a", "a"), ("\\", "\\\\"), (" a", "\\sa"), ("a;b", "a;b"), (True, "true"), (False, "false"), (7, "7")])
def test_spelling(given_value, spelled):
    assert _key_file.value(given_value) == spelled


@given(allowed_text)
def test_every_string_comes_back(string):
    content = _key_file.pack(f"[G]\nKey={_key_file.value(string)}\n")
    assert _key_file.plain(_key_file.groups(content)["G"]["Key"]) == string


def test_lists():
    assert _key_file.split("a\\;b;\\\\c;") == ["a;b", "\\c"]
    with pytest.raises(ValueError, match=r"list"):
        _key_file.split("a")


@pytest.mark.parametrize("given_value", ["a\nb", "a\tb", "\u2028", "\ud800", None, 1.5])
def test_what_it_cannot_hold(given_value):
    with pytest.raises(ValueError, match=r"."):
        _key_file.value(given_value)


@pytest.mark.parametrize("content", [b"a=b\n", b"[G]\na\n", b"[G]\na=1\na=2\n", b"[G]\n[G]\n"])
def test_what_is_not_a_key_file(content):
    with pytest.raises(ValueError, match=r"not a line"):
        _key_file.groups(content)


def test_an_unknown_escape():
    with pytest.raises(ValueError, match=r"escape"):
        _key_file.plain("a\\x")
