"""The sandbox's submission server: RFC 6409 with STARTTLS (3207), AUTH (4954), SIZE (1870) and PIPELINING.

Mail for the account goes into its INBOX. Mail for anybody else is accepted and put into Sent, and goes no
further: nothing leaves the machine.
"""

import re
import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime

from advisor.sandbox.account import Account, from_base64
from advisor.sandbox.conversation import LONGEST_LINE, Conversation, Gone, TooLong
from advisor.sandbox.greeting import receive
from advisor.sandbox.mailbox import INBOX, OverQuota
from advisor.sandbox.manners import Manners

HOST = "smtp.demo.example"
LONGEST_COMMAND = 512       # RFC 5321 section 4.5.3.1.4
LONGEST_AUTH = 12288        # RFC 4954 section 4
MOST_RECIPIENTS = 100       # RFC 5321 section 4.5.3.1.8
_PATH = re.compile(rb"<(?:@[^:<>]*:)?([^<>\s]*)>\s*(.*)", re.DOTALL)


class Refused(Exception):
    """The answer is this line."""


def serve(conversation: Conversation, *, account: Account, manners: Manners, context: ssl.SSLContext,
          tls_first: bool) -> None:
    """Serve one caller until QUIT or until somebody hangs up."""
    receive(conversation, manners, context, tls_first=tls_first,
            turned_away=f"554 5.3.2 {HOST} takes no mail today\r\n".encode())
    _Session(conversation, account, manners, context).talk()


