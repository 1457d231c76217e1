"""Where Thunderbird puts sent mail and the rest: the folders that a login showed, or those it starts with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from advisor import clients
from advisor.formats import _values, prefs_js
from advisor.render import facts_of, render
from tests.plans import plan, planned

ROOT = "imap://ana%40full.example@imap.full.example/"
SHOWN = (("archive", "Archive"), ("drafts", "Work/Sent & more"), ("junk", "Basura ñ"),
         ("sent", "Enviados ñandú"), ("trash", "Trash"))


def prefs(folders=(), mode="imap"):
    device = planned(mode=mode)
    device = replace(device, settings=replace(device.settings, folders=folders))
    files = render(plan(device), clients.load()).files
    return prefs_js.read_prefs(next(file.content for file in files if file.role == "profile"))


def test_without_a_login_they_are_those_that_thunderbird_starts_with():
    said = prefs()
    assert {key: said[f"mail.identity.id1.{key}"] for key in (
        "fcc_folder", "draft_folder", "archive_folder", "stationery_folder")} == {
        "fcc_folder": ROOT + "Sent", "draft_folder": ROOT + "Drafts", "archive_folder": ROOT + "Archives",
        "stationery_folder": ROOT + "Templates"}
    assert {said[key] for key in said if key.endswith("picker_mode")} == {"0"}
    assert not [key for key in said if "trash" in key or "spam" in key]


def test_what_a_login_showed_is_named_as_thunderbird_itself_names_it():
    """The addresses are those that 153.7.0esr shows for folders of these names on Dovecot."""
    said = prefs(SHOWN)
    assert said["mail.identity.id1.fcc_folder"] == ROOT + "Enviados &APE-and&APo-"
    assert said["mail.identity.id1.fcc_folder_picker_mode"] == "1"
    assert said["mail.identity.id1.draft_folder"] == ROOT + "Work/Sent &- more"
    assert said["mail.identity.id1.archive_folder"] == ROOT + "Archive"
    assert said["mail.server.server1.trash_folder_name"] == "Trash"
    assert said["mail.server.server1.spamActionTargetFolder"] == ROOT + "Basura &APE-"
    assert "mail.server.server1.moveOnSpam" not in said


def test_another_separator_is_told_apart_from_a_sign_in_the_name():
    device = planned()
    names = (("archive", "INBOX.Old/New"), ("sent", "INBOX.Sent"))
    device = replace(device, settings=replace(device.settings, folders=names, separator="."))
    facts = facts_of(plan(device), device)
    assert (facts["sent_folder"], facts["archive_folder"]) == ("INBOX/Sent", "")


def test_pop3_has_none():
    assert not [key for key in prefs(SHOWN, "pop3-keep") if "folder" in key and "folders" not in key]


@given(st.text(max_size=12))
def test_every_folder_comes_back_or_is_left_out(name):
    device = planned()
    device = replace(device, settings=replace(device.settings, folders=(("sent", name),)))
    facts = facts_of(plan(device), device)
    assert facts["sent_folder"] in (name, "")
    assert _values.refuses(facts) is None       # a folder is no reason to write nothing
    result = render(plan(device), clients.load())
    said = prefs_js.read(next(file.content for file in result.files if file.role == "profile"))
    assert said["sent_folder"] == (facts["sent_folder"] or "Sent")


@pytest.mark.parametrize("change", [
    (ROOT + "Sent", ROOT.replace("imap.full", "imap.evil") + "Sent"), (ROOT + "Drafts", ROOT + "Entw&rfe"),
    (ROOT + "Templates", ROOT + "Vorlagen"), (ROOT + "Archives", "mailbox://nobody@Local%20Folders/Archives"),
    ('id1.valid", true);\n', 'id1.valid", true);\nuser_pref("mail.server.server1.moveOnSpam", true);\n')])
def test_what_lies_elsewhere_is_not_read(change):
    files = render(plan(planned()), clients.load()).files
    content = next(file.content for file in files if file.role == "profile").decode()
    assert change[0] in content
    with pytest.raises(ValueError, match=r"."):
        prefs_js.read(content.replace(*change).encode())
