"""What changes messages: STORE, COPY, MOVE, EXPUNGE, CLOSE and APPEND (RFC 3501, 6851, 4315)."""

from datetime import UTC, datetime

from advisor.sandbox.imap_session import Command, Refused, Session, flag_list
from advisor.sandbox.imap_words import BadCommand, Word, flags_of, octets, read_date_time, text_of
from advisor.sandbox.mailbox import Change, NoSuchFolder, NotAllowed, OverQuota

_HOW: dict[str, Change] = {"": "set", "+": "add", "-": "remove"}


def store(session: Session, words: list[Word], by_uid: bool = False) -> str:
    """STORE set [+|-]FLAGS[.SILENT] flags."""
    if len(words) < 3:
        raise BadCommand("STORE wants messages, what to do, and flags")
    what = text_of(words[1]).upper()
    silent = what.endswith(".SILENT")
    sign = what.removesuffix(".SILENT").removesuffix("FLAGS")
    if sign not in _HOW or "FLAGS" not in what:
        raise BadCommand("STORE knows FLAGS only")
    flags = flags_of(words[2] if len(words) == 3 else words[2:])
    view = session.selected(to_write=True)
    uids = {message.uid for message in session.chosen(words[0], by_uid)}
    try:
        session.mailbox.change_flags(view.name, uids, flags, _HOW[sign])
    except NotAllowed:
        raise Refused("[LIMIT] too many flags") from None
    for message in session.chosen(words[0], by_uid):
        view.flags[message.uid] = message.flags
        if not silent:
            uid = f"UID {message.uid} " if by_uid else ""
            session.say(f"{view.number(message.uid)} FETCH ({uid}FLAGS {flag_list(message.flags)})")
    return "STORE done"


def copy(session: Session, words: list[Word], by_uid: bool = False, move: bool = False) -> str:
    """COPY set folder, and MOVE, which takes the messages away here in the same step."""
    if len(words) != 2:
        raise BadCommand("that wants messages and a folder")
    view = session.selected(to_write=move)
    uids = {message.uid for message in session.chosen(words[0], by_uid)}
    target = text_of(words[1])
    carry = session.mailbox.move if move else session.mailbox.copy
    try:
        pairs = carry(view.name, uids, target)
        validity = session.mailbox.folder(target).uid_validity
    except NoSuchFolder:
        raise Refused("[TRYCREATE] there is no such folder") from None
    except OverQuota:
        raise Refused("[OVERQUOTA] the mailbox is full") from None
    if not pairs:
        return "nothing to do"
    # RFC 4315 section 3; RFC 6851 section 4.3 wants it untagged and before the EXPUNGE in a MOVE.
    code = (f"[COPYUID {validity} {','.join(str(old) for old, _ in pairs)} "
            f"{','.join(str(new) for _, new in pairs)}]")
    if move:
        session.say(f"OK {code} moved")
        return "MOVE done"
    return f"{code} COPY done"


def expunge(session: Session, words: list[Word], by_uid: bool = False) -> str:
    """EXPUNGE, and UID EXPUNGE set (RFC 4315 section 2.1); the news tell which messages went."""
    if bool(words) != by_uid:
        raise BadCommand("EXPUNGE stands alone, UID EXPUNGE wants messages")
    view = session.selected(to_write=True)
    candidates = session.chosen(words[0], by_uid=True) if by_uid else [
        message for message in session.folder().messages if message.uid in view.flags]
    session.mailbox.remove(view.name, {
        message.uid for message in candidates if "\\Deleted" in message.flags})
    return "EXPUNGE done"


def close(session: Session, words: list[Word]) -> str:
    """CLOSE: expunge without telling, then no folder is selected."""
    view = session.selected()
    if not view.read_only:
        session.mailbox.remove(view.name, {
            message.uid for message in session.folder().messages if "\\Deleted" in message.flags})
    session.view = None
    return "CLOSE done"


def unselect(session: Session, words: list[Word]) -> str:
    """UNSELECT (RFC 3691): as CLOSE, but nothing is expunged."""
    session.selected()
    session.view = None
    return "UNSELECT done"


def append(session: Session, words: list[Word]) -> str:
    """APPEND folder [flags] [date] message."""
    if not 2 <= len(words) <= 4:
        raise BadCommand("APPEND wants a folder and a message")
    name, content, between = text_of(words[0]), octets(words[-1]), words[1:-1]
    flags = flags_of(between.pop(0)) if between and isinstance(between[0], list) else ()
    arrived = read_date_time(octets(between.pop(0))) if between else None
    if between:
        raise BadCommand("APPEND wants flags before the date")
    try:
        uid = session.mailbox.append(
            name, content, flags, arrived or datetime.now(UTC).replace(microsecond=0))
        return f"[APPENDUID {session.mailbox.folder(name).uid_validity} {uid}] APPEND done"
    except NoSuchFolder:
        raise Refused("[TRYCREATE] there is no such folder") from None
    except OverQuota:
        raise Refused("[OVERQUOTA] the mailbox is full") from None
    except NotAllowed:
        raise Refused("[LIMIT] too many flags") from None


COMMANDS: dict[str, Command] = {
    "STORE": store, "UID STORE": lambda session, words: store(session, words, by_uid=True),
    "COPY": copy, "UID COPY": lambda session, words: copy(session, words, by_uid=True),
    "EXPUNGE": expunge, "UID EXPUNGE": lambda session, words: expunge(session, words, by_uid=True),
    "CLOSE": close, "UNSELECT": unselect, "APPEND": append,
}
MOVE_COMMANDS: dict[str, Command] = {
    "MOVE": lambda session, words: copy(session, words, move=True),
    "UID MOVE": lambda session, words: copy(session, words, by_uid=True, move=True),
}
