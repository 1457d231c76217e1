"""SEARCH and UID SEARCH (RFC 3501 section 6.4.4).

A search is built into one test that each message passes or not.
"""

from collections.abc import Callable
from datetime import date

from advisor.sandbox.imap_session import Refused, Session, View
from advisor.sandbox.imap_words import BadCommand, Word, number_set, octets, read_day, text_of
from advisor.sandbox.mailbox import Message
from advisor.sandbox.mime import take_apart

DEEPEST = 20

Test = Callable[[Message], bool]

FLAG_KEYS = {"SEEN": "\\Seen", "ANSWERED": "\\Answered", "FLAGGED": "\\Flagged", "DELETED": "\\Deleted",
             "DRAFT": "\\Draft"}
FIELD_KEYS = {"FROM": "From", "TO": "To", "CC": "Cc", "BCC": "Bcc", "SUBJECT": "Subject"}
DAY_KEYS: dict[str, Callable[[date, date], bool]] = {
    "BEFORE": lambda arrived, day: arrived < day,
    "ON": lambda arrived, day: arrived == day,
    "SINCE": lambda arrived, day: arrived >= day,
}


def search(session: Session, words: list[Word], by_uid: bool = False) -> str:
    """SEARCH [CHARSET c] keys; the answer has sequence numbers, or UIDs."""
    view = session.selected()
    words = list(words)
    if words and not isinstance(words[0], list) and words[0].upper() == b"CHARSET":
        if len(words) < 2 or octets(words[1]).upper() not in (b"US-ASCII", b"UTF-8"):
            raise Refused("[BADCHARSET (US-ASCII UTF-8)] that character set is not known")
        words = words[2:]
    if not words:
        raise BadCommand("SEARCH wants to know what for")
    test = _all_of(words, view, 0)
    found = [message.uid for message in session.folder().messages
             if message.uid in view.flags and test(message)]
    session.say(" ".join(["SEARCH", *(str(uid if by_uid else view.number(uid)) for uid in found)]))
    return "SEARCH done"


def uid_search(session: Session, words: list[Word]) -> str:
    """UID SEARCH."""
    return search(session, words, by_uid=True)


def _all_of(words: list[Word], view: View, depth: int) -> Test:
    """The test that every key in `words` passes; takes the words away as it reads them."""
    if depth > DEEPEST:
        raise BadCommand("that search is nested too deep")
    tests = []
    while words:
        tests.append(_key(words, view, depth))
    return lambda message: all(test(message) for test in tests)


def _key(words: list[Word], view: View, depth: int) -> Test:
    """The test for the next key; takes it and its arguments away."""
    if depth > DEEPEST:
        raise BadCommand("that search is nested too deep")
    word = _next(words)
    if isinstance(word, list):
        return _all_of(list(word), view, depth + 1)
    key = text_of(word).upper()
    if key == "ALL":
        return lambda message: True
    if key == "NOT":
        inner = _key(words, view, depth + 1)
        return lambda message: not inner(message)
    if key == "OR":
        one, other = _key(words, view, depth + 1), _key(words, view, depth + 1)
        return lambda message: one(message) or other(message)
    if key in FLAG_KEYS:
        return lambda message: FLAG_KEYS[key] in message.flags
    if key.startswith("UN") and key[2:] in FLAG_KEYS:
        return lambda message: FLAG_KEYS[key[2:]] not in message.flags
    if key in ("NEW", "RECENT", "OLD"):
        return lambda message: key == "OLD"     # we keep no \Recent, so nothing is new or recent
    if key in ("KEYWORD", "UNKEYWORD"):
        keyword = text_of(_next(words))
        return lambda message: (keyword in message.flags) == (key == "KEYWORD")
    if key in DAY_KEYS or key.removeprefix("SENT") in DAY_KEYS:
        return _day(key, words)
    if key in FIELD_KEYS or key == "HEADER":
        name = text_of(_next(words)) if key == "HEADER" else FIELD_KEYS[key]
        return _field(name, octets(_next(words)).lower())
    if key in ("TEXT", "BODY"):
        text = octets(_next(words)).lower()
        return lambda message: text in (
            message.content if key == "TEXT" else take_apart(message.content).body).lower()
    if key in ("LARGER", "SMALLER"):
        ((size, _),) = number_set(_next(words), 0)
        return lambda message: (len(message.content) > size if key == "LARGER"
                                else len(message.content) < size)
    if key == "UID":
        return _numbers(_next(words), view, by_uid=True)
    return _numbers(word, view, by_uid=False)


def _next(words: list[Word]) -> Word:
    if not words:
        raise BadCommand("something is missing in that search")
    return words.pop(0)


def _day(key: str, words: list[Word]) -> Test:
    try:
        day = date(*read_day(octets(_next(words))))
    except ValueError:
        raise BadCommand("there is no such day") from None
    compare = DAY_KEYS[key.removeprefix("SENT")]
    if not key.startswith("SENT"):
        return lambda message: compare(message.arrived.date(), day)

    def sent(message: Message) -> bool:
        from email.utils import parsedate_to_datetime
        stated = take_apart(message.content).field("Date")
        try:
            return stated is not None and compare(parsedate_to_datetime(stated.decode("latin-1")).date(), day)
        except ValueError:
            return False        # a date that cannot be read is on no day

    return sent


def _field(name: str, text: bytes) -> Test:
    """Looks for octets in the field as it is stored and as it reads once decoded (RFC 2047)."""
    def test(message: Message) -> bool:
        from email.header import decode_header, make_header
        value = take_apart(message.content).field(name)
        if value is None:
            return False
        try:
            decoded = str(make_header(decode_header(value.decode("latin-1")))).lower().encode()
        except (ValueError, LookupError):
            decoded = b""       # not decodable: the stored form is all there is
        return text in value.lower() or text in decoded

    return test


def _numbers(word: Word, view: View, by_uid: bool) -> Test:
    highest = (view.uids[-1] if view.uids else 0) if by_uid else len(view.uids)
    ranges = number_set(word, highest)
    return lambda message: any(
        low <= (message.uid if by_uid else view.number(message.uid)) <= high for low, high in ranges)
