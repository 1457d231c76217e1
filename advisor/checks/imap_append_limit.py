"""APPENDLIMIT (RFC 7889): how large a message may be that a program puts into a folder, in bytes.

Mail programs put the copy of what they send into the folder for sent mail: a smaller limit than that of
sending means that large messages go out and leave no copy.
"""

from advisor.checks import Check
from advisor.checks._reading import announced, no, unasked, unknown, yes
from advisor.model.evidence import Fact, Visit

NAME = "imap-append-limit"


def _read(visit: Visit) -> tuple[Fact, ...]:
    told = announced(visit)
    if told is None:
        return (unasked(visit, NAME),)
    said = next((token for token in told if token.split("=")[0] == "APPENDLIMIT"), None)
    if said is None:
        late = visit.after_login is None
        return (unknown(visit, NAME, "not-announced-before-login") if late else
                no(visit, NAME, "not-announced"),)
    number = said.partition("=")[2]
    if not number:
        return (unknown(visit, NAME, "differs-by-folder"),)
    if number.isascii() and number.isdigit() and len(number) < 19:
        return (yes(visit, NAME, int(number)),)
    return (unknown(visit, NAME, "unreadable"),)


CHECK = Check(NAME, ("imap",), (NAME,), _read)
