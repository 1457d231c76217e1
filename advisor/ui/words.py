"""Makes text fit for a terminal: no control characters, wrapped by the width that its letters really have.

What a server says goes through `clean` before it reaches a screen, so nothing from the network can steer it.
"""

import unicodedata

# Joiners belong to the spelling of words in several scripts; every other format character only misleads.
_JOINERS = "\u200c\u200d"
_ASCII = {"…": "...", "–": "-", "—": "-", "“": '"', "”": '"', "’": "'", "‘": "'", "·": "-", "✓": "+",
          "✗": "x", "›": ">", "→": "->", "≥": ">=", "≤": "<=", "•": "-", "─": "-"}


def clean(words: str) -> str:
    """The words without control, format and surrogate characters; line ends and tabs become blanks."""
    if words.isprintable() and words.isascii():
        return words
    return "".join(_fit(letter) for letter in words)


def misread(words: str) -> bool:
    """Whether the terminal handed on letters that its encoding does not have (PEP 383 marks them)."""
    return any(unicodedata.category(letter) == "Cs" for letter in words)


def _fit(letter: str) -> str:
    category = unicodedata.category(letter)
    if category in ("Cc", "Zl", "Zp"):
        return " "
    if category == "Cs":
        return "?"
    return "" if category == "Cf" and letter not in _JOINERS else letter


def spelled(words: str, encoding: str) -> str:
    """The words as `encoding` can write them: signs become their ASCII twins, letters lose their accents."""
    try:
        words.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_spelled(letter, encoding) for letter in words)
    return words


def _spelled(letter: str, encoding: str) -> str:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        if letter in _ASCII:
            return _ASCII[letter]
        plain = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode("ascii")
        return plain or "?"
    return letter


def columns(words: str) -> int:
    """How many columns the words take up; East Asian letters take two, combining ones none."""
    # Below U+0300 every letter is one column wide, and so are our own signs. The first line need not wait
    # for the library (which comes with prompt_toolkit) where there is nothing else.
    if all(letter < "\u0300" or letter in _ASCII for letter in words):
        return len(words)
    from wcwidth import wcswidth

    return max(wcswidth(words), 0)


def wrap(words: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` columns, broken at blanks; later lines begin with `indent`.

    The words' own indentation is kept on every line. A single word that is too long is broken anywhere.
    """
    start = words[:len(words) - len(words.lstrip(" "))]
    later = start + indent
    lines: list[str] = []
    line, empty = start, True
    for word in words.split():
        if not empty and columns(line) + 1 + columns(word) > width:
            lines.append(line)
            line, empty = later, True
        while columns(line) + columns(word) + (not empty) > width and empty and len(word) > 1:
            room = _room(word, max(width - columns(line), 1))
            lines.append(line + word[:room])
            line, word = later, word[room:]
        line, empty = (line + word, False) if empty else (f"{line} {word}", False)
    lines.append(line if not empty else "")
    return lines


def _room(word: str, width: int) -> int:
    """How many letters of the word fit into `width` columns, at least one."""
    count = 1
    while count < len(word) and columns(word[:count + 1]) <= width:
        count += 1
    return count


def pad(words: str, width: int) -> str:
    """The words, filled with blanks up to `width` columns."""
    return words + " " * max(width - columns(words), 0)
