"""Turns a template into one HTML file that needs nothing else and may load nothing else.

Style and script stand in the file, and its content security policy names them by their hash: whatever
somebody smuggles into a name could neither run, nor load, nor look different.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from advisor import data
from advisor.i18n import Speaker
from advisor.model.text import Text

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = "handout"

# Control characters, line ends, lone surrogates, bidirectional controls (Unicode TR9) and noncharacters: what
# advisor/formats/_values.py keeps out of every file. Here they are shown as U+FFFD, one for one.
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff"
    + "".join(chr(plane + last) for plane in range(0x10000, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
    + "]")


def visible(value: Any) -> Any:
    """A value as it may be printed: a string without characters that steer what stands around them."""
    if isinstance(value, str) and not value.isprintable() and not hasattr(value, "__html__"):
        return _UNSEEN.sub("\ufffd", value)
    return value


def words(sentences: Mapping[str, Text], speaker: Speaker) -> SimpleNamespace:
    """The sentences in one language, for templates: `words.title`. (A dict's own `copy` would win there.)"""
    return SimpleNamespace(**{name: speaker.say(sentence) for name, sentence in sentences.items()})


def render(template: str, context: Mapping[str, Any], *, pictures: bool = False) -> bytes:
    """The finished page in UTF-8. template: a file in templates/handout. pictures: it holds `data:` images.

    Every value that the template prints is escaped for HTML; one that the context lacks is an error.
    """
    style, script = _style(), _script()
    policy = (f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
              f"{'img-src data:; ' if pictures else ''}base-uri 'none'; form-action 'none'")
    from markupsafe import Markup

    # Both are our own files; the hash in the policy is that of exactly these characters.
    page = _environment().get_template(f"{FOLDER}/{template}").render(
        context, policy=policy, style=Markup(style), script=Markup(script))
    return page.encode("utf-8")


@cache
def _style() -> str:
    return _read("page.css")


@cache
def _script() -> str:
    return _read("copy.js")


def _read(name: str) -> str:
    return (data.folder("templates") / FOLDER / name).read_text(encoding="utf-8")


@cache
def _hash(content: str) -> str:
    """The content as a policy names it (CSP level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(loader=FileSystemLoader(data.folder("templates")), undefined=StrictUndefined,
                       autoescape=True, finalize=visible, trim_blocks=True, lstrip_blocks=True,
                       keep_trailing_newline=True)
