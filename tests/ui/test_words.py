"""Text for terminals: nothing steers it, nothing is wider than it may be."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from advisor.ui.words import clean, columns, pad, spelled, wrap


@given(st.text())
def test_no_control_or_format_character_survives(words):
    left = {unicodedata.category(letter) for letter in clean(words) if letter not in "\u200c\u200d"}
    assert not left & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_escape_sequences_and_direction_marks_lose_their_power():
    assert clean("\x1b[31mred\x07\r\nnext") == " [31mred   next"
    assert clean("evil\u202egpj.exe") == "evilgpj.exe"


def test_letters_that_the_encoding_lacks_get_a_twin():
    assert spelled("✓ Contraseña… “sí”", "ascii") == '+ Contrasena... "si"'
    assert spelled("日本", "ascii") == "??"
    assert spelled("✓ ñ", "utf-8") == "✓ ñ"
    assert spelled("✓ ñ", "latin-1") == "+ ñ"


def test_east_asian_letters_are_two_columns_wide_and_combining_ones_none():
    assert columns("日本") == 4
    assert columns("e\u0301") == 1
    assert pad("日本", 6) == "日本  "


def test_wrapping_keeps_the_indentation():
    assert wrap("  one two three", 9) == ["  one two", "  three"]
    assert wrap("+ one two", 7, "  ") == ["+ one", "  two"]
    assert wrap("", 10) == [""]


@given(st.text(st.characters(whitelist_categories=("L", "N", "P")) | st.just(" ")), st.integers(4, 90))
def test_no_line_is_too_wide_and_no_word_is_lost(words, width):
    cleaned = clean(words).strip()
    lines = wrap(cleaned, width)
    assert all(columns(line) <= width or len(line) == 1 for line in lines)
    assert "".join("".join(lines).split()) == "".join(cleaned.split())
