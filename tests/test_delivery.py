"""Everything of one address lands in one folder: all of it or nothing, and said in a way one can follow."""

import json
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from advisor import clients, delivery, discovery
from advisor.advise import advise
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.evidence import Evidence, SourceRun
from advisor.model.files import OutputFile
from tests.samples import ANA, household, picture

HOME = household(backup="inbox")
PLAN = advise(picture(), HOME, clients.load())
EVIDENCE = Evidence(ANA)


def deliver(folder, language="en", **flags):
    return delivery.deliver(PLAN, HOME, EVIDENCE, folder, Speaker(language), **flags)


def test_one_folder_for_the_address_with_records_and_a_folder_a_device(tmp_path):
    delivered = deliver(tmp_path / "out")
    assert delivered.folder == tmp_path / "out" / "ana@full.example"
    names = {path.name for path in delivered.folder.iterdir()}
    assert names >= {"plan.json", "answers.toml", "evidence.json", "handout.html", "record.html"}
    assert {"Office-PC", "Laptop", "Phone"} <= names
    for path in delivered.folder.rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)
    assert json.loads((delivered.folder / "plan.json").read_text())["devices"][0]["mode"] == "pop3-keep"


def test_nothing_is_overwritten_unasked(tmp_path):
    delivered = deliver(tmp_path)
    (delivered.folder / "plan.json").write_text("mine")
    (delivered.folder / "handout.html").unlink()
    with pytest.raises(AdvisorError) as refused:
        deliver(tmp_path)
    assert refused.value.exit_code is Exit.CANNOT_WRITE
    assert (delivered.folder / "plan.json").read_text() == "mine"
    assert not (delivered.folder / "handout.html").exists()      # nothing half-written
    deliver(tmp_path, existing="replace")
    assert (delivered.folder / "plan.json").read_text() != "mine"


@pytest.mark.parametrize(("address", "folder"), [
    ("ana@full.example", "ana@full.example"), ("a.b+tag@d.example", "a.b+tag@d.example"),
    ("../../etc@d.example", "_.._etc@d.example"), ("a/b\\c:d@d.example", "a_b_c_d@d.example"),
    (".hidden@d.example", "hidden@d.example"), ("..", "_"), ("ñ@d.example", "_@d.example")])
def test_the_folder_is_the_address_as_far_as_a_folder_can_be(address, folder):
    assert delivery.folder_of(address) == folder


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("width", [40, 80])
def test_a_person_is_told_which_file_to_take_and_what_to_do_with_it(tmp_path, language, width):
    delivered = deliver(tmp_path / "o", language)
    told = delivery.lines(delivered, Speaker(language), width)
    told_steps = [line for line in told if line.lstrip().startswith("1. ")]
    assert len(told_steps) == sum(bool(file.how) for file in delivered.files)
    assert all(any(file.path in line for line in told) for file in delivered.files)


def test_the_document_lists_files_and_refusals(tmp_path):
    document = delivery.document(deliver(tmp_path), Speaker("en"))
    assert set(document["files"][0]) == {
        "path", "device", "client", "role", "media_type", "state", "difference", "how"}
    assert all(set(refused) >= {"device", "client", "why"} for refused in document["refused"])


def test_what_goes_with_the_first_file_is_not_another_way_in():
    files = [file(name) for name in ("mbsyncrc", "a.service", "msmtprc", "settings.txt")]
    roles = ("config", "service", "sending", "sheet")
    own = tuple(replace(one, role=role) for one, role in zip(files, roles, strict=True))
    told = delivery.lines(delivery.Delivered(Path("o"), own, ()), Speaker("en"), 80)
    order = [line.strip() for line in told if line.startswith("  ") and not line.startswith("    ")]
    assert order == ["mbsyncrc", "With that belongs:", "a.service", "msmtprc",
                     "Instead of that, if you prefer:", "settings.txt"]


def file(name):
    return OutputFile(name, b"", "text/plain", "config", "PC", "mbsync", ("mbsync-run",))


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


LATER = Evidence(ANA, runs=(SourceRun("autoconfig", "answered", 412),), network_ms=777)


def test_a_second_run_changes_nothing_though_its_search_took_another_time(tmp_path):
    delivered = deliver(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in delivered.folder.rglob("*")}
    again = delivery.deliver(PLAN, HOME, LATER, tmp_path, Speaker("en"))
    assert {one.state for one in again.standings} == {"unchanged"}
    assert {path: path.stat().st_mtime_ns for path in delivered.folder.rglob("*")} == before
    told = " ".join(delivery.lines(again, Speaker("es"), 80))
    assert "No ha cambiado nada" in told