class _Session:
    def __init__(self, conversation: Conversation, account: Account, manners: Manners,
                 context: ssl.SSLContext) -> None:
        self.conversation = conversation
        self.account = account
        self.manners = manners
        self.context = context
        self.greeted = False
        self.logged_in = False
        self.over = False
        self.sender: bytes | None = None
        self.recipients: list[str] = []
        self.commands: dict[str, Callable[[bytes], None]] = {
            "EHLO": self.ehlo, "HELO": self.helo, "STARTTLS": self.starttls, "AUTH": self.auth,
            "MAIL": self.mail, "RCPT": self.rcpt, "DATA": self.data, "RSET": self.rset,
            "NOOP": self.noop, "VRFY": self.vrfy, "QUIT": self.quit}

    def talk(self) -> None:
        self.say(f"220 {HOST} ESMTP")
        while not self.over:
            try:
                line = self.conversation.read_line(LONGEST_AUTH).rstrip(b"\r\n")
                name, _, rest = line.partition(b" ")
                command = self.commands.get(name.decode("ascii", "replace").upper())
                if command is None:
                    raise Refused("500 5.5.1 unknown command")
                if len(line) + 2 > LONGEST_COMMAND and command != self.auth:
                    raise Refused("500 5.5.2 line too long")
                command(rest.strip())
            except TooLong:
                self.say("500 5.5.2 line too long")
            except Refused as refused:
                self.say(str(refused))

    def say(self, *lines: str) -> None:
        """An answer of one or more lines that each begin with the code."""
        last = len(lines) - 1
        self.conversation.write(b"".join(
            f"{line[:3]}{' ' if at == last else '-'}{line[4:]}\r\n".encode()
            for at, line in enumerate(lines)))

    # --- session

    def ehlo(self, rest: bytes) -> None:
        if not rest:
            raise Refused("501 5.5.4 EHLO wants a name")
        self.forget()
        self.greeted = True
        lines = [f"250 {HOST}", "250 PIPELINING", f"250 SIZE {self.manners.max_message}", "250 8BITMIME",
                 "250 ENHANCEDSTATUSCODES"]
        # RFC 4954 section 4, RFC 8314 section 3: passwords are offered inside TLS only.
        lines.append("250 AUTH PLAIN LOGIN" if self.conversation.secure else "250 STARTTLS")
        self.say(*lines)

    def helo(self, rest: bytes) -> None:
        if not rest:
            raise Refused("501 5.5.4 HELO wants a name")
        self.forget()
        self.greeted = True
        self.say(f"250 {HOST}")

    def starttls(self, rest: bytes) -> None:
        if self.conversation.secure:
            raise Refused("503 5.5.1 TLS is on already")
        if rest:
            raise Refused("501 5.5.4 STARTTLS stands alone")
        self.say("220 2.0.0 begin TLS")
        self.conversation.start_tls(self.context)
        self.greeted = False        # RFC 3207 section 4.2: everything said in clear is forgotten
        self.forget()

    def auth(self, rest: bytes) -> None:
        if not self.conversation.secure:
            raise Refused("538 5.7.11 STARTTLS comes first")        # RFC 4954 section 6
        if not self.greeted or self.logged_in or self.sender is not None:
            raise Refused("503 5.5.1 not now")
        kind, _, first = rest.partition(b" ")
        try:
            if kind.upper() == b"PLAIN":
                right = self.account.admits_plain(from_base64(first or self.ask("")))
            elif kind.upper() == b"LOGIN":
                user = from_base64(first or self.ask("VXNlcm5hbWU6"))       # Username:
                right = self.account.admits(user, from_base64(self.ask("UGFzc3dvcmQ6")))    # Password:
            else:
                raise Refused("504 5.5.4 only PLAIN and LOGIN are known")
        except ValueError:
            raise Refused("501 5.5.2 that is no answer") from None
        if not right:
            raise Refused("535 5.7.8 wrong user name or password")
        self.logged_in = True
        self.say("235 2.7.0 welcome")

    def ask(self, challenge: str) -> bytes:
        self.say(f"334 {challenge}")
        answer = self.conversation.read_line(LONGEST_AUTH).rstrip(b"\r\n")
        if answer == b"*":
            raise Refused("501 5.7.0 as you wish")      # RFC 4954 section 4: the client gives up
        return answer

    def noop(self, rest: bytes) -> None:
        self.say("250 2.0.0 here")

    def vrfy(self, rest: bytes) -> None:
        self.say("252 2.5.0 send and see")

    def rset(self, rest: bytes) -> None:
        self.forget()
        self.say("250 2.0.0 forgotten")

    def quit(self, rest: bytes) -> None:
        self.over = True
        self.say("221 2.0.0 goodbye")

    def forget(self) -> None:
        self.sender = None
        self.recipients = []

    # --- a message

    def mail(self, rest: bytes) -> None:
        if not self.greeted or self.sender is not None:
            raise Refused("503 5.5.1 not now")
        if not self.logged_in:
            raise Refused("530 5.7.0 log in first")
        sender, parameters = path(rest, b"FROM:")
        for parameter in parameters:
            name, _, value = parameter.upper().partition(b"=")
            if name == b"SIZE" and value.isdigit():
                if len(value) > 15 or int(value) > self.manners.max_message:
                    raise Refused("552 5.3.4 the message is too large")
            elif (name, value) not in ((b"BODY", b"7BIT"), (b"BODY", b"8BITMIME")) and name != b"AUTH":
                raise Refused("555 5.5.4 unknown parameter")
        if sender.lower() != self.account.address.lower().encode():
            # RFC 6409 section 6.1: nobody may write in somebody else's name.
            raise Refused("550 5.7.1 that is not your address")
        self.sender = sender
        self.say("250 2.1.0 good")

    def rcpt(self, rest: bytes) -> None:
        if self.sender is None:
            raise Refused("503 5.5.1 MAIL comes first")
        recipient, parameters = path(rest, b"TO:")
        local, at, domain = recipient.decode("ascii", "replace").rpartition("@")
        if parameters:
            raise Refused("555 5.5.4 unknown parameter")
        if not (local and at and domain):
            raise Refused("501 5.1.3 that is no address")
        if domain.lower() == self.account.domain and not self.is_ours(f"{local}@{domain}"):
            raise Refused("550 5.1.1 nobody has that address")
        if len(self.recipients) >= MOST_RECIPIENTS:
            raise Refused("452 4.5.3 too many recipients")
        self.recipients.append(f"{local}@{domain}")
        self.say("250 2.1.5 good")

    def is_ours(self, address: str) -> bool:
        return address.lower() == self.account.address.lower()

    def data(self, rest: bytes) -> None:
        if not self.recipients:
            raise Refused("503 5.5.1 RCPT comes first")
        if rest:
            raise Refused("501 5.5.4 DATA stands alone")
        self.say("354 end with a dot")
        try:
            content = self.read_message()
            self.deliver(content)
        finally:
            self.forget()
        self.say("250 2.0.0 delivered")

    def read_message(self) -> bytes:
        """The message without its stuffed dots (RFC 5321 section 4.5.2). Raises Refused at its end only."""
        lines: list[bytes] = []
        size = 0
        refused = ""
        while True:
            try:
                line = self.conversation.read_line(LONGEST_LINE)
            except TooLong:
                refused = refused or "500 5.5.2 a line is too long"
                continue
            if not line.endswith(b"\r\n"):
                # A bare LF may hide the end of a message from one server and show it to another (RFC 5321
                # section 2.3.8; "SMTP smuggling"): where the message ends is not certain any more.
                self.say("521 5.5.2 a line ends without CR")
                raise Gone
            if line == b".\r\n":
                break
            size += len(line)
            if size > self.manners.max_message:
                refused, lines = refused or "552 5.3.4 the message is too large", []
            if not refused:
                lines.append(line.removeprefix(b"."))
        if refused:
            raise Refused(refused)
        return b"".join(lines)

    def deliver(self, content: bytes) -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        mailbox = self.account.mailbox
        # RFC 5321 section 4.4: who took it and when.
        trace = (f"Received: from client (localhost [127.0.0.1]) by {HOST} with ESMTPSA;\r\n"
                 f" {format_datetime(now)}\r\n").encode()
        try:
            if any(self.is_ours(recipient) for recipient in self.recipients):
                back = b"Return-Path: <" + (self.sender or b"") + b">\r\n"
                mailbox.append(INBOX, back + trace + content, (), now)
            if not all(self.is_ours(recipient) for recipient in self.recipients):
                mailbox.append("Sent", trace + content, ("\\Seen",), now)
        except OverQuota:
            raise Refused("452 4.2.2 the mailbox is full") from None


def path(rest: bytes, keyword: bytes) -> tuple[bytes, list[bytes]]:
    """The address in `FROM:<...>` or `TO:<...>` and the parameters behind it. Raises Refused."""
    found = _PATH.fullmatch(rest[len(keyword):].lstrip())
    if not rest.upper().startswith(keyword) or found is None:
        raise Refused("501 5.5.4 that is no path")
    return found[1], found[2].split()
