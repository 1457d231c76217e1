"""Reads the mail programs: one folder below `templates/` with a client.toml each.

A client.toml holds facts and codes, no sentences. The id is the folder's name.
"""

from functools import cache
from pathlib import Path

import msgspec

from advisor import data
from advisor.model.client import Client


def load() -> dict[str, Client]:
    """All mail programs by id, sorted. ValueError names the file and the key that is wrong in it."""
    return dict(_load(data.folder("templates")))


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
