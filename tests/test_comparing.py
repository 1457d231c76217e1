"""What would happen to the files of a folder, and what the difference is."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor import comparing, readable
from advisor.i18n import Speaker
from advisor.model.files import OutputFile


def file(path, content=b"new\n"):
    return OutputFile(path, content, "text/plain", "sheet")


def states(files, folder, **how):
    return [(one.file.path, one.state) for one in comparing.standing(files, folder, **how)]


def test_new_unchanged_and_changed(tmp_path):
    (tmp_path / "same").write_bytes(b"new\n")
    (tmp_path / "other").write_bytes(b"old\n")
    assert states([file("a/b"), file("same"), file("other")], tmp_path) == [
        ("a/b", "new"), ("same", "unchanged"), ("other", "changed")]
    assert states([file("a")], tmp_path / "nowhere") == [("a", "new")]


def test_what_is_no_file_is_left_to_the_writer(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert {state for _, state in states([file("folder"), file("link")], tmp_path)} == {"new"}


@pytest.mark.parametrize(("path", "first", "second"), [
    ("a/prefs.js", "a/prefs.new.js", "a/prefs.new-2.js"), ("muttrc", "muttrc.new", "muttrc.new-2"),
    ("x.tar.gz", "x.tar.new.gz", "x.tar.new-2.gz")])
def test_new_names(path, first, second):
    assert (comparing.new_name(path, 1), comparing.new_name(path, 2)) == (first, second)


def test_beside_takes_the_first_name_that_is_free_or_has_the_same_in_it(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"old\n")
    assert states([file("a.txt")], tmp_path, beside=True) == [("a.new.txt", "beside")]
    (tmp_path / "a.new.txt").write_bytes(b"older\n")
    assert states([file("a.txt")], tmp_path, beside=True) == [("a.new-2.txt", "beside")]
    (tmp_path / "a.new-2.txt").write_bytes(b"new\n")
    assert states([file("a.txt")], tmp_path, beside=True) == [("a.new-2.txt", "unchanged")]
    assert states([file("b.txt")], tmp_path, beside=True) == [("b.txt", "new")]


def test_the_difference_of_a_text(tmp_path):
    (tmp_path / "a").write_bytes(b"one\ntwo\nthree\n")
    (found,) = comparing.standing([file("a", b"one\n2\nthree\n")], tmp_path)
    assert comparing.difference(found) == [
        "--- a", "+++ a", "@@ -1,3 +1,3 @@", " one", "-two", "+2", " three"]


def test_a_long_difference_is_cut(tmp_path):
    (tmp_path / "a").write_bytes(b"\n".join(b"%d" % n for n in range(500)))
    (found,) = comparing.standing([file("a", b"x")], tmp_path)
    told = comparing.difference(found)
    assert len(told) == 61
    assert told[-1].startswith("[...")


def archive(text):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr(zipfile.ZipInfo("prefs.js", (1980, 1, 1, 0, 0, 0)), text)
    return packed.getvalue()


def test_the_difference_of_a_zip_is_that_of_what_is_in_it(tmp_path):
    (tmp_path / "a.zip").write_bytes(archive('user_pref("port", 143);'))
    (found,) = comparing.standing([file("a.zip", archive('user_pref("port", 993);'))], tmp_path)
    assert comparing.difference(found)[-2:] == ['-user_pref("port", 143);', '+user_pref("port", 993);']


@pytest.mark.parametrize(("content", "shown"), [
    ("\ufeffWindows\r\n[x]".encode("utf-16-le"), ["Windows", "[x]"]), ("señal".encode(), ["señal"]),
    ("DisplayName=José\r\n".encode("cp1252"), ["DisplayName=José"])])
def test_every_encoding_of_ours_can_be_read(content, shown):
    assert [line.lstrip("\ufeff") for line in readable.lines(content)] == shown


@given(st.binary(max_size=200) | st.binary(max_size=50).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_can_be_compared(content):
    assert all(isinstance(line, str) for line in readable.lines(content))
    comparing.difference(comparing.Standing(file("a"), "changed", content))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_tree(tmp_path, language):
    (tmp_path / "pc").mkdir()
    (tmp_path / "pc/prefs.js").write_bytes(b"old")
    found = comparing.standing([file("pc/profile/x"), file("plan.json"), file("pc/prefs.js")], tmp_path)
    speaker = Speaker(language)
    new, differs = speaker.code("file", "new"), speaker.code("file", "changed")
    assert comparing.tree(found, tmp_path, speaker) == [
        f"{tmp_path}/", "  pc/", f"    prefs.js  ({differs})", "    profile/", f"      x  ({new})",
        f"  plan.json  ({new})"]
