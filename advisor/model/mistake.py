"""A mistake in a file that a person wrote: where it is, and what is wrong there."""

from msgspec import Struct

from advisor.model.text import Text


class Mistake(Struct, frozen=True):
    """What is wrong, and where. line: from 1; 0 where the whole file is meant."""

    file: str
    line: int
    says: Text

    @property
    def place(self) -> str:
        """`hoster.toml:7`."""
        return f"{self.file}:{self.line}" if self.line else self.file
