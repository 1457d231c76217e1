"""Reads the mail programs: one folder below `templates/` with a client.toml each.

A client.toml holds facts and codes, no sentences. The id is the folder's name. A person's own programs, in
the folder `templates` of their configuration, go before the shipped ones.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import data
from advisor.model.client import Client

if TYPE_CHECKING:
    from advisor.model.mistake import Mistake


def load() -> dict[str, Client]:
    """All mail programs by id, sorted. ValueError names the file and the key that is wrong in a shipped one;
    a person's own one with a mistake is left out (`left_out` says why)."""
    own, _ = _own()
    return dict(sorted({**_load(data.folder("templates")), **own}.items()))


def left_out() -> "tuple[Mistake, ...]":
    """The mistakes in the person's own programs; whoever has one is left out."""
    return _own()[1]


def _own() -> "tuple[dict[str, Client], tuple[Mistake, ...]]":
    folder = data.own_folder("templates")
    if folder is None:
        return {}, ()
    return _read_own(tuple((path, path.stat().st_mtime_ns) for path in sorted(folder.glob("*/client.toml"))))


@cache
def _read_own(files: tuple[tuple[Path, int], ...]) -> "tuple[dict[str, Client], tuple[Mistake, ...]]":
    from advisor.clientcheck import check

    found: dict[str, Client] = {}
    wrong: list[Mistake] = []
    for path, _ in files:
        client, mistakes = check(path)
        wrong += mistakes
        if client is not None and not mistakes:
            found[client.id] = client
    return found, tuple(wrong)


@cache
def _load(folder: Path) -> dict[str, Client]:
    return {path.parent.name: read(path) for path in sorted(folder.glob("*/client.toml"))}


def read(path: Path) -> Client:
    """One client.toml. ValueError names the file and the key that is unknown, missing or wrong."""
    try:
        facts = msgspec.toml.decode(path.read_bytes())
        if "id" in facts:
            raise msgspec.ValidationError("Object contains unknown field `id`: the folder's name is the id")
        return msgspec.convert({**facts, "id": path.parent.name}, Client)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.parent.name}/{path.name}: {error}") from error
