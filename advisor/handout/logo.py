"""The technician's own picture for the sheet: a small PNG or JPEG that becomes part of the page.

SVG is not taken: it can hold script and addresses of other files.
"""

import base64
from pathlib import Path

from msgspec import Struct

from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.model.text import Text, text

LARGEST = 200 * 1024      # bytes

_KINDS = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


class Logo(Struct, frozen=True):
    """A picture and what it is, `image/png` or `image/jpeg`."""

    media_type: str
    content: bytes

    @property
    def url(self) -> str:
        """The picture as a `data:` address (RFC 2397)."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode('ascii')}"


def read_logo(path: Path) -> Logo:
    """The picture in `path`. AdvisorError where it is missing, too large, or something else."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, ValueError) as problem:     # ValueError: a zero byte in the name
        said = getattr(problem, "strerror", None) or type(problem).__name__
        raise _error(path, text("The logo cannot be read: {problem}.", problem=said)) from None
    if len(content) > LARGEST:
        raise _error(path, text("The logo is larger than {n} KiB.", n=LARGEST // 1024))
    for start, media_type in _KINDS:
        if content.startswith(start):
            return Logo(media_type, content)
    raise _error(path, text("The logo is neither a PNG nor a JPEG picture."))


def _error(path: Path, message: Text) -> AdvisorError:
    return AdvisorError("logo-unfit", message, Exit.USAGE, context=text("In {path}.", path=str(path)),
                        hint=text("Give a small PNG or JPEG picture with the key technician.logo, or leave "
                                  "the key out."))
