"""Reads a finished sheet back: which settings it shows for which device.

It is an HTML reader of its own and knows nothing of the template: it looks for tables of settings below a
device's heading and takes what a person would see in them.
"""

from html.parser import HTMLParser

from advisor.formats import Value
from advisor.handout.settings import as_sheet


def settings_on(page: bytes) -> dict[str, dict[str, Value]]:
    """The id of each device's section to the settings in it. ValueError for what no reader could make out."""
    reader = _Reader()
    reader.feed(page.decode("utf-8"))
    reader.close()
    return {section: as_sheet(tables) for section, tables in reader.devices.items()}


class _Reader(HTMLParser):
    """Collects caption, labels and values of the tables of class `settings`."""

    def __init__(self) -> None:
        super().__init__()
        self.devices: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {}
        self._device = ""
        self._inside = False
        self._words: list[str] | None = None
        self._label = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            self._device = dict(attrs).get("id") or ""
        elif tag == "table":
            self._inside = dict(attrs).get("class") == "settings"
        elif self._inside and tag in ("caption", "th", "td"):
            self._words = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "article":
            self._device = ""
        elif tag == "table":
            self._inside = False
        elif self._words is not None and tag in ("caption", "th", "td"):
            self._take(tag, "".join(self._words))
            self._words = None

    def handle_data(self, data: str) -> None:
        if self._words is not None:
            self._words.append(data)

    def _take(self, tag: str, words: str) -> None:
        tables = self.devices.setdefault(self._device, [])
        if tag == "caption":
            tables.append((words, []))
        elif tag == "th":
            self._label = words
        else:
            tables[-1][1].append((self._label, words))
