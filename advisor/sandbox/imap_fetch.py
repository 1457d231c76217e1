"""FETCH and UID FETCH: hands out parts of messages (RFC 3501 section 6.4.5)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from advisor.sandbox.imap_session import Session, View, flag_list
from advisor.sandbox.imap_structure import envelope, structure
from advisor.sandbox.imap_words import BadCommand, Word, date_time, literal, text_of
from advisor.sandbox.mailbox import Message
from advisor.sandbox.mime import Part, take_apart

MACROS = {
    "FAST": ("FLAGS", "INTERNALDATE", "RFC822.SIZE"),
    "ALL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"),
    "FULL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"),
}
_SECTION = re.compile(r"BODY(\.PEEK)?\[([^\]\r\n]*)\](?:<(\d{1,10})\.(\d{1,10})>)?", re.IGNORECASE)
_INSIDE = re.compile(
    r"((?:[1-9]\d{0,3}\.?)*)(HEADER|TEXT|MIME|HEADER\.FIELDS(?:\.NOT)? \(([^()]+)\))?", re.IGNORECASE)

Give = Callable[[Message, Part], bytes]


@dataclass(frozen=True)
class Item:
    """One thing asked for: the name it is answered under, how to get it, and whether that counts as read."""

    name: str
    give: Give
    reads: bool = False


SIMPLE: dict[str, Give] = {
    "FLAGS": lambda message, part: flag_list(message.flags).encode(),
    "INTERNALDATE": lambda message, part: date_time(message.arrived).encode(),
    "RFC822.SIZE": lambda message, part: b"%d" % len(message.content),
    "UID": lambda message, part: b"%d" % message.uid,
    "ENVELOPE": lambda message, part: envelope(part),
    "BODYSTRUCTURE": lambda message, part: structure(part, extended=True),
    "BODY": lambda message, part: structure(part, extended=False),
    "RFC822.HEADER": lambda message, part: literal(part.header),
}
READING: dict[str, Give] = {
    "RFC822": lambda message, part: literal(message.content),
    "RFC822.TEXT": lambda message, part: literal(part.body),
}


def fetch(session: Session, words: list[Word], by_uid: bool = False) -> str:
    """FETCH set items; a body that is read without PEEK is marked as seen, unless the folder is read-only."""
    if len(words) != 2:
        raise BadCommand("FETCH wants messages and items")
    items = _items(words[1], by_uid)
    chosen = session.chosen(words[0], by_uid)
    view = session.selected()
    if any(item.reads for item in items) and not view.read_only:
        unread = {message.uid for message in chosen if "\\Seen" not in message.flags}
        if unread:
            session.mailbox.change_flags(view.name, unread, ["\\Seen"], "add")
            chosen = session.chosen(words[0], by_uid)
            if not any(item.name == "FLAGS" for item in items):
                items.append(Item("FLAGS", SIMPLE["FLAGS"]))
    for message in chosen:
        _give(session, view, message, items)
    return "FETCH done"


def uid_fetch(session: Session, words: list[Word]) -> str:
    """UID FETCH."""
    return fetch(session, words, by_uid=True)


def _give(session: Session, view: View, message: Message, items: list[Item]) -> None:
    part = take_apart(message.content)
    answers = [item.name.encode() + b" " + item.give(message, part) for item in items]
    if any(item.name == "FLAGS" for item in items):
        view.flags[message.uid] = message.flags     # told with this answer
    session.say(b"%d FETCH (%b)" % (view.number(message.uid), b" ".join(answers)))


def _items(word: Word, by_uid: bool) -> list[Item]:
    names = [text_of(item) for item in (word if isinstance(word, list) else [word])]
    if len(names) == 1:
        names = list(MACROS.get(names[0].upper(), names))
    if by_uid and not any(name.upper() == "UID" for name in names):
        names.insert(0, "UID")      # RFC 3501 section 6.4.8: the answer always names the UID
    if not names or len(names) > 100:
        raise BadCommand("FETCH wants items")
    return [_item(name) for name in names]


def _item(name: str) -> Item:
    usual = name.upper()
    if usual in SIMPLE:
        return Item(usual, SIMPLE[usual])
    if usual in READING:
        return Item(usual, READING[usual], reads=True)
    found = _SECTION.fullmatch(name)
    inside = found and _INSIDE.fullmatch(found[2])
    if not found or not inside:
        raise BadCommand("that cannot be fetched")
    peek, section, begin, length = found.groups()
    numbers = [int(number) for number in inside[1].split(".") if number]
    what, fields = (inside[2] or "").upper(), inside[3]
    if what == "MIME" and not numbers:
        raise BadCommand("MIME wants the number of a part")

    def give(message: Message, part: Part) -> bytes:
        chosen = _section(message, part, numbers, what, fields)
        if chosen is None:
            return b"NIL"
        return literal(chosen if begin is None else chosen[int(begin):int(begin) + int(length)])

    answered = f"BODY[{section.upper()}]" + (f"<{begin}>" if begin is not None else "")
    return Item(answered, give, reads=not peek)


def _section(message: Message, part: Part, numbers: list[int], what: str, fields: str | None) -> bytes | None:
    """The octets of a section, or None where the message has no such part."""
    here = part
    for at, number in enumerate(numbers):
        if here.parts:
            if number > len(here.parts):
                return None
            here = here.parts[number - 1]
        elif number != 1 or at > 0:
            return None         # RFC 3501 section 6.4.5: a message without parts has part 1, its text
    if numbers:
        if what in ("", "MIME"):
            return here.body if what == "" else here.header
        return None             # HEADER and TEXT below a number are for message/rfc822, of which we have none
    if what == "":
        return message.content
    if what == "HEADER":
        return here.header
    if what == "TEXT":
        return here.body
    wanted = {field.strip('"').lower() for field in (fields or "").split()}
    unwanted = what.startswith("HEADER.FIELDS.NOT")
    return b"".join(whole for known, whole in here.fields()
                    if (known.decode("ascii").lower() in wanted) != unwanted) + b"\r\n"
