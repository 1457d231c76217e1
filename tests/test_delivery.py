"""Everything of one address lands in one folder: all of it or nothing, and said in a way one can follow."""

import json
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from advisor import clients, delivery
from advisor.advise import advise
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.evidence import Evidence
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
    deliver(tmp_path, force=True)
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
    assert {"path", "device", "client", "role", "media_type", "how"} == set(document["files"][0])
    assert all(set(refused) >= {"device", "client", "why"} for refused in document["refused"])


def test_what_goes_with_the_first_file_is_not_another_way_in():
    files = [file(name) for name in ("mbsyncrc", "a.service", "msmtprc", "settings.txt")]
    roles = ("config", "service", "sending", "sheet")
    own = tuple(replace(one, role=role) for one, role in zip(files, roles, strict=True))
    told = delivery.lines(delivery.Delivered(Path("o"), own, ()), Speaker("en"), 80)
    order = [line.strip() for line in told if line.startswith("  ") and not line.startswith("    ")]
    assert order[1:] == ["mbsyncrc", "With that belongs:", "a.service", "msmtprc",
                         "Instead of that, if you prefer:", "settings.txt"]


def file(name):
    return OutputFile(name, b"", "text/plain", "config", "PC", "mbsync", ("mbsync-run",))
