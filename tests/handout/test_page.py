"""The frame of both pages: values become text, colours can be read, nothing is left undefined."""

import re
import sys

import pytest
from jinja2 import UndefinedError

from advisor.formats import _values
from advisor.handout import page
from advisor.handout.page import visible


def test_what_no_file_may_hold_is_shown_as_a_replacement_and_nothing_else_is():
    for code in range(sys.maxunicode + 1):
        letter = chr(code)
        assert (visible(letter) != letter) == (_values.forbidden(letter) is not None), hex(code)
        assert len(visible(letter)) == 1


def test_values_that_are_no_strings_stay_as_they_are():
    assert visible(7) == 7
    assert visible("Ana García") == "Ana García"


def test_a_value_that_is_missing_is_an_error():
    with pytest.raises(UndefinedError):
        page.render("handout.html", {"lang": "en"})


def schemes():
    """light, dark and print: the colours that the style sheet gives its variables."""
    found = re.findall(r":root \{([^}]*)\}", page._style())
    light, dark, paper = (dict(re.findall(r"--(\w+): (#\w+)", block)) for block in found)
    return {"light": light, "dark": {**light, **dark}, "print": {**light, **paper}}


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(letter * 2 for letter in colour[1:])
    parts = [int(digits[place:place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG 2.2 contrast ratio, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("ink", "ground"), [
    ("ink", "paper"), ("ink", "shade"), ("soft", "paper"), ("accent", "paper"), ("warn", "paper")])
def test_every_text_can_be_read(scheme, ink, ground):
    """AA asks for 4.5; inside the drawing a browser's checker cannot tell what lies below the letters."""
    colours = schemes()[scheme]
    assert contrast(colours[ink], colours[ground]) >= 4.5


def test_the_drawing_has_no_colours_of_its_own():
    drawing = (page.data.folder("templates") / "handout" / "_diagram.html").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b|fill=|stroke=", drawing)
