"""Reads IMAP commands into words, and puts words into IMAP's form (RFC 3501 section 9).

A command is a list of words; a word is octets (atom, quoted string or literal alike) or a list in
parentheses. Everything is bounded: length of lines and literals, number of literals, depth of lists.
"""

import re
from datetime import datetime, timedelta, timezone
from typing import TypeAlias

from advisor.sandbox.conversation import LONGEST_LINE, Conversation, Gone

Word: TypeAlias = "bytes | list[Word]"

DEEPEST = 20
MOST_LITERALS = 20
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_LITERAL = re.compile(rb"\{(\d{1,12})(\+?)\}\r?\n$")
_QUOTED = re.compile(rb'"((?:[^"\\\r\n]|\\["\\])*)"')
# An atom, with a section in brackets as FETCH has it: BODY.PEEK[HEADER.FIELDS (DATE FROM)]<0.100>
_ATOM = re.compile(rb'(?:[^\s()"{}\[\]]|\[[^\]\r\n]*\])+')
_KEYWORD = re.compile(r'[^\s\x00-\x1f\x7f(){%*"\\\]]{1,100}')
_DATE = re.compile(rb"([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)")
_DAY = re.compile(rb"(\d{1,2})-([A-Za-z]{3})-(\d{4})")


class BadCommand(Exception):
    """The command cannot be understood: the answer is BAD with this text, under `tag` where it is known."""

    tag = ""


def read_command(conversation: Conversation, largest: int) -> list[Word]:
    """The next command as words, its tag first; asks for literals of up to `largest` octets together.

    Raises BadCommand, TooLong, Gone.
    """
    parts = [conversation.read_line(LONGEST_LINE)]
    tag = parts[0].split()[0].decode("ascii", "replace") if parts[0].split() else ""
    try:
        _read_literals(conversation, parts, largest)
        return _words(parts)
    except BadCommand as bad:
        bad.tag = tag
        raise


def _read_literals(conversation: Conversation, parts: list[bytes], room: int) -> None:
    while found := _LITERAL.search(parts[-1]):
        size, at_once = int(found[1]), bool(found[2])
        room -= size
        if room < 0 or len(parts) > 2 * MOST_LITERALS:
            if at_once:     # RFC 7888 section 4: it is coming already; read no such thing, hang up
                conversation.write(b"* BYE [TOOBIG] that literal is too large\r\n")
                raise Gone
            raise BadCommand("[TOOBIG] that literal is too large")
        if not at_once:
            conversation.write(b"+ go on\r\n")
        parts[-1] = parts[-1][:found.start()]
        parts += [conversation.read_exactly(size), conversation.read_line(LONGEST_LINE)]


def _words(parts: list[bytes]) -> list[Word]:
    """Words of text and literals, which come in turn, text first."""
    words: list[Word] = []
    open_lists: list[list[Word]] = [words]
    for at, part in enumerate(parts):
        if at % 2:
            open_lists[-1].append(part)
            continue
        part = part.rstrip(b"\r\n")
        here = 0
        while here < len(part):
            sign = part[here:here + 1]
            if sign == b" ":
                here += 1
            elif sign == b"(":
                if len(open_lists) > DEEPEST:
                    raise BadCommand("too many parentheses")
                inner: list[Word] = []
                open_lists[-1].append(inner)
                open_lists.append(inner)
                here += 1
            elif sign == b")":
                if len(open_lists) == 1:
                    raise BadCommand("a parenthesis too many")
                open_lists.pop()
                here += 1
            else:
                found = (_QUOTED if sign == b'"' else _ATOM).match(part, here)
                if found is None:
                    raise BadCommand("that cannot be read")
                open_lists[-1].append(
                    re.sub(rb"\\(.)", rb"\1", found[1]) if sign == b'"' else found[0])
                here = found.end()
    if len(open_lists) != 1:
        raise BadCommand("a parenthesis is missing")
    return words


def octets(word: Word) -> bytes:
    """The word, which must not be a list. Raises BadCommand."""
    if isinstance(word, list):
        raise BadCommand("a list is not wanted there")
    return word


def text_of(word: Word) -> str:
    """The word as ASCII text. Raises BadCommand."""
    try:
        return octets(word).decode("ascii")
    except UnicodeDecodeError:
        raise BadCommand("that must be ASCII") from None


def flags_of(word: Word) -> tuple[str, ...]:
    """A list of flags, system flags in their usual spelling. Raises BadCommand."""
    flags = []
    for item in word if isinstance(word, list) else [word]:
        flag = text_of(item)
        usual = "\\" + flag[1:].capitalize()
        if usual not in SYSTEM_FLAGS if flag.startswith("\\") else not _KEYWORD.fullmatch(flag):
            raise BadCommand("that is not a flag")
        flags.append(usual if flag.startswith("\\") else flag)
    return tuple(flags)


SYSTEM_FLAGS = ("\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft")


def quoted(value: str) -> str:
    """A short ASCII text in quotes."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def string(value: bytes | None) -> bytes:
    """NIL, a quoted string, or a literal where quotes cannot hold it."""
    if value is None:
        return b"NIL"
    if len(value) < 1000 and value.isascii() and not re.search(rb"[\x00-\x1f\x7f]", value):
        return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'
    return literal(value)


def literal(value: bytes) -> bytes:
    """A literal: its length, then its octets."""
    return b"{%d}\r\n%b" % (len(value), value)


def date_time(moment: datetime) -> str:
    """An INTERNALDATE such as `"17-Jul-1996 02:44:25 -0700"`, with its quotes, whatever the locale."""
    return f'"{moment.day:2d}-{MONTHS[moment.month - 1]}-{moment:%Y %H:%M:%S %z}"'


def read_date_time(word: bytes) -> datetime:
    """The moment that an INTERNALDATE says. Raises BadCommand."""
    found = _DATE.fullmatch(word)
    if found is None:
        raise BadCommand("that is no date")
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    offset = timedelta(hours=int(hours), minutes=int(minutes)) * (-1 if sign == b"-" else 1)
    try:
        return datetime(int(year), _month(month), int(day), int(hour), int(minute), int(second),
                        tzinfo=timezone(offset))
    except ValueError:
        raise BadCommand("there is no such day") from None


def read_day(word: bytes) -> tuple[int, int, int]:
    """Year, month, day of a date such as `1-Feb-1994`. Raises BadCommand."""
    found = _DAY.fullmatch(word)
    if found is None:
        raise BadCommand("that is no date")
    return int(found[3]), _month(found[2]), int(found[1])


def _month(name: bytes) -> int:
    try:
        return MONTHS.index(name.decode().capitalize()) + 1
    except ValueError:
        raise BadCommand("there is no such month") from None


def number_set(word: Word, highest: int) -> list[tuple[int, int]]:
    """A sequence set as ranges from low to high; `*` is `highest` (RFC 3501 section 9). Raises BadCommand."""
    ranges = []
    for part in text_of(word).split(","):
        ends = [_number(end, highest) for end in part.split(":")]
        if len(ends) > 2:
            raise BadCommand("that is no set of numbers")
        ranges.append((min(ends), max(ends)))
    return ranges


def _number(end: str, highest: int) -> int:
    if end == "*":
        return highest
    if not end.isdigit() or len(end) > 10 or int(end) == 0:
        raise BadCommand("that is no number")
    return int(end)
