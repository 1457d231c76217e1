"""Finds the members of a family: every module in a folder that offers the family's name.

Adding a source, a check, a question or a consequence is adding one file. The file's name is the
member's id with `_` for `-`; a mismatch is a mistake in the file and is raised at once.
"""

import importlib
import os
from functools import cache
from typing import Any


def modules(package: str) -> tuple[str, ...]:
    """The names of the modules of a family, sorted; those that start with `_` are its helpers."""
    folder = importlib.import_module(package)
    # As pkgutil finds them, which imports what reads Python's source, just to tell a module's name.
    return tuple(sorted(f"{package}.{name.removesuffix('.py')}" for name in os.listdir(folder.__path__[0])
                        if name.endswith(".py") and not name.startswith("_")))


@cache
def collect(package: str, name: str) -> tuple[Any, ...]:
    """All values called `name` in the modules of `package`, sorted by file name.

    `collect("advisor.sources", "SOURCE")` gives every discovery source.
    """
    members = []
    for path in modules(package):
        member = getattr(importlib.import_module(path), name)
        if member.id != path.rpartition(".")[2].replace("_", "-"):
            raise RuntimeError(f"{path}: its id is {member.id!r}, its file says otherwise")
        members.append(member)
    return tuple(members)
