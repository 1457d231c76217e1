"""What no file may hold is refused before anything is rendered."""

import pytest

from advisor.formats import _values
from advisor.render import facts_of
from tests.plans import plan, planned, server


def facts(**changes):
    device = planned()
    return {**facts_of(plan(device), device), **changes}


def test_an_ordinary_plan_is_fine():
    assert _values.refuses(facts()) is None


def test_an_empty_name_is_fine_and_any_other_empty_value_is_not():
    assert _values.refuses(facts(name="")) is None
    assert _values.refuses(facts(incoming_username="")) is not None


@pytest.mark.parametrize("field", ["name", "address", "device", "incoming_username", "outgoing_username"])
@pytest.mark.parametrize(("character", "code"), [
    ("\n", "U+000A"), ("\r", "U+000D"), ("\t", "U+0009"), ("\0", "U+0000"), ("\x1b", "U+001B"),
    ("\x7f", "U+007F"), ("\x85", "U+0085"), ("\u2028", "U+2028"), ("\u2029", "U+2029"),
    ("\u202e", "U+202E"), ("\u2067", "U+2067"), ("\u200e", "U+200E"), ("\u061c", "U+061C"),
    ("\ud800", "U+D800"), ("\udfff", "U+DFFF"), ("\ufeff", "U+FEFF"), ("\ufffe", "U+FFFE"),
])
def test_a_forbidden_character_is_named(field, character, code):
    why = _values.refuses(facts(**{field: f"a{character}b"}))
    assert dict(why.values) == {"field": field, "code": code}


@pytest.mark.parametrize("value", [
    "José", "O'Brien \"Bob\"", "a;b", "%EMAIL%", "`id`", "😀", "אבג", "क्षि", "a\u200db"])
def test_what_only_looks_odd_is_allowed(value):
    assert _values.refuses(facts(name=value)) is None


def test_length_ends_at_300():
    assert _values.refuses(facts(name="x" * 300)) is None
    assert dict(_values.refuses(facts(name="x" * 301)).values)["n"] == 301


@pytest.mark.parametrize("value", [" a", "a ", "\u00a0a"])
def test_blanks_at_the_ends_are_refused(value):
    assert _values.refuses(facts(incoming_username=value)) is not None


@pytest.mark.parametrize("host", ["a", "a.b", "A-1.example", "127.0.0.1", "a" * 63 + ".example"])
def test_hosts(host):
    assert _values.is_host(host)


@pytest.mark.parametrize("host", ["", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "ü.example", "a b", "a\n",
                                  "a" * 64, ".".join(["a" * 63] * 4), "[::1]", "a/b", "a:b", "²"])
def test_not_hosts(host):
    assert not _values.is_host(host)
    assert _values.refuses(facts(incoming_host=host)) is not None


@pytest.mark.parametrize("port", [0, -1, 65536, "993", 993.0, True])
def test_not_ports(port):
    assert _values.refuses(facts(outgoing_port=port)) is not None


@pytest.mark.parametrize("changes", [
    {"check_minutes": 0}, {"check_minutes": -5}, {"days": -1}, {"days": 32768}, {"incoming_auth": "magic"}])
def test_not_possible(changes):
    assert _values.refuses(facts(**changes)) is not None


def test_the_facts_of_a_pop3_device():
    device = planned(mode="pop3-keep-days", incoming=server("pop3", "starttls"))
    said = facts_of(plan(device), device)
    assert (said["days"], said["leave_on_server"], said["delete_on_local_delete"]) == (14, True, False)
    assert (said["incoming_port"], said["incoming_security"]) == (110, "starttls")
