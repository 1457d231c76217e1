"""The sandbox's POP3 server: RFC 1939 with CAPA (2449), STLS (2595) and AUTH PLAIN (5034).

It serves INBOX through a Maildrop, one session at a time, and deletes nothing before QUIT.
"""

import ssl
from collections.abc import Callable, Iterable

from advisor.sandbox.account import Account, from_base64
from advisor.sandbox.conversation import Conversation, TooLong
from advisor.sandbox.greeting import receive
from advisor.sandbox.maildrop import Maildrop, NoSuchMessage
from advisor.sandbox.manners import Manners

LONGEST_COMMAND = 255       # RFC 2449 section 4


class Refused(Exception):
    """The answer is -ERR with this text."""


def serve(conversation: Conversation, *, account: Account, manners: Manners, context: ssl.SSLContext,
          tls_first: bool) -> None:
    """Serve one caller until QUIT or until somebody hangs up."""
    receive(conversation, manners, context, tls_first=tls_first,
            turned_away=b"-ERR [SYS/TEMP] no POP3 today\r\n")
    session = _Session(conversation, account, manners, context)
    try:
        session.talk()
    finally:
        if session.maildrop is not None:
            account.mailbox.release_maildrop()


class _Session:
    def __init__(self, conversation: Conversation, account: Account, manners: Manners,
                 context: ssl.SSLContext) -> None:
        self.conversation = conversation
        self.account = account
        self.manners = manners
        self.context = context
        self.user = b""
        self.maildrop: Maildrop | None = None
        self.over = False
        self.commands: dict[str, Callable[[list[bytes]], None]] = {
            "CAPA": self.capa, "QUIT": self.quit, "STLS": self.stls, "USER": self.user_name,
            "PASS": self.password, "AUTH": self.auth, "STAT": self.stat, "LIST": self.scan,
            "RETR": self.retr, "DELE": self.dele, "RSET": self.rset, "NOOP": self.noop}
        if manners.uidl:
            self.commands["UIDL"] = self.uidl
        if manners.top:
            self.commands["TOP"] = self.top

    def talk(self) -> None:
        self.good("demo.example POP3 ready")
        while not self.over:
            try:
                line = self.conversation.read_line(LONGEST_COMMAND).rstrip(b"\r\n")
                name, _, rest = line.partition(b" ")
                command = self.commands.get(name.decode("ascii", "replace").upper())
                if command is None:
                    raise Refused("unknown command")
                # RFC 1939 section 7: a password may hold blanks, so PASS takes the line as it is.
                command([rest] if command == self.password else rest.split())
            except TooLong:
                self.bad("line too long")
            except NoSuchMessage:
                self.bad("no such message")
            except Refused as refused:
                self.bad(str(refused))

    # --- answers

    def good(self, words: str) -> None:
        self.conversation.write(f"+OK {words}\r\n".encode())

    def bad(self, words: str) -> None:
        self.conversation.write(f"-ERR {words}\r\n".encode())

    def several(self, words: str, lines: Iterable[bytes]) -> None:
        """A multi-line answer with its stuffed dots (RFC 1939 section 3)."""
        stuffed = [b"." + line if line.startswith(b".") else line for line in lines]
        self.conversation.write(b"\r\n".join([f"+OK {words}".encode(), *stuffed, b".\r\n"]))

    # --- any state

    def capa(self, words: list[bytes]) -> None:
        # RFC 2449 section 5: what could change is announced as it is now; no login in clear (RFC 8314).
        lines = ["RESP-CODES", "AUTH-RESP-CODE", "PIPELINING",
                 "EXPIRE NEVER" if self.manners.expire is None else f"EXPIRE {self.manners.expire}"]
        lines += ["USER", "SASL PLAIN"] if self.conversation.secure else ["STLS"]
        lines += ["UIDL"] if self.manners.uidl else []
        lines += ["TOP"] if self.manners.top else []
        if self.manners.login_delay is not None:
            lines.append(f"LOGIN-DELAY {self.manners.login_delay}")
        self.several("this is what I can do", [line.encode() for line in lines])

    def noop(self, words: list[bytes]) -> None:
        self.drop()
        self.good("here")

    def quit(self, words: list[bytes]) -> None:
        self.over = True
        if self.maildrop is not None:
            # RFC 2449 section 6.7: with EXPIRE 0, what was retrieved counts as deleted.
            self.maildrop.update(retrieved_too=self.manners.expire == 0)
        self.good("goodbye")

    # --- authorization state

    def stls(self, words: list[bytes]) -> None:
        self.before_login()
        if self.conversation.secure:
            raise Refused("TLS is on already")      # RFC 2595 section 4
        self.good("begin TLS")
        self.conversation.start_tls(self.context)
        self.user = b""         # RFC 2595 section 4: forget what was said in clear

    def user_name(self, words: list[bytes]) -> None:
        self.before_login(secure=True)
        if len(words) != 1:
            raise Refused("USER wants a name")
        self.user = words[0]
        self.good("and the password")       # RFC 1939 section 7: never say whether the name exists

    def password(self, words: list[bytes]) -> None:
        self.before_login(secure=True)
        if not self.user:
            raise Refused("USER comes first")
        user, self.user = self.user, b""
        self.log_in(self.account.admits(user, words[0]))

    def auth(self, words: list[bytes]) -> None:
        self.before_login(secure=True)
        if not words or words[0].upper() != b"PLAIN" or len(words) > 2:
            raise Refused("only AUTH PLAIN is known")
        answer = words[1] if len(words) == 2 else self.ask()
        if answer == b"*":
            raise Refused("as you wish")        # RFC 5034 section 4: the client gives up
        try:
            right = self.account.admits_plain(from_base64(answer))
        except ValueError:
            raise Refused("that is no PLAIN answer") from None
        self.log_in(right)

    def ask(self) -> bytes:
        self.conversation.write(b"+ \r\n")
        return self.conversation.read_line().rstrip(b"\r\n")

    def log_in(self, right: bool) -> None:
        if not right:
            raise Refused("[AUTH] wrong user name or password")         # RFC 3206 section 4
        if not self.account.mailbox.take_maildrop():
            raise Refused("[IN-USE] another session has the mailbox")   # RFC 2449 section 8.1.1
        self.maildrop = Maildrop(self.account.mailbox)
        self.good(f"{len(self.maildrop.listed())} messages")

    def before_login(self, secure: bool = False) -> None:
        if self.maildrop is not None:
            raise Refused("you are logged in already")
        if secure and not self.conversation.secure:
            raise Refused("STLS comes first")

    # --- transaction state

    def drop(self) -> Maildrop:
        if self.maildrop is None:
            raise Refused("log in first")
        return self.maildrop

    def stat(self, words: list[bytes]) -> None:
        listed = self.drop().listed()
        self.good(f"{len(listed)} {sum(len(message.content) for _, message in listed)}")

    def scan(self, words: list[bytes]) -> None:
        drop = self.drop()
        if words:
            self.good(f"{number(words)} {len(drop.message(number(words)).content)}")
        else:
            self.several("scan listing follows", [
                f"{n} {len(message.content)}".encode() for n, message in drop.listed()])

    def uidl(self, words: list[bytes]) -> None:
        drop = self.drop()
        if words:
            self.good(f"{number(words)} {drop.unique_id(drop.message(number(words)))}")
        else:
            self.several("unique-id listing follows", [
                f"{n} {drop.unique_id(message)}".encode() for n, message in drop.listed()])

    def retr(self, words: list[bytes]) -> None:
        content = self.drop().retrieve(number(words))
        self.several(f"{len(content)} octets", lines_of(content))

    def top(self, words: list[bytes]) -> None:
        if len(words) != 2:
            raise Refused("TOP wants a message and a number of lines")
        content = self.drop().message(number(words[:1])).content
        head, _, body = content.partition(b"\r\n\r\n")
        self.several("top of the message", [
            *head.split(b"\r\n"), b"", *lines_of(body)[:number(words[1:], least=0)]])

    def dele(self, words: list[bytes]) -> None:
        self.drop().delete(number(words))
        self.good("marked as deleted")

    def rset(self, words: list[bytes]) -> None:
        self.drop().reset()
        self.good("nothing is marked any more")


def number(words: list[bytes], least: int = 1) -> int:
    """The one number that a command takes. Raises Refused."""
    if len(words) != 1 or not words[0].isdigit() or len(words[0]) > 9 or int(words[0]) < least:
        raise Refused("that wants one number")
    return int(words[0])


def lines_of(content: bytes) -> list[bytes]:
    """The lines of a message without their endings; every line of ours ends with CRLF."""
    return content.removesuffix(b"\r\n").split(b"\r\n") if content else []
