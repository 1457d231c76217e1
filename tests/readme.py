"""The tables of mail programs in the README, which say what `mail-advisor list clients` says.

`python -m tests.goldens` writes them anew.
"""

from pathlib import Path

from advisor import listing
from advisor.i18n import Speaker

PATH = Path(__file__).resolve().parents[1] / "README.md"
LANGUAGES = ("en", "es")


def marks(language):
    """What stands before and behind the table of a language; a reader of the README sees neither."""
    return f"<!-- clients {language} -->\n", f"<!-- end of clients {language} -->\n"


def table(language):
    """Heads and rows as `list clients` prints them, in Markdown."""
    heads, rows = listing.client_table(Speaker(language))
    lines = [heads, ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|").replace("*", "\\*") for cell in line) + " |\n"
                   for line in lines)


def tables_in(text):
    """Language to the table that stands in `text` now."""
    found = {}
    for language in LANGUAGES:
        before, behind = marks(language)
        found[language] = text.split(before)[1].split(behind)[0]
    return found


def renewed(text):
    """`text` with the tables of today."""
    for language, old in tables_in(text).items():
        before, behind = marks(language)
        text = text.replace(before + old + behind, before + table(language) + behind)
    return text
