"""Reads XML that strangers wrote: no DOCTYPE, so no entity tricks; bounded depth and number of elements.

Only what an account description needs is left: elements, attributes and their text.
"""

import xml.etree.ElementTree as ET

_MAX_DEPTH, _MAX_ELEMENTS, _CHUNK = 32, 2000, 4096


class Unfit(Exception):
    """What came cannot be read. code: `empty`, `not-xml`, `doctype`, `too-deep` or `too-long`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(body: bytes) -> ET.Element:
    """The root of the document in `body`; raises Unfit for everything that is no harmless XML."""
    document = _without_padding(body)
    if not document:
        raise Unfit("empty")
    parser = ET.XMLParser(target=_Wary())
    try:
        # In pieces: after the first refusal nothing more is even looked at.
        for start in range(0, len(document), _CHUNK):
            parser.feed(document[start:start + _CHUNK])
        root = parser.close()
    except (ET.ParseError, LookupError, ValueError) as failure:     # unknown encodings are Lookup/ValueError
        raise Unfit("not-xml") from failure
    assert isinstance(root, ET.Element)
    return root


def of_ours(content: bytes) -> ET.Element:
    """The same for a file that we have written ourselves: ValueError where it is no harmless XML."""
    try:
        return read(content)
    except Unfit as unfit:
        raise ValueError(f"the file is not the XML that it should be: {unfit.code}") from unfit


def name(element: ET.Element) -> str:
    """The element's name without its namespace: some files put one on the root."""
    return str(element.tag).rpartition("}")[2]


def words(element: ET.Element) -> str:
    """All text in the element, blanks around it removed."""
    return "".join(element.itertext()).strip()


def first(parent: ET.Element, wanted: str) -> str:
    """The text of the first child called `wanted`, or ""."""
    return next((words(child) for child in parent if name(child) == wanted), "")


class _Wary(ET.TreeBuilder):
    """Builds the tree and gives up at a DOCTYPE (door of every entity trick) or when it gets too big."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise Unfit("doctype")

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        self._elements += 1
        if self._depth > _MAX_DEPTH:
            raise Unfit("too-deep")
        if self._elements > _MAX_ELEMENTS:
            raise Unfit("too-long")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def _without_padding(body: bytes) -> str | bytes:
    """Without byte order mark and blank lines in front, which some servers send and XML forbids."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace").strip()
    return body.removeprefix(b"\xef\xbb\xbf").strip()
