"""prefs.js: exactly the escapes that Thunderbird's own reader takes, and a reader as strict as that."""

import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import clients
from advisor.formats import prefs_js
from advisor.render import render
from tests.plans import plan, planned


@pytest.mark.parametrize(("given_value", "spelled"), [
    ("a", '"a"'), ('"', r'"\""'), ("\\", r'"\\"'), ("\n", r'"\n"'), ("\r", r'"\r"'), ("'", '"\'"'),
    ("\t", r'"\u0009"'), ("\b", r'"\u0008"'), ("\f", r'"\u000c"'), ("/", '"/"'), ("\x7f", r'"\u007f"'),
    ("é", r'"\u00e9"'), ("\u2028", r'"\u2028"'), ("😀", r'"\ud83d\ude00"'), ("", '""'),
    (993, "993"), (-1, "-1"), (True, "true"), (False, "false"), (2**31 - 1, "2147483647"),
])
def test_spelling(given_value, spelled):
    assert prefs_js.value(given_value) == spelled


@pytest.mark.parametrize("given_value", ["\0", "\ud800", "a\udfffb", 2**31, -2**31 - 1, None, 1.5, ["a"]])
def test_what_it_cannot_hold(given_value):
    with pytest.raises(ValueError, match=r"."):
        prefs_js.value(given_value)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_every_string_comes_back(string):
    line = f'user_pref("a.b", {prefs_js.value(string)});\n'
    assert prefs_js.read_prefs(prefs_js.pack(line)) == {"a.b": string}


@given(st.integers(-2**31, 2**31 - 1) | st.booleans())
def test_every_number_and_boolean_comes_back(value):
    read = prefs_js.read_prefs(prefs_js.pack(f'user_pref("a", {prefs_js.value(value)});'))["a"]
    assert (read, type(read)) == (value, type(value))


def test_the_other_escapes_that_are_allowed():
    assert prefs_js.read_prefs(rb'''user_pref("a", "\'\x41\u00e9");''') == {"a": "'Aé"}


@pytest.mark.parametrize("line", [
    r'user_pref("a", "\t");', r'user_pref("a", "\/");', r'user_pref("a", "\b");', r'user_pref("a", "\u12");',
    'user_pref("a", "x")', "user_pref('a', 1);", 'user_pref("a", 1.5);', 'user_pref("a", "x"y");',
    'user_pref("a", TRUE);', 'user_pref("a", 1); x', 'user_pref("a", "\x01");', "x",
    '/* */ user_pref("a", 1);',
])
def test_what_breaks_the_grammar(line):
    with pytest.raises(ValueError, match=r"not a line"):
        prefs_js.read_prefs(line.encode())


def test_a_name_that_is_there_twice():
    with pytest.raises(ValueError, match=r"twice"):
        prefs_js.read_prefs(b'user_pref("a", 1);\nuser_pref("a", 2);\n')


@pytest.mark.parametrize(("host", "known"), [
    ("imap.gmail.com", True), ("gmail.com", True), ("outlook.office365.com", True), ("notgmail.com", False),
    ("gmail.com.evil.example", False), ("imap.full.example", False)])
def test_oauth2_only_where_thunderbird_knows_the_provider(host, known):
    facts = {"incoming_auth": "oauth2", "incoming_host": host,
             "outgoing_auth": "password", "outgoing_host": "x"}
    assert (prefs_js.refuses(facts) is None) == known


INJECTIONS = ['x"); user_pref("mail.server.server1.port", 25); user_pref("y", "',
              'x\\"); user_pref("a", 1);//',
              '");\nuser_pref("mail.accountmanager.accounts", "");\n//', "*/ user_pref('a', 1); /*"]


@pytest.mark.parametrize("name", INJECTIONS)
@pytest.mark.parametrize("role", ["profile", "import", "policies"])
def test_a_name_cannot_add_a_preference(role, name):
    """Without the encoder the first of these would move the account to another port."""
    device = planned("thunderbird")
    result = {kind: render(plan(device, name=given), clients.load()) for kind, given in (
        ("plain", "Ana"), ("hostile", name))}
    if "\n" in name:
        assert not result["hostile"].files
        assert len(result["hostile"].refused) == 1
        return
    said = {kind: prefs_in(one, role) for kind, one in result.items()}
    assert said["hostile"]["mail.identity.id1.fullName"] == name
    assert said["hostile"].keys() == said["plain"].keys()
    assert {key for key in said["plain"] if said["plain"][key] != said["hostile"][key]} == {
        "mail.identity.id1.fullName"}


def prefs_in(result, role):
    content = next(file.content for file in result.files if file.role == role)
    if role == "policies":
        return {name: one["Value"] for name, one in json.loads(content)["policies"]["Preferences"].items()}
    if role == "import":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = archive.read("prefs.js")
    return prefs_js.read_prefs(content)
