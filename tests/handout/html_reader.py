"""Reads a page strictly: what a person sees, what it could load, and whether every element is closed."""

import re
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "img", "link", "hr", "base", "wbr"}
# Whatever makes a browser ask somebody for something, or do something.
LOADING = {"src", "srcset", "action", "formaction", "data", "poster", "background", "ping", "xlink:href"}


class Page(HTMLParser):
    """words: the visible text. tags: every element with its attributes, in order."""

    def __init__(self, content):
        super().__init__(convert_charrefs=True)
        self.tags, self._open, self._words, self.inside = [], [], [], {"style": "", "script": ""}
        self.feed(content.decode("utf-8"))
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self._open, f"closed, but never opened: {tag}"
        assert self._open.pop() == tag

    def handle_data(self, data):
        if self._open and self._open[-1] in self.inside:
            self.inside[self._open[-1]] += data
        else:
            self._words.append(data)

    @property
    def words(self):
        return " ".join("".join(self._words).split())

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def shape(self):
        """The elements with the names of their attributes: what no value may change."""
        return [(tag, tuple(sorted(attrs))) for tag, attrs in self.tags]

    @property
    def asks_for(self):
        """Addresses that the page would load by itself."""
        found = [(tag, name, value) for tag, attrs in self.tags for name, value in attrs.items()
                 if name in LOADING or (tag == "link" and name == "href") or name.startswith("on")
                 or name == "style"]
        found += re.findall(r"url\([^)]*\)|@import[^;]*", self.inside["style"])
        return [one for one in found if not str(one[-1]).startswith("data:image/")]
