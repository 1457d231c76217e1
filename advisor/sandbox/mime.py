"""Takes a message apart into its MIME parts (RFC 2045, 2046) without changing an octet.

FETCH must hand out parts exactly as they are stored, which the standard library's parser does not promise.
"""

import re
from dataclasses import dataclass

DEEPEST = 10
MOST_PARTS = 100
LONGEST_FIELD = 10_000      # of which we read the parameters

_FIELD = re.compile(rb"^([!-9;-~]+)[ \t]*:((?:[^\r]|\r(?!\n)|\r\n[ \t])*)\r\n", re.DOTALL | re.MULTILINE)
_PARAMETER = re.compile(r';\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))')


@dataclass(frozen=True)
class Part:
    """A part: its header with the blank line, its body, and the parts inside it.

    type: such as `text/plain`, in lower case, with its parameters.
    """

    header: bytes
    body: bytes
    type: str
    parameters: tuple[tuple[str, str], ...]
    parts: tuple["Part", ...] = ()

    def fields(self) -> list[tuple[bytes, bytes]]:
        """Each header field as its name and the whole field with its line ends."""
        return [(found[1], found[0]) for found in _FIELD.finditer(self.header)]

    def field(self, name: str) -> bytes | None:
        """The unfolded value of the first field of that name, or None."""
        for known, whole in self.fields():
            if known.lower() == name.lower().encode():
                return re.sub(rb"\r\n(?=[ \t])", b"", whole.partition(b":")[2]).strip()
        return None


def take_apart(content: bytes, depth: int = 0) -> Part:
    """A message or body part as a tree. What is not well-formed is one part without parts."""
    header, body = _split(content)
    plain = Part(header, body, "text/plain", (("charset", "us-ascii"),))
    stated = plain.field("Content-Type")
    if stated is None:
        return plain
    kind, parameters = parameters_of(stated)
    boundary = dict(parameters).get("boundary", "")
    if not re.fullmatch(r"[^\s/]+/[^\s/]+", kind):
        return plain
    if not kind.startswith("multipart/") or not boundary or depth >= DEEPEST:
        return Part(header, body, kind, parameters)
    # RFC 2046 section 5.1.1: the line break before a delimiter belongs to the delimiter.
    delimiter = re.compile(rb"(?:^|\r\n)--" + re.escape(boundary.encode()) + rb"(--)?[ \t]*(?:\r\n|$)")
    pieces: list[bytes] = []
    begun: int | None = None
    here = 0
    while found := delimiter.search(body, here):
        if begun is not None:
            pieces.append(body[begun:found.start()])
        begun = found.end()
        here = max(found.end() - 2, found.start() + 1)      # two delimiters may share a line break
        if found[1] or len(pieces) >= MOST_PARTS:
            break
    return Part(header, body, kind, parameters, tuple(take_apart(piece, depth + 1) for piece in pieces))


def parameters_of(value: bytes) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A field such as Content-Type as its first word in lower case, and its parameters."""
    text = value[:LONGEST_FIELD].decode("latin-1")
    first = text.partition(";")[0].strip().lower()
    return first, tuple((found[1].lower(), re.sub(r"\\(.)", r"\1", found[2] or found[3] or ""))
                        for found in _PARAMETER.finditer(text))


def _split(content: bytes) -> tuple[bytes, bytes]:
    if content.startswith(b"\r\n"):
        return content[:2], content[2:]
    end = content.find(b"\r\n\r\n")
    return (content, b"") if end < 0 else (content[:end + 4], content[end + 4:])
