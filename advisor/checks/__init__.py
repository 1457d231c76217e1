"""One capability check a module: what a server said becomes facts with a meaning.

A check reads a finished visit and is pure. It gives exactly the facts that it declares, each of them
exactly once, whatever the server said.
"""

from collections.abc import Callable

from msgspec import Struct

from advisor.model.endpoint import Protocol
from advisor.model.evidence import Fact, Visit


class Check(Struct, frozen=True):
    """What a check module offers as CHECK. id: the module's name with dashes."""

    id: str
    protocols: tuple[Protocol, ...]
    gives: tuple[str, ...]
    read: Callable[[Visit], tuple[Fact, ...]]
