"""Three styles and a dim one, and the signs that go with them. Colour is never the only carrier of meaning.

Yellow is unreadable on a light background and blue on a dark one, so attention is bold instead of a colour.
Every colour is one of the terminal's own palette, and no background is set: the contrast is the one that the
person's terminal, light or dark, was given.
"""

from typing import Literal

Style = Literal["normal", "good", "attention", "bad", "dim"]

# SGR parameters (ECMA-48 section 8.3.117) in the terminal's own palette, which suits its background.
_SGR: dict[Style, str] = {"good": "32", "attention": "1", "bad": "31", "dim": "2"}
_SIGNS: dict[Style, tuple[str, str]] = {
    "normal": ("·", "-"), "good": ("✓", "+"), "attention": ("!", "!"), "bad": ("✗", "x"), "dim": ("·", "-")}

# The same for prompt_toolkit, which writes the live prompt.
LIVE = {"good": "ansigreen", "attention": "bold", "bad": "ansired", "dim": "dim", "normal": "",
        "chosen": "bold", "typed": ""}


def paint(words: str, style: Style, colours: bool) -> str:
    """The words in a style; unchanged where there are no colours."""
    return f"\x1b[{_SGR[style]}m{words}\x1b[0m" if colours and style in _SGR else words


def sign(style: Style, encoding: str) -> str:
    """One character that says the same as the style; an ASCII one where the encoding has no other."""
    pretty, plain = _SIGNS[style]
    try:
        pretty.encode(encoding)
    except UnicodeEncodeError:
        return plain
    return pretty
