"""What is about folders: LIST, LSUB, STATUS, SELECT, NAMESPACE, quota (RFC 3501, 6154, 2342, 9208)."""

import re

from advisor.sandbox.imap_session import Command, Refused, Session, View
from advisor.sandbox.imap_words import SYSTEM_FLAGS, BadCommand, Word, quoted, text_of
from advisor.sandbox.mailbox import Folder, NoSuchFolder, NotAllowed

FLAG_WORDS = " ".join(SYSTEM_FLAGS)


def list_folders(session: Session, words: list[Word], name: str = "LIST") -> str:
    """LIST reference pattern. Every folder is subscribed, so LSUB says the same."""
    if len(words) != 2:
        raise BadCommand(f"{name} wants a reference and a pattern")
    reference, pattern = text_of(words[0]), text_of(words[1])
    if not pattern:
        session.say(f'{name} (\\Noselect) "/" ""')      # RFC 3501 section 6.3.8: asks for the delimiter
        return f"{name} done"
    wanted = re.compile("".join(
        {"*": ".*", "%": "[^/]*"}.get(sign, re.escape(sign))
        for sign in re.sub(r"\*[*%]+|[*%]+\*", "*", (reference + pattern)[:200])), re.IGNORECASE)
    folders = session.mailbox.folders()
    for folder in folders:
        if wanted.fullmatch(folder.name):
            children = any(other.name.startswith(folder.name + "/") for other in folders)
            attributes = ["\\HasChildren" if children else "\\HasNoChildren"]
            if folder.special_use and session.manners.special_use:
                attributes.append(folder.special_use)
            session.say(f'{name} ({" ".join(attributes)}) "/" {quoted(folder.name)}')
    return f"{name} done"


def status(session: Session, words: list[Word]) -> str:
    """STATUS folder items."""
    if len(words) != 2 or not isinstance(words[1], list):
        raise BadCommand("STATUS wants a folder and a list of items")
    folder = find(session, words[0])
    values = {
        "MESSAGES": len(folder.messages), "RECENT": 0, "UIDNEXT": folder.uid_next,
        "UIDVALIDITY": folder.uid_validity,
        "UNSEEN": sum("\\Seen" not in message.flags for message in folder.messages)}
    asked = [text_of(item).upper() for item in words[1]]
    if not asked or not set(asked) <= set(values):
        raise BadCommand("STATUS knows " + " ".join(values))
    session.say(f"STATUS {quoted(folder.name)} ({' '.join(f'{item} {values[item]}' for item in asked)})")
    return "STATUS done"


def select(session: Session, words: list[Word], read_only: bool = False) -> str:
    """SELECT and EXAMINE."""
    if len(words) != 1:
        raise BadCommand("that wants a folder")
    session.view = None         # RFC 3501 section 6.3.1: also where it fails
    folder = find(session, words[0])
    messages = folder.messages
    session.view = View(folder.name, folder.uid_validity, read_only, [one.uid for one in messages],
                        {one.uid: one.flags for one in messages})
    session.say(f"FLAGS ({FLAG_WORDS})")
    session.say(f"{len(messages)} EXISTS")
    session.say("0 RECENT")
    unseen = [number for number, one in enumerate(messages, 1) if "\\Seen" not in one.flags]
    if unseen:
        session.say(f"OK [UNSEEN {unseen[0]}] the first unread")
    session.say(f"OK [PERMANENTFLAGS ({'' if read_only else FLAG_WORDS + ' ' + chr(92) + '*'})] kept")
    session.say(f"OK [UIDVALIDITY {folder.uid_validity}] of these UIDs")
    session.say(f"OK [UIDNEXT {folder.uid_next}] at the earliest")
    return "[READ-ONLY] EXAMINE done" if read_only else "[READ-WRITE] SELECT done"


def create(session: Session, words: list[Word]) -> str:
    """CREATE folder."""
    if len(words) != 1:
        raise BadCommand("CREATE wants a name")
    try:
        session.mailbox.create(text_of(words[0]))
    except NotAllowed:
        raise Refused("[CANNOT] a folder of that name cannot be made") from None
    return "CREATE done"


def delete(session: Session, words: list[Word]) -> str:
    """DELETE folder."""
    if len(words) != 1:
        raise BadCommand("DELETE wants a name")
    try:
        session.mailbox.delete(find(session, words[0]).name)
    except NotAllowed:
        raise Refused("[CANNOT] that folder stays") from None
    return "DELETE done"


def rename(session: Session, words: list[Word]) -> str:
    """RENAME, which this server does not do."""
    raise Refused("[CANNOT] folders keep their names here")


def subscribe(session: Session, words: list[Word]) -> str:
    """SUBSCRIBE: every folder is subscribed already."""
    if len(words) != 1:
        raise BadCommand("SUBSCRIBE wants a folder")
    find(session, words[0])
    return "SUBSCRIBE done"


def unsubscribe(session: Session, words: list[Word]) -> str:
    """UNSUBSCRIBE, which this server does not do."""
    raise Refused("[CANNOT] every folder is subscribed here")


def namespace(session: Session, words: list[Word]) -> str:
    """NAMESPACE: one personal namespace without prefix."""
    session.say('NAMESPACE (("" "/")) NIL NIL')
    return "NAMESPACE done"


def quota(session: Session, words: list[Word]) -> str:
    """GETQUOTA root; the only root is the empty name."""
    if len(words) != 1:
        raise BadCommand("GETQUOTA wants a root")
    if text_of(words[0]):
        raise Refused("[NONEXISTENT] there is no such quota root")
    _tell_quota(session)
    return "GETQUOTA done"


def quota_root(session: Session, words: list[Word]) -> str:
    """GETQUOTAROOT folder."""
    if len(words) != 1:
        raise BadCommand("GETQUOTAROOT wants a folder")
    session.say(f'QUOTAROOT {quoted(find(session, words[0]).name)} ""')
    _tell_quota(session)
    return "GETQUOTAROOT done"


def find(session: Session, word: Word) -> Folder:
    """The folder of that name. Raises Refused."""
    try:
        return session.mailbox.folder(text_of(word))
    except NoSuchFolder:
        raise Refused("[NONEXISTENT] there is no such folder") from None


def _tell_quota(session: Session) -> None:
    # RFC 9208 section 5.1: STORAGE counts in units of 1024 octets; what is begun counts whole.
    mailbox = session.mailbox
    session.say(f'QUOTA "" (STORAGE {-(-mailbox.used() // 1024)} {mailbox.quota // 1024})')


COMMANDS: dict[str, Command] = {
    "LIST": list_folders, "LSUB": lambda session, words: list_folders(session, words, "LSUB"),
    "STATUS": status, "SELECT": select,
    "EXAMINE": lambda session, words: select(session, words, read_only=True),
    "CREATE": create, "DELETE": delete, "RENAME": rename, "SUBSCRIBE": subscribe,
    "UNSUBSCRIBE": unsubscribe, "NAMESPACE": namespace,
}
QUOTA_COMMANDS: dict[str, Command] = {"GETQUOTA": quota, "GETQUOTAROOT": quota_root}
