"""Finds the members of a family: every module in a folder that offers the family's name.

Adding a source, a check, a question or a consequence is adding one file. The file's name is the
member's id with `_` for `-`; a mismatch is a mistake in the file and is raised at once.
"""

import importlib
import pkgutil
from functools import cache
from typing import Any


@cache
def collect(package: str, name: str) -> tuple[Any, ...]:
    """All values called `name` in the modules of `package`, sorted by file name.

    `collect("advisor.sources", "SOURCE")` gives every discovery source. Modules whose file name
    starts with `_` are helpers of their family and are passed over.
    """
    folder = importlib.import_module(package)
    members = []
    for info in sorted(pkgutil.iter_modules(folder.__path__), key=lambda found: found.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package}.{info.name}")
        member = getattr(module, name)
        if member.id != info.name.replace("_", "-"):
            raise RuntimeError(f"{module.__name__}: its id is {member.id!r}, its file says otherwise")
        members.append(member)
    return tuple(members)