def test_what_is_missing_is_written_again_and_the_record_of_the_first_search_stays(tmp_path):
    delivered = deliver(tmp_path)
    before = contents(delivered.folder)
    for missing in ("handout.html", "record.html"):
        (delivered.folder / missing).unlink()
        again = delivery.deliver(PLAN, HOME, LATER, tmp_path, Speaker("en"))
        assert [one.file.path for one in again.standings if one.state == "new"] == [missing]
        assert contents(delivered.folder) == before


def test_evidence_without_a_plan_is_not_taken_for_that_of_an_earlier_run(tmp_path):
    folder = tmp_path / "ana@full.example"
    folder.mkdir()
    (folder / "evidence.json").write_bytes(discovery.as_bytes(LATER))
    with pytest.raises(AdvisorError) as refused:
        deliver(tmp_path)
    assert refused.value.exit_code is Exit.CANNOT_WRITE
    assert [path.name for path in folder.iterdir()] == ["evidence.json"]


def test_another_plan_is_shown_as_a_difference_and_nothing_is_written(tmp_path):
    delivered = deliver(tmp_path)
    before = contents(delivered.folder)
    home = household(backup="none")
    plan = advise(picture(), home, clients.load())
    with pytest.raises(AdvisorError) as refused:
        delivery.deliver(plan, home, LATER, tmp_path, Speaker("en"))
    assert refused.value.exit_code is Exit.CANNOT_WRITE
    details = refused.value.details
    assert '-backup = "inbox"' in details
    assert "--- answers.toml" in details
    assert any(line.startswith("evidence.json: ") for line in details)
    assert contents(delivered.folder) == before
    for language in ("en", "es"):
        assert "--keep-both" in Speaker(language).say(refused.value.hint)


def test_keeping_both_gives_new_names_once(tmp_path):
    delivered = deliver(tmp_path)
    before = contents(delivered.folder)
    home = household(backup="none")
    plan = advise(picture(), home, clients.load())

    def keep():
        return delivery.deliver(plan, home, LATER, tmp_path, Speaker("en"), existing="keep-both")

    found = keep()
    after = contents(delivered.folder)
    assert {path: after[path] for path in before} == before
    assert set(after) - set(before) >= {
        "answers.new.toml", "plan.new.json", "evidence.new.json", "record.new.html"}
    assert all((delivered.folder / file.path).read_bytes() == file.content for file in found.files)
    assert any("answers.new.toml has a new name" in line for line in delivery.lines(found, Speaker("en"), 80))
    assert {one.state for one in keep().standings} == {"unchanged"}
    assert contents(delivered.folder) == after


def test_a_file_that_somebody_edited_is_the_only_difference(tmp_path):
    delivered = deliver(tmp_path)
    edited = delivered.folder / "answers.toml"
    edited.write_text(edited.read_text() + "# mine\n")
    with pytest.raises(AdvisorError) as refused:
        delivery.deliver(PLAN, HOME, LATER, tmp_path, Speaker("en"))
    assert str(edited) in Speaker("en").say(refused.value.message)
    assert [line for line in refused.value.details if line.startswith("--- ")] == ["--- answers.toml"]
    delivery.deliver(PLAN, HOME, LATER, tmp_path, Speaker("en"), existing="replace")
    assert "# mine" not in edited.read_text()


@pytest.mark.parametrize("content", [b"mine", b"{}", b"\xff"])
def test_evidence_that_is_not_ours_is_not_overwritten(tmp_path, content):
    delivered = deliver(tmp_path)
    (delivered.folder / "evidence.json").write_bytes(content)
    with pytest.raises(AdvisorError) as refused:
        deliver(tmp_path)
    assert "evidence.json" in Speaker("en").say(refused.value.message)
    assert (delivered.folder / "evidence.json").read_bytes() == content


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_rehearsal_writes_nothing(tmp_path, language):
    rehearsed = deliver(tmp_path / "out", language, rehearse=True)
    assert not (tmp_path / "out").exists()
    told = delivery.lines(rehearsed, Speaker(language), 80)
    assert f"{rehearsed.folder}/" in told
    assert any(line.startswith("  plan.json") for line in told)
    assert delivery.document(rehearsed, Speaker(language))["dry_run"] is True
    written = deliver(tmp_path / "out", language)
    assert [file.path for file in rehearsed.files] == [file.path for file in written.files]
    (written.folder / "plan.json").write_text("mine")
    told = delivery.lines(deliver(tmp_path / "out", language, rehearse=True), Speaker(language), 80)
    assert "-mine" in told
    assert (written.folder / "plan.json").read_text() == "mine"


def test_large_type_is_a_wish():
    for large in (False, True):
        home = household(backup="inbox", large_type=large)
        files = delivery.prepare(PLAN, home, EVIDENCE, Speaker("en")).files
        sheet = next(file.content for file in files if file.path == "handout.html")
        assert (b'class="large screen" checked' in sheet) == large
