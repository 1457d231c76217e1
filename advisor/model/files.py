"""Files that were rendered and parsed back, but not written yet."""

from typing import Literal

from msgspec import Struct

from advisor.model.text import Text

# Roles of files that are no other way in: they belong to the first one, or are needed only some day.
BESIDE = frozenset({"identity", "transport", "sending", "service", "timer", "task", "restore", "undo",
                    "data"})

# What to do with files that are there already and differ.
Existing = Literal["refuse", "replace", "keep-both"]


class OutputFile(Struct, frozen=True):
    """One file. path: relative, `/` as separator, safe on every system. device: name, or "" for all.

    how: codes of the import steps, in order.
    """

    path: str
    content: bytes
    media_type: str
    role: str
    device: str = ""
    client: str = ""
    how: tuple[str, ...] = ()

    @property
    def beside(self) -> bool:
        """Whether it goes with the device's first file instead of taking its place."""
        return self.role in BESIDE


class Refusal(Struct, frozen=True):
    """A file that cannot be written truthfully, and why (such as a PRF that cannot say STARTTLS)."""

    device: str
    client: str
    path: str
    why: Text
