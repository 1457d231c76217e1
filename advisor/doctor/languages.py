"""Which languages does this installation speak, and are they whole?"""

from collections.abc import Iterator

from advisor import i18n
from advisor.doctor import Examination, Finding, Surroundings
from advisor.exits import Exit
from advisor.model.text import Text, text

_LANGUAGES = text("Languages")
NEEDED = ("en", "es")


def examine(here: Surroundings) -> Iterator[Finding]:
    """`languages`."""
    empty = [language for language in NEEDED if not i18n.read_catalogue(language)]
    if empty:
        yield Finding("languages", "fails", _LANGUAGES, text("not readable: {languages}",
                                                             languages=", ".join(empty)),
                      text("This installation is not whole. Install mail-advisor again."), Exit.BUG)
    else:
        yield Finding("languages", "works", _LANGUAGES, Text(
            "{languages}", (("languages", ", ".join(i18n.languages())),)))


EXAMINATION = Examination("languages", 60, examine)
