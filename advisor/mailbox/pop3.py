"""A program that reads with POP3: it downloads the inbox and then works on its own copy.

It remembers the unique names of what it has fetched (UIDL, RFC 1939 section 7), so that it fetches a message
once; when the account is set up anew, that memory is empty.
"""

from msgspec import Struct, field

from advisor.mailbox.server import INBOX, SENT, Kept, Server
from advisor.model.household import Mode


class Copy(Struct):
    """A message on the device. name: its unique name on the server; empty for what was written here."""

    message: str
    name: str
    folder: str = INBOX
    marks: set[str] = field(default_factory=set)


class Pop3Program:
    """One device with POP3. days: how long `pop3-keep-days` leaves mail on the server."""

    def __init__(self, mode: Mode, days: int) -> None:
        self.mode, self.days = mode, days
        self.bytes = 0
        self.set_up()

    def set_up(self) -> None:
        """Begin with an empty store."""
        self.copies: list[Copy] = []
        self._fetched: dict[str, int] = {}      # unique name -> day
        self._unwanted: set[str] = set()        # deleted here, to be deleted there

    def sync(self, server: Server, day: int) -> None:
        """One session: fetch what is new, then delete on the server what this mode deletes."""
        for name, uid, kept in server.maildrop():
            if name not in self._fetched:
                self._fetched[name] = day
                self.copies.append(Copy(kept.message, name))
                self.bytes += kept.size
                server.fetched(uid, day)
            if self._removes(name, day):
                server.remove(INBOX, uid)
        server.expire(day)

    def _removes(self, name: str, day: int) -> bool:
        if self.mode == "pop3-remove":
            return True
        if self.mode == "pop3-keep-days":
            return day - self._fetched[name] >= self.days
        return self.mode == "pop3-keep-until-deleted" and name in self._unwanted

    def mark(self, server: Server, message: str, mark: str) -> None:
        """POP3 has no marks, so they stay here."""
        for copy in self._all(message):
            copy.marks.add(mark)

    def delete(self, server: Server, message: str) -> bool:
        """Delete here, and on the server at the next session if the mode says so. False: it is not here."""
        gone = self._all(message)
        self._unwanted.update(copy.name for copy in gone)
        self.copies = [copy for copy in self.copies if copy.message != message]
        return bool(gone)

    def move(self, server: Server, message: str, folder: str) -> None:
        """Folders are this device's own."""
        for copy in self._all(message):
            copy.folder = folder

    def send(self, server: Server, message: Kept) -> bool:
        """What is sent from here is kept here."""
        self.copies.append(Copy(message.message, "", SENT, {"seen"}))
        return True

    def seen(self) -> list[tuple[str, str, frozenset[str]]]:
        """Folder, message and marks of everything that the device shows."""
        return [(copy.folder, copy.message, frozenset(copy.marks)) for copy in self.copies]

    def complete(self) -> set[str]:
        """Messages that lie here in full."""
        return {copy.message for copy in self.copies}

    def _all(self, message: str) -> list[Copy]:
        return [copy for copy in self.copies if copy.message == message]
