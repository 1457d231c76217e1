"""The only place that writes files: all of them or none, readable by their owner alone.

Everything is checked before the first byte is written. Then every file goes to a temporary name beside its
target, and only when all of them are complete do they get their names. Nothing that is already there is
replaced unless that was asked for, and no link inside the folder is followed.
"""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.files import OutputFile
from advisor.model.text import Text, text


def write(files: Iterable[OutputFile], folder: Path, *, force: bool = False) -> tuple[Path, ...]:
    """Write `files` below `folder` and return their paths, in order.

    A file that is there with the same content counts as written. Folders are made with mode 0700, files with
    0600. AdvisorError (CANNOT_WRITE) names the first path that stands in the way; then nothing was changed.
    """
    targets = _targets(files, folder)
    try:
        changed = [(path, content) for path, content in targets if _must_write(path, folder, content, force)]
        with _Undo() as undo:
            ready = []
            for path, content in changed:
                undo.make_folders(path.parent)
                ready.append((undo.write_beside(path, content), path))
            for temporary, path in ready:
                undo.put(temporary, path)
    except OSError as error:
        raise _trouble(error, folder) from error
    return tuple(path for path, _ in targets)


def _targets(files: Iterable[OutputFile], folder: Path) -> list[tuple[Path, bytes]]:
    """Where each file goes. ValueError (ours) for a path that leaves the folder or is there twice."""
    targets: dict[str, tuple[Path, bytes]] = {}
    for file in files:
        parts = PurePosixPath(file.path).parts
        if not parts or any(part in ("..", "/") or "\\" in part or "\0" in part for part in parts):
            raise ValueError(f"not a path below the folder: {file.path!r}")
        if file.path.casefold() in targets:
            raise ValueError(f"two files are called {file.path!r}")
        targets[file.path.casefold()] = (folder.joinpath(*parts), file.content)
    return list(targets.values())


def _must_write(path: Path, folder: Path, content: bytes, force: bool) -> bool:
    """Whether `path` has to be written. AdvisorError where something stands in the way."""
    for parent in reversed([path, *path.parents]):
        # A link that is the folder itself, or above it, is the person's own choice.
        if folder in parent.parents and parent.is_symlink():
            raise _refusal(text("{path} is a link. Links are not followed when files are written.",
                                path=str(parent)))
        if parent != path and parent.exists() and not parent.is_dir():
            raise _refusal(text("{path} is a file, and a folder is needed there.", path=str(parent)))
    if not path.exists():
        return True
    if not path.is_file():
        raise _refusal(text("{path} is there already and is not a file.", path=str(path)))
    if path.read_bytes() == content:
        return False
    if not force:
        raise AdvisorError(
            "would-overwrite", text("{path} is there already and differs from what would be written.",
                                    path=str(path)), Exit.CANNOT_WRITE,
            hint=text("Choose another folder with -o, or replace the files with --force. "
                      "Nothing was written."))
    return True


class _Undo:
    """What was done so far, so that a failure half-way leaves everything as it was."""

    def __init__(self) -> None:
        self._folders: list[Path] = []
        self._temporary: list[Path] = []
        self._placed: list[Path] = []
        self._replaced: list[tuple[Path, Path]] = []

    def __enter__(self) -> "_Undo":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            for _path, old in self._replaced:
                with contextlib.suppress(OSError):      # all is written; a hidden old copy harms nobody
                    old.unlink()
            return
        # Best effort: the first failure is the one that is told, not what cleaning up meets.
        for path in self._temporary + self._placed:
            with contextlib.suppress(OSError):
                path.unlink()
        for path, old in self._replaced:
            with contextlib.suppress(OSError):
                os.replace(old, path)
        for path in reversed(self._folders):
            with contextlib.suppress(OSError):
                path.rmdir()

    def make_folders(self, folder: Path) -> None:
        """`folder` and what is missing above it."""
        for path in reversed([folder, *folder.parents]):
            if not path.is_dir():
                path.mkdir(mode=0o700)
                self._folders.append(path)

    def write_beside(self, path: Path, content: bytes) -> Path:
        """A complete file with mode 0600 (mkstemp's) in the folder of `path`."""
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        self._temporary.append(Path(name))
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return Path(name)

    def put(self, temporary: Path, path: Path) -> None:
        """Give the complete file its name."""
        if path.exists():
            old = temporary.with_suffix(".old")
            os.replace(path, old)
            self._replaced.append((path, old))
        os.replace(temporary, path)
        self._placed.append(path)


def _refusal(message: Text) -> AdvisorError:
    return AdvisorError("cannot-write", message, Exit.CANNOT_WRITE, hint=text("Nothing was written."))


def _trouble(error: OSError, folder: Path) -> AdvisorError:
    """What the system said, as one sentence."""
    path = str(error.filename or folder)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _refusal(text("The disk is full: {path} could not be written.", path=path))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return _refusal(text("{path} may not be written by you.", path=path))
    return _refusal(text("{path} could not be written: {reason}.",
                         path=path, reason=error.strerror or type(error).__name__))
