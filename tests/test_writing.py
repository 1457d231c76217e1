"""All files or none, for their owner alone, and nothing that is there already is lost."""

import errno
import os
import stat

import pytest

from advisor import writing
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.files import OutputFile


def file(path, content=b"new"):
    return OutputFile(path, content, "text/plain", "sheet")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def tree(folder):
    """Everything below `folder`, with the content of the files."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
            for path in sorted(folder.rglob("*"))}


def refused(files, folder, **options):
    with pytest.raises(AdvisorError) as caught:
        writing.write(files, folder, **options)
    assert caught.value.exit_code == Exit.CANNOT_WRITE
    return Speaker("en").say(caught.value.message)


def test_files_and_folders_belong_to_their_owner_alone(tmp_path):
    paths = writing.write([file("a/b.txt"), file("c.txt", b"\0\xff")], tmp_path / "out" / "deep")
    assert paths == (tmp_path / "out/deep/a/b.txt", tmp_path / "out/deep/c.txt")
    assert tree(tmp_path / "out/deep") == {"a": None, "a/b.txt": b"new", "c.txt": b"\0\xff"}
    assert [mode(path) for path in paths] == [0o600, 0o600]
    assert [mode(tmp_path / part) for part in ("out", "out/deep", "out/deep/a")] == [0o700] * 3


def test_a_folder_that_was_there_keeps_its_mode(tmp_path):
    (tmp_path / "out").mkdir(mode=0o755)
    (tmp_path / "out").chmod(0o755)
    writing.write([file("a")], tmp_path / "out")
    assert mode(tmp_path / "out") == 0o755


def test_nothing_to_write(tmp_path):
    assert writing.write([], tmp_path / "out") == ()
    assert not (tmp_path / "out").exists()


def test_the_same_again_is_fine_and_touches_nothing(tmp_path):
    (path,) = writing.write([file("a")], tmp_path)
    before = path.stat()
    assert writing.write([file("a"), file("b")], tmp_path) == (path, tmp_path / "b")
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_a_file_that_differs_stops_everything_before_the_first_byte(tmp_path):
    (tmp_path / "z").write_bytes(b"old")
    assert str(tmp_path / "z") in refused([file("new/a"), file("z")], tmp_path)
    assert tree(tmp_path) == {"z": b"old"}


def test_force_replaces_it(tmp_path):
    (tmp_path / "z").write_bytes(b"old")
    (tmp_path / "z").chmod(0o644)
    writing.write([file("a"), file("z")], tmp_path, force=True)
    assert tree(tmp_path) == {"a": b"new", "z": b"new"}
    assert mode(tmp_path / "z") == 0o600


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_where_the_file_should_be(tmp_path, force):
    (tmp_path / "a").mkdir()
    assert "not a file" in refused([file("a")], tmp_path, force=force)


@pytest.mark.parametrize("force", [False, True])
def test_a_file_where_the_folder_should_be(tmp_path, force):
    (tmp_path / "a").write_bytes(b"old")
    assert "folder is needed" in refused([file("x"), file("a/b")], tmp_path, force=force)
    assert "folder is needed" in refused([file("b")], tmp_path / "a", force=force)
    assert tree(tmp_path) == {"a": b"old"}


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("inside", ["linked", "linked/b.txt"])
def test_links_inside_the_folder_are_not_followed(tmp_path, force, inside):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b.txt").write_bytes(b"precious")
    folder = tmp_path / "out"
    folder.mkdir()
    target = outside if "/" in inside else outside / "b.txt"
    (folder / "linked").symlink_to(target)
    assert "link" in refused([file("a"), file(inside)], folder, force=force)
    assert tree(outside) == {"b.txt": b"precious"}
    assert not (folder / "a").exists()


def test_a_dangling_link_is_not_followed_either(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/a").symlink_to(tmp_path / "nowhere")
    assert "link" in refused([file("a")], tmp_path / "out", force=True)
    assert not (tmp_path / "nowhere").exists()


def test_the_folder_itself_may_be_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    writing.write([file("a")], tmp_path / "out")
    assert tree(tmp_path / "real") == {"a": b"new"}


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/etc/x", "a\\b", "", ".", "a\0b", "a/.."])
def test_a_path_that_leaves_the_folder_is_our_mistake(tmp_path, path):
    with pytest.raises(ValueError, match=r"not a path below"):
        writing.write([file(path)], tmp_path / "out")
    assert tree(tmp_path) == {}


def test_two_files_of_one_name_are_our_mistake(tmp_path):
    with pytest.raises(ValueError, match=r"two files"):
        writing.write([file("A"), file("a")], tmp_path)


def fail(number, after, real):
    """A system call that fails with `number` from the call after `after` on."""
    calls = []

    def failing(*given, **named):
        calls.append(given)
        if len(calls) > after:
            raise OSError(number, os.strerror(number), str(given[0]))
        return real(*given, **named)
    return failing


@pytest.mark.parametrize(("number", "word"), [
    (errno.ENOSPC, "disk is full"), (errno.EACCES, "may not be written"),
    (errno.EIO, "could not be written")])
@pytest.mark.parametrize(("call", "after"), [
    ("fsync", 0), ("fsync", 1), ("replace", 0), ("replace", 1), ("replace", 2), ("replace", 3)])
def test_a_failure_half_way_leaves_everything_as_it_was(tmp_path, monkeypatch, number, word, call, after):
    (tmp_path / "b").write_bytes(b"old b")
    (tmp_path / "d").write_bytes(b"old d")
    before = tree(tmp_path)
    real = getattr(os, call)
    # The calls that put things back work again: only the one that fails is broken.
    broken = fail(number, after, real)
    state = {"failed": False}

    def once(*given, **named):
        if state["failed"]:
            return real(*given, **named)
        try:
            return broken(*given, **named)
        except OSError:
            state["failed"] = True
            raise
    monkeypatch.setattr(os, call, once)
    files = [file("new/deep/a"), file("b"), file("d")]
    assert word in refused(files, tmp_path, force=True)
    monkeypatch.undo()
    assert tree(tmp_path) == before


def test_an_interruption_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        writing.write([file("new/a")], tmp_path)
    monkeypatch.undo()
    assert tree(tmp_path) == {}


def test_a_folder_that_may_not_be_written(tmp_path, monkeypatch):
    def forbidden(path, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))
    monkeypatch.setattr(os, "mkdir", forbidden)
    assert "may not be written by you" in refused([file("a")], tmp_path / "out")
    assert tree(tmp_path) == {}


def test_a_name_too_long_for_the_system(tmp_path):
    assert "could not be written" in refused([file("x" * 300)], tmp_path)
    assert tree(tmp_path) == {}


def test_every_message_is_in_spanish_too(tmp_path):
    (tmp_path / "z").write_bytes(b"old")
    with pytest.raises(AdvisorError) as caught:
        writing.write([file("z")], tmp_path)
    spanish = Speaker("es")
    assert "ya existe" in spanish.say(caught.value.message)
    assert "--force" in spanish.say(caught.value.hint)
