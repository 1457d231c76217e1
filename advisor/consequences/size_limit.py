"""The server for sending takes messages up to a certain size (SIZE, RFC 1870); attachments grow by a third
on the way.
"""

from advisor.consequences import Consequence, Finding, Whole, known
from advisor.model.text import text
from advisor.modes import open_candidates

# Attachments travel as base64 in lines of 76 characters (RFC 2045 section 6.8): 4/3 and line ends.
_GROWTH = 1.37
USUAL = 25_000_000          # what people have come to expect of a message
_SMALL = 5_000_000


def _look(whole: Whole) -> Finding | None:
    found = open_candidates(whole.picture, "smtp")
    size = found[0].fact("smtp-size") if found else None
    if size is None or size.answer != "yes" or not isinstance(size.value, int) or not 0 < size.value < USUAL:
        return None
    return Finding(
        "size-limit", "costs" if size.value < _SMALL else "note", (),
        text("You cannot send attachments above about {mb} MB.", mb=max(1, int(size.value / _GROWTH / 1e6))),
        (known(size),), do=text("Send larger files as a link to a cloud folder."))


CONSEQUENCE = Consequence(
    "size-limit", "costs", ("smtp-size",), of_mailbox=_look,
    sources=("RFC 1870 (SIZE)",
             "RFC 2045 §6.8 (base64)"))
