"""A folder with the plans of several people is read whole, or refused with the file that is wrong."""

import json
import os
from datetime import date

import pytest

from advisor import clients, companyfolder, delivery
from advisor.advise import advise
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.evidence import Evidence
from advisor.model.household import Technician
from tests.handout.samples import EVIDENCE
from tests.samples import household, picture

MARTA = Technician("Marta", "600 123 456")


@pytest.fixture
def office(tmp_path):
    """A folder with the files of two people, as `write` leaves them."""
    for folder, evidence in (("zoe@full.example", EVIDENCE),
                             ("ana@full.example", Evidence(EVIDENCE.address))):
        home = household(backup="inbox", quota_mb=2000, used_mb=900, monthly_mb=60, technician=MARTA)
        plan = advise(picture(), home, clients.load())
        delivery.deliver(plan, home, evidence, tmp_path, Speaker("en"))
        (tmp_path / "ana@full.example").rename(tmp_path / folder)
    (tmp_path / "notes").mkdir()
    return tmp_path


def change(office, **changes):
    path = office / "zoe@full.example" / "plan.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def refusal(office):
    with pytest.raises(AdvisorError) as refused:
        companyfolder.read(office)
    assert refused.value.exit_code is Exit.USAGE
    assert refused.value.hint is not None
    return refused.value.reference, Speaker("en").say(refused.value.message)


def test_people_stand_by_address_with_what_their_files_say(office):
    change(office, address="zoe@full.example")
    ana, zoe = companyfolder.read(office)
    assert (ana.folder, ana.plan.address, ana.seen, ana.certificates) == (
        "ana@full.example", "ana@full.example", None, ())
    assert zoe.plan.address == "zoe@full.example"
    assert [one.mode for one in zoe.plan.devices] == ["pop3-keep", "imap", "imap"]
    assert zoe.plan.backup.device == "Office PC"
    assert zoe.plan.forecast.full_in == 19
    assert {(one.host, one.days_left) for one in zoe.certificates} == {
        ("imap.full.example", 89), ("pop.full.example", 12)}
    assert zoe.seen == date(2027, 2, 9)
    assert zoe.sheets == companyfolder.SHEETS


def test_whom_to_call_is_taken_where_all_agree(office):
    assert companyfolder.technician(companyfolder.read(office)) == MARTA
    path = office / "zoe@full.example" / "answers.toml"
    path.write_text(path.read_text().replace('"Marta"', '"Juan"'))
    assert companyfolder.technician(companyfolder.read(office)) == Technician()
    path.write_text(path.read_text().split("[technician]")[0])
    assert companyfolder.technician(companyfolder.read(office)) == MARTA


def test_a_folder_may_have_any_name(office):
    odd = office / os.fsdecode(b"a:b \xff <i>")
    (office / "zoe@full.example").rename(odd)
    people = {one.link: one.folder for one in companyfolder.read(office)}
    assert people["./a%3Ab%20%FF%20%3Ci%3E"] == "a:b \ufffd <i>"


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b"null", b'{"schema": 1}', b"\xff\xfe", b"[" * 100_000, b'{"schema": 1e999}'])
def test_what_is_no_plan_is_refused_by_name(office, content):
    (office / "zoe@full.example" / "plan.json").write_bytes(content)
    reference, said = refusal(office)
    assert reference == "company-unfit"
    assert "zoe@full.example" in said
    assert "plan.json" in said


@pytest.mark.parametrize("changes", [
    {"schema": 2}, {"address": None}, {"address": ["a"]}, {"devices": {}}, {"devices": [{"name": "x"}]},
    {"backup": {"kind": "cloud"}}, {"forecast": {"full_in": "soon"}}, {"forecast": {"full_in": 10 ** 30}},
    {"worst": "terrible"}])
def test_a_plan_with_other_values_is_refused(office, changes):
    change(office, **changes)
    assert refusal(office)[0] == "company-unfit"


def test_evidence_that_is_none_is_refused_too(office):
    (office / "ana@full.example" / "evidence.json").write_text("{}")
    reference, said = refusal(office)
    assert reference == "company-unfit"
    assert "evidence.json" in said


def test_what_is_too_large_is_not_read(office, monkeypatch):
    monkeypatch.setattr(companyfolder, "LARGEST", 100)
    assert refusal(office)[0] == "company-unfit"


def test_keys_that_came_later_are_passed_over(office):
    change(office, something={"new": [1, 2]})
    assert len(companyfolder.read(office)) == 2


def test_without_evidence_or_sheets_there_is_still_a_person(office):
    for name in ("evidence.json", "handout.html", "record.html", "answers.toml"):
        (office / "zoe@full.example" / name).unlink()
    change(office, address="zoe@full.example")
    zoe = companyfolder.read(office)[1]
    assert (zoe.certificates, zoe.seen, zoe.sheets) == ((), None, ())


@pytest.mark.parametrize("empty", ["nothing", "notes"])
def test_a_folder_without_plans_is_said_to_be_one(office, empty):
    assert refusal(office / empty)[0] == ("company-folder" if empty == "nothing" else "company-empty")
