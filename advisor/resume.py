"""Keeps the answers of a conversation that was broken off, so that nothing has to be typed twice.

After each answer they are saved in the person's own state folder, readable by nobody else, one file for each
address: who starts with another one loses nothing. There is no secret among them, as there is no question for
one.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from advisor.questions import Value


class Saved(Struct, frozen=True, forbid_unknown_fields=True):
    """What was answered, by key in the answers file. when: seconds since 1970."""

    when: float
    answers: dict[str, Value]

    @property
    def address(self) -> str:
        """The address it was about, empty where that was not answered yet."""
        return str(self.answers.get("address", ""))


def folder() -> Path:
    """Where the files are. It need not exist yet."""
    import platformdirs  # only the wizard needs it, and only after its first line

    return platformdirs.user_state_path("mail-advisor", appauthor=False) / "answers"


def place(address: str) -> Path:
    """The file for an address. Its name does not give the address away."""
    return folder() / f"{hashlib.sha256(address.casefold().encode()).hexdigest()[:16]}.json"


def save(answers: Mapping[str, Value]) -> bool:
    """Replace what was saved, whole or not at all, mode 0600. False where that cannot be written."""
    path = place(str(answers.get("address", "")))
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(Saved(time.time(), dict(answers))))
        part.replace(path)
    except OSError:
        # A full or read-only disk must not end a conversation that needs neither; the caller says it once.
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True


def load(address: str | None = None) -> tuple[Saved | None, bool]:
    """What was saved for the address, or for any one the latest; or None. The second value is True where a
    broken file was thrown away.
    """
    found: list[Saved] = []
    broken = False
    for path in _files(address):
        try:
            found.append(msgspec.json.decode(path.read_bytes(), type=Saved))
        except OSError:
            continue        # not there, or not ours
        except msgspec.DecodeError:
            _remove(path)
            broken = True
    return max(found, key=lambda saved: saved.when, default=None), broken


def forget(address: str | None = None) -> None:
    """Throw away what was saved for the address, or for all."""
    for path in _files(address):
        _remove(path)


def _files(address: str | None) -> list[Path]:
    return sorted(folder().glob("*.json")) if address is None else [place(address)]


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
