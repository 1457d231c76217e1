"""The line for a spreadsheet: read back to the last value, and never a formula in any dialect."""

import csv
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.formats import settings_csv
from advisor.render import facts_of
from tests.formats.facts import facts
from tests.formats.hostile_strings import allowed_text
from tests.plans import MODES, plan, planned

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＋1", "－1", "＠x", '=HYPERLINK("http://x","y")',
            "=cmd|' /C calc'!A0", "a;=1", 'a,"=1', "a|@x", "a; +1", '";=1', "'=1", "''=1", "' =1"]
names = st.sampled_from(FORMULAS) | allowed_text | st.lists(
    st.sampled_from([*"=+-@'\",;| ", "a"]), min_size=1, max_size=12).map("".join).filter(
        lambda given: given == given.strip())



def csv_of(name, mode="imap"):
    from advisor import clients
    from advisor.render import render

    device = planned("generic", mode)
    files = render(plan(device, name=name), clients.load()).files
    return next(file.content for file in files if file.path.endswith(".csv"))


@given(names, st.sampled_from(list(MODES)))
def test_every_name_comes_back(name, mode):
    said = settings_csv.read(csv_of(name, mode))
    assert said["name"] == facts(mode, name=name)["name"]
    assert said == settings_csv.says({**facts_of(plan(planned("generic", mode), name=name),
                                                 planned("generic", mode))})


@given(names)
def test_no_spreadsheet_finds_a_formula_whatever_it_takes_for_a_separator(name):
    written = csv_of(name).decode()
    for separator in ",;|\t":
        for row in csv.reader(written.splitlines(), delimiter=separator):
            assert not [cell for cell in row if re.match(r'["\s]*[=+\-@＝＋－＠]', cell)]
    for cell in re.split(r'[,;|\t"]', written):         # and one that knows no quotes at all
        assert not re.match(r"\s*[=+\-@＝＋－＠]", cell)


def test_the_dialect_is_the_declared_one():
    written = csv_of("Ana").decode()
    lines = written.split("\r\n")
    assert (len(lines), lines[2]) == (3, "")
    assert "\n" not in written.replace("\r\n", "")
    assert all(line.startswith('"') and line.endswith('"') for line in lines[:2])
    assert [row["name"] for row in csv.DictReader(lines, dialect=settings_csv.Dialect)] == ["Ana"]


def test_any_csv_reader_gets_the_settings():
    (row,) = csv.DictReader(csv_of("Ana", "pop3-keep-days").decode().splitlines())
    assert (row["incoming_protocol"], row["incoming_port"], row["leave_on_server"]) == ("pop3", "995", "true")
    assert (row["remove_after_days"], row["delete_on_local_delete"]) == ("14", "false")


@pytest.mark.parametrize("value", ["a\nb", "a\rb", "a\tb", "a\u2028b", "a\u202eb", "\ud800", None, 1.5])
def test_what_it_cannot_hold(value):
    with pytest.raises(ValueError, match=r"."):
        settings_csv.value(value)


@pytest.mark.parametrize("change", [
    ('"Ana"', '"=Ana"'), ('"Ana"', '"An"a"'), ('"device",', '"gerät",'), ('"993"', '"x"'),
    ('"Ana",', ""), ('"","",""', '"true","",""'), ("\r\n", "\r\n\r\n"), ('"false"\r\n', '"false"')])
def test_what_is_not_read(change):
    written = csv_of("Ana").decode()
    assert change[0] in written
    with pytest.raises((ValueError, KeyError)):
        settings_csv.read(written.replace(*change).encode())
