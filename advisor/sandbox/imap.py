"""The sandbox's IMAP server: IMAP4rev1 (RFC 3501) as far as mail programs need it.

This module has the conversation itself: greeting, STARTTLS, login, IDLE, and which command may come when.
What the commands do stands in imap_folders, imap_messages, imap_fetch and imap_search.
"""

import re
import socket
import ssl

from advisor.sandbox import imap_fetch, imap_folders, imap_messages, imap_search
from advisor.sandbox.account import Account, from_base64
from advisor.sandbox.conversation import Conversation, TooLong
from advisor.sandbox.greeting import receive
from advisor.sandbox.imap_session import Command, Refused, Session
from advisor.sandbox.imap_words import BadCommand, Word, octets, read_command, text_of
from advisor.sandbox.manners import Manners

LARGEST_BEFORE_LOGIN = 4096
MOST_BLUNDERS = 50      # commands in a row that cannot be understood, before we hang up
_TAG = re.compile(r'[^\s\x00-\x1f\x7f(){%*"\\+]{1,100}')
# Commands during whose answer no message may change its number (RFC 3501 section 7.4.1).
_KEEPS_NUMBERS = ("FETCH", "STORE", "SEARCH")


def serve(conversation: Conversation, *, account: Account, manners: Manners, context: ssl.SSLContext,
          tls_first: bool) -> None:
    """Serve one caller until LOGOUT or until somebody hangs up."""
    receive(conversation, manners, context, tls_first=tls_first,
            turned_away=b"* BYE [UNAVAILABLE] no IMAP today\r\n")
    session = Session(conversation, account, manners)
    anywhere: dict[str, Command] = {
        "CAPABILITY": capability, "NOOP": noop, "ID": identify, "LOGOUT": logout}
    before_login: dict[str, Command] = {
        "LOGIN": login, "AUTHENTICATE": authenticate,
        "STARTTLS": start_tls}
    after_login: dict[str, Command] = {
        **imap_folders.COMMANDS, **imap_messages.COMMANDS, "CHECK": noop,
        "FETCH": imap_fetch.fetch, "UID FETCH": imap_fetch.uid_fetch,
        "SEARCH": imap_search.search, "UID SEARCH": imap_search.uid_search}
    after_login |= imap_folders.QUOTA_COMMANDS if manners.quota else {}
    after_login |= imap_messages.MOVE_COMMANDS if manners.move else {}
    after_login |= {"IDLE": idle} if manners.idle else {}
    session.say(f"OK [CAPABILITY {capabilities(session)}] demo.example ready")
    blunders = 0
    while blunders < MOST_BLUNDERS:
        tag, name = "*", ""
        try:
            words = read_command(
                conversation, manners.max_message if session.logged_in else LARGEST_BEFORE_LOGIN)
            tag, name, words = _begin(words)
            command = {**anywhere, **(after_login if session.logged_in else before_login)}.get(name)
            if command is None:
                raise BadCommand("that command is not known, or not now")
            answer = f"OK {command(session, words)}"
            blunders = 0
        except BadCommand as bad:
            tag = bad.tag if _TAG.fullmatch(bad.tag) else tag
            answer = f"BAD {bad}"
            blunders += 1
        except TooLong:
            answer = "BAD [TOOBIG] the line is too long"
            blunders += 1
        except Refused as refused:
            answer = f"NO {refused}"
        session.tell_news(may_renumber=name not in _KEEPS_NUMBERS)
        conversation.write(f"{tag} {answer}\r\n".encode())
        if name == "LOGOUT":
            return
        if name == "STARTTLS" and answer.startswith("OK"):
            conversation.start_tls(context)
    session.say("BYE too much that cannot be understood")


def _begin(words: list[Word]) -> tuple[str, str, list[Word]]:
    """Tag, name and arguments of a command; UID is part of the name."""
    if not words or not _TAG.fullmatch(text_of(words[0])):
        raise BadCommand("a command begins with a tag")
    tag = text_of(words[0])
    try:
        name, rest = text_of(words[1]).upper(), words[2:]
        if name == "UID":
            name, rest = f"UID {text_of(rest[0]).upper()}", rest[1:]
    except (IndexError, BadCommand):
        unnamed = BadCommand("a command has a name")
        unnamed.tag = tag
        raise unnamed from None
    return tag, name, rest


