"""Puts sentences into the person's language. English sentences are the keys; codes have a text too.

`locales/<lang>/advisor.po` is read when first needed, so a fresh clone speaks Spanish without a build step.
Adding a language is adding one such file. Codes (`need:app-password`) come from profiles and client files;
their English text is in the English catalogue.
"""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from advisor.model.text import Text

LOCALES = Path(__file__).resolve().parent / "locales"
FALLBACK = "en"

_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def languages() -> tuple[str, ...]:
    """The languages that have a catalogue."""
    return tuple(sorted(path.parent.name for path in LOCALES.glob("*/advisor.po")))


def choose(asked: str | None, environment: dict[str, str] | None = None) -> str:
    """The language to speak: what was asked for, else LC_ALL, LC_MESSAGES, LANG (POSIX), else English."""
    settings = os.environ if environment is None else environment
    wanted = asked or next(
        (settings[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if settings.get(name)), FALLBACK)
    short = re.split(r"[_.@-]", wanted)[0].lower()
    return short if short in languages() else FALLBACK


class Speaker:
    """Says sentences and codes in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def get_ready(self) -> None:
        """Read the catalogue, which the first sentence needs: 10 ms, and 30 where it is all translations."""
        read_catalogue(self.language)

    def say(self, sentence: Text) -> str:
        """The sentence in this language, with its places filled in."""
        values = dict(sentence.values)
        forms = read_catalogue(self.language).get(sentence.template, ())
        many = bool(sentence.plural) and values.get("n") != 1
        if any(forms):
            pattern = forms[-1] if many else forms[0]
        else:
            pattern = sentence.plural if many else sentence.template
        return pattern.format_map(values)

    def code(self, family: str, code: str) -> str:
        """The text of a code such as `need:app-password`; the bare code where nobody has written one."""
        key = f"{family}:{code}"
        for language in (self.language, FALLBACK):
            forms = read_catalogue(language).get(key, ())
            if any(forms):
                return forms[0]
        return code

    def has_code(self, family: str, code: str) -> bool:
        """Whether this language itself has a text for the code."""
        return any(read_catalogue(self.language).get(f"{family}:{code}", ()))


@cache
def read_catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """msgid to its translations (singular, plural) for one language; empty where there is no catalogue.

    Reads the part of the PO format that we use: comments, msgid, msgid_plural, msgstr, msgstr[n], and
    continued strings. Fuzzy entries are left out, as gettext does.
    """
    path = LOCALES / language / "advisor.po"
    if not path.is_file():
        return {}
    catalogue: dict[str, tuple[str, ...]] = {}
    for fields in _entries(path.read_text(encoding="utf-8")):
        if fields.get("msgid"):
            plurals = [fields[key] for key in sorted(fields) if key.startswith("msgstr[")]
            catalogue[fields["msgid"]] = tuple(plurals or [fields.get("msgstr", "")])
    return catalogue


def _entries(written: str) -> Iterator[dict[str, str]]:
    """The entries of a PO file, keyword -> string; a fuzzy one has no msgid. Every start of the program reads
    a whole file, so this goes line by line and looks into no string without a backslash."""
    fields: dict[str, str] = {}
    current, fuzzy = "", False
    for line in written.splitlines():
        if line.startswith('"'):
            fields[current] = fields.get(current, "") + _string(line)
            continue
        keyword, _, rest = line.partition(" ")
        if keyword.startswith(("msgid_", "msgstr")):
            fields[keyword] = _string(rest)
        else:       # a blank line, a comment or a msgid: the entry before ends, also without a blank line
            if fields:
                yield fields
                fields, fuzzy = {}, False
            if keyword == "msgid":
                keyword = "fuzzy" if fuzzy else keyword
                fields = {keyword: _string(rest)}
            fuzzy = fuzzy or (keyword == "#," and "fuzzy" in rest)
        current = keyword
    if fields:
        yield fields


def _string(quoted: str) -> str:
    inside = quoted.strip()[1:-1]
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), inside) if "\\" in inside else inside
