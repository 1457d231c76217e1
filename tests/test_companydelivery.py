"""`mail-advisor company DIR`: one sheet beside the people's folders, or one sentence and nothing."""

import json
import stat

import pytest

from advisor.cli import main
from advisor.exits import Exit
from tests.handout.html_reader import Page
from tests.test_companyfolder import office as _office

office = _office        # the folder with the files of two people


def run(capsys, *arguments):
    code = main(["company", *map(str, arguments)])
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.mark.parametrize(("language", "words"), [("en", "for the technician"), ("es", "para el técnico")])
def test_the_sheet_lies_beside_the_folders_and_leads_to_them(office, capsys, language, words):
    code, told, _ = run(capsys, office, "--lang", language, "--set", "name=Bar Paco")
    assert code == Exit.DONE
    assert str(office / "company.html") in told
    path = office / "company.html"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    page = Page(path.read_bytes())
    for said in ("Bar Paco", "ana@full.example", "Marta", "600 123 456", words):
        assert said in page.words
    for attrs in page.all("a"):
        assert (office / attrs["href"].replace("%40", "@")).is_file()


def test_the_folder_names_the_company_where_nobody_else_does(office, capsys):
    run(capsys, office)
    assert office.name in Page((office / "company.html").read_bytes()).words


def test_programs_get_the_same_as_json(office, capsys):
    code, told, _ = run(capsys, office, "--json")
    document = json.loads(told)
    assert (code, document["schema"], len(document["people"])) == (Exit.DONE, 1, 2)
    first = document["people"][0]
    assert (first["address"], first["name"], first["full_in"], first["backup"]["device"]) == (
        "ana@full.example", "Ana García", 19, "Office PC")
    assert first["devices"][0]["incoming"] == {
        "protocol": "pop3", "host": "pop.full.example", "port": 995, "security": "tls"}
    assert document["files"] == [{
        "path": str(office / "company.html"), "role": "company", "media_type": "text/html"}]
    assert {one["full_by"] for one in document["people"]} == {None, "2028-09"}


def test_it_is_not_replaced_unasked(office, capsys):
    assert run(capsys, office)[0] == Exit.DONE
    assert run(capsys, office)[0] == Exit.DONE          # the same again is no change
    code, _, said = run(capsys, office, "--set", "name=Other")
    assert code == Exit.CANNOT_WRITE
    assert "--force" in said
    assert run(capsys, office, "--set", "name=Other", "--force")[0] == Exit.DONE


@pytest.mark.parametrize("arguments", [
    ("--set", "technician.logo=none.png"), ("--set", "technician.fax=1"), ("--answers", "none.toml")])
def test_what_is_wrong_is_said_and_nothing_is_written(office, capsys, arguments):
    code, _, said = run(capsys, office, *arguments)
    assert code == Exit.USAGE
    assert said.startswith("mail-advisor: ")
    assert not (office / "company.html").exists()


def test_a_plan_that_was_tampered_with_stops_it(office, capsys):
    (office / "ana@full.example" / "plan.json").write_text('{"schema": 1, "address": "<script>"}')
    code, told, said = run(capsys, office)
    assert (code, told) == (Exit.USAGE, "")
    assert "plan.json" in said
    assert "Traceback" not in said
    assert not (office / "company.html").exists()


def test_whom_to_call_can_be_given(office, capsys, tmp_path):
    path = tmp_path / "technician.toml"
    path.write_text('name = "Bar Paco"\n[technician]\nname = "Juan"\nweb = "https://juan.example"\n')
    assert run(capsys, office, "--answers", path)[0] == Exit.DONE
    page = Page((office / "company.html").read_bytes())
    assert {"href": "https://juan.example", "rel": "noreferrer"} in page.all("a")
    assert "Juan" in page.words
    assert "Marta" not in page.words