def capabilities(session: Session) -> str:
    """What the server can do, as it is at this moment of the session."""
    words = ["IMAP4rev1", "ID", "LITERAL+", "SASL-IR"]
    if session.conversation.secure:
        words.append("AUTH=PLAIN")
    else:
        words += ["STARTTLS", "LOGINDISABLED"]      # RFC 3501 section 6.2.3: no password in clear
    manners = session.manners
    words += ["CHILDREN", "NAMESPACE", "UIDPLUS", "UNSELECT", f"APPENDLIMIT={manners.max_message}"]
    words += ["IDLE"] if manners.idle else []
    words += ["MOVE"] if manners.move else []
    words += ["QUOTA", "QUOTA=RES-STORAGE"] if manners.quota else []
    words += ["SPECIAL-USE"] if manners.special_use else []
    return " ".join(words)


def capability(session: Session, words: list[Word]) -> str:
    """CAPABILITY."""
    session.say(f"CAPABILITY {capabilities(session)}")
    return "CAPABILITY done"


def noop(session: Session, words: list[Word]) -> str:
    """NOOP and CHECK: a moment to hear the news."""
    return "here"


def identify(session: Session, words: list[Word]) -> str:
    """ID (RFC 2971): who the client says it is does not matter here."""
    session.say('ID ("name" "mail-advisor demo")')
    return "ID done"


def logout(session: Session, words: list[Word]) -> str:
    """LOGOUT."""
    session.view = None
    session.say("BYE goodbye")
    return "LOGOUT done"


def start_tls(session: Session, words: list[Word]) -> str:
    """STARTTLS; the handshake itself follows behind the tagged answer."""
    if session.conversation.secure:
        raise BadCommand("TLS is on already")
    return "begin TLS"


def login(session: Session, words: list[Word]) -> str:
    """LOGIN user password."""
    _only_secure(session)
    if len(words) != 2:
        raise BadCommand("LOGIN wants a user name and a password")
    return _enter(session, session.account.admits(octets(words[0]), octets(words[1])))


def authenticate(session: Session, words: list[Word]) -> str:
    """AUTHENTICATE PLAIN, with or without the first answer in the command (RFC 4959)."""
    _only_secure(session)
    if not words or text_of(words[0]).upper() != "PLAIN" or len(words) > 2:
        raise Refused("[CANNOT] only PLAIN is known")
    if len(words) == 2:
        answer = octets(words[1])
    else:
        session.conversation.write(b"+ \r\n")
        answer = session.conversation.read_line().rstrip(b"\r\n")
    if answer == b"*":
        raise BadCommand("as you wish")     # RFC 3501 section 6.2.2: the client gives up
    try:
        right = session.account.admits_plain(from_base64(answer))
    except ValueError:
        raise BadCommand("that is no PLAIN answer") from None
    return _enter(session, right)


def _only_secure(session: Session) -> None:
    if not session.conversation.secure:
        raise Refused("[PRIVACYREQUIRED] STARTTLS comes first")     # RFC 5530 section 3


def _enter(session: Session, right: bool) -> str:
    if not right:
        raise Refused("[AUTHENTICATIONFAILED] wrong user name or password")
    session.logged_in = True
    return f"[CAPABILITY {capabilities(session)}] welcome"


def idle(session: Session, words: list[Word]) -> str:
    """IDLE (RFC 2177): tell the news as they happen, until the client says DONE."""
    told, tells = socket.socketpair()
    told.setblocking(False)
    tells.setblocking(False)

    def tell() -> None:
        try:
            tells.send(b"!")
        except OSError:
            return      # words enough are waiting already, or nobody idles any more

    leave = session.mailbox.watch(tell)
    try:
        session.conversation.write(b"+ idling\r\n")
        session.tell_news()
        while not session.conversation.wait(told):
            told.recv(4096)
            session.tell_news()
        if session.conversation.read_line().strip().upper() != b"DONE":
            raise BadCommand("IDLE ends with DONE")
    finally:
        leave()
        told.close()
        tells.close()
    return "IDLE done"
