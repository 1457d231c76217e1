"""What one IMAP session knows: who is logged in, which folder is selected, and how that folder looked.

A session numbers messages by its own view, which changes only when the client is told so (RFC 3501
sections 5.5 and 7.4.1).
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from advisor.sandbox.account import Account
from advisor.sandbox.conversation import Conversation, Gone
from advisor.sandbox.imap_words import BadCommand, Word, number_set
from advisor.sandbox.mailbox import Folder, Mailbox, Message, NoSuchFolder
from advisor.sandbox.manners import Manners


class Refused(Exception):
    """The command was understood and is not done: the answer is NO with this text."""


@dataclass
class View:
    """A selected folder as the client knows it: UIDs in order of sequence numbers, and their flags."""

    name: str
    uid_validity: int
    read_only: bool
    uids: list[int] = field(default_factory=list)
    flags: dict[int, frozenset[str]] = field(default_factory=dict)

    def number(self, uid: int) -> int:
        """The sequence number of a message."""
        return self.uids.index(uid) + 1


@dataclass
class Session:
    """One caller's session. view: the selected folder, or None."""

    conversation: Conversation
    account: Account
    manners: Manners
    logged_in: bool = False
    view: View | None = None

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox of the account."""
        return self.account.mailbox

    def say(self, line: str | bytes) -> None:
        """An untagged answer."""
        self.conversation.write(b"* " + (line.encode() if isinstance(line, str) else line) + b"\r\n")

    def selected(self, to_write: bool = False) -> View:
        """The selected folder. Raises BadCommand where there is none, Refused where it is read-only."""
        if self.view is None:
            raise BadCommand("select a folder first")
        if to_write and self.view.read_only:
            raise Refused("[READ-ONLY] the folder was opened with EXAMINE")
        return self.view

    def folder(self) -> Folder:
        """The selected folder as it is in the mailbox now. Raises Gone where somebody deleted it."""
        view = self.selected()
        try:
            folder = self.mailbox.folder(view.name)
        except NoSuchFolder:
            folder = None
        if folder is None or folder.uid_validity != view.uid_validity:
            self.say("BYE the selected folder was deleted")
            raise Gone
        return folder

    def chosen(self, word: Word, by_uid: bool) -> list[Message]:
        """The messages of a set that the client knows of and that are still there, in order.

        A UID that does not exist is passed over (RFC 3501 section 6.4.8); a sequence number is BAD.
        """
        view = self.selected()
        highest = (view.uids[-1] if view.uids else 0) if by_uid else len(view.uids)
        ranges = number_set(word, highest)
        if not by_uid and any(high > len(view.uids) or low < 1 for low, high in ranges):
            raise BadCommand("there is no such message")
        wanted = {uid for number, uid in enumerate(view.uids, 1)
                  if any(low <= (uid if by_uid else number) <= high for low, high in ranges)}
        return [message for message in self.folder().messages if message.uid in wanted]

    def tell_news(self, may_renumber: bool = True) -> None:
        """Tell what others changed in the selected folder since the client was told last.

        may_renumber: False during FETCH, STORE and SEARCH, where EXPUNGE must not be sent (section 7.4.1).
        """
        if self.view is None:
            return
        view = self.view
        now = {message.uid: message for message in self.folder().messages}
        if may_renumber:
            for number in range(len(view.uids), 0, -1):
                uid = view.uids[number - 1]
                if uid not in now:
                    del view.uids[number - 1], view.flags[uid]
                    self.say(f"{number} EXPUNGE")
        new = [uid for uid in now if uid not in view.flags]
        if new:
            view.uids += new
            view.flags |= {uid: now[uid].flags for uid in new}
            self.say(f"{len(view.uids)} EXISTS")
        for number, uid in enumerate(view.uids, 1):
            if uid in now and now[uid].flags != view.flags[uid]:
                view.flags[uid] = now[uid].flags
                self.say(f"{number} FETCH (UID {uid} FLAGS {flag_list(now[uid].flags)})")


Command = Callable[[Session, list[Word]], str]
"""Does a command and gives the text behind the tagged OK. Raises Refused, BadCommand, Gone."""


def flag_list(flags: frozenset[str]) -> str:
    """Flags in parentheses, in a steady order."""
    return f"({' '.join(sorted(flags))})"
