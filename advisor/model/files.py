"""Files that were rendered and parsed back, but not written yet."""

from msgspec import Struct

from advisor.model.text import Text


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


class Refusal(Struct, frozen=True):
    """A file that cannot be written truthfully, and why (such as a PRF that cannot say STARTTLS)."""

    device: str
    client: str
    path: str
    why: Text
