"""The mailbox on the server: folders, unique numbers, marks, and a limit for its size.

IMAP sees all of it; POP3 sees the messages of the inbox under their unique names (UIDL) and nothing else.
"""

from collections.abc import Iterator

from msgspec import Struct, field

INBOX, SENT = "INBOX", "Sent"


class Kept(Struct):
    """A message in a folder on the server. fetched: the day on which POP3 first fetched it, or None."""

    message: str
    size: int
    marks: set[str] = field(default_factory=set)
    fetched: int | None = None


class Server:
    """quota: bytes that fit, or None for no limit. expires: days after which the server itself deletes what
    POP3 has fetched (RFC 2449 section 6.7), or None. marks_fetched: it marks as read what POP3 has fetched,
    as Dovecot does unless it is told otherwise (`pop3_no_flag_updates`).
    """

    def __init__(self, quota: int | None, expires: int | None, marks_fetched: bool) -> None:
        self.marks_fetched = marks_fetched
        self.quota, self.expires = quota, expires
        self.folders: dict[str, dict[int, Kept]] = {INBOX: {}}
        self.used = 0
        # Changes when the mailbox begins again (UIDVALIDITY, RFC 9051 section 2.3.1.1).
        self.validity = 1
        self._last: dict[str, int] = {}

    def add(self, folder: str, message: Kept) -> bool:
        """Put a message into a folder; False when it does not fit."""
        if self.quota is not None and self.used + message.size > self.quota:
            return False
        self._put(folder, message)
        self.used += message.size
        return True

    def move(self, folder: str, uid: int, other: str) -> None:
        """Into another folder, where it gets a new number, as every message does (RFC 6851)."""
        self._put(other, self.folders[folder].pop(uid))

    def remove(self, folder: str, uid: int) -> None:
        """Delete for good."""
        self.used -= self.folders[folder].pop(uid).size

    def find(self, message: str) -> Iterator[tuple[str, int, Kept]]:
        """Every place where the message lies: folder, number and the message itself."""
        for folder, held in self.folders.items():
            for uid, kept in held.items():
                if kept.message == message:
                    yield folder, uid, kept

    def maildrop(self) -> list[tuple[str, int, Kept]]:
        """What a POP3 session is shown: unique name, number and message, oldest first."""
        return [(f"{self.validity}-{uid}", uid, kept) for uid, kept in self.folders[INBOX].items()]

    def fetched(self, uid: int, day: int) -> None:
        """A POP3 session has fetched this message of the inbox."""
        kept = self.folders[INBOX][uid]
        kept.fetched = day if kept.fetched is None else kept.fetched
        if self.marks_fetched:
            kept.marks.add("seen")

    def expire(self, day: int) -> None:
        """Delete what POP3 fetched long enough ago."""
        if self.expires is None:
            return
        for uid, kept in tuple(self.folders[INBOX].items()):
            if kept.fetched is not None and day - kept.fetched >= self.expires:
                self.remove(INBOX, uid)

    def begin_again(self) -> None:
        """Lose everything. Numbers of the old mailbox mean nothing in the new one."""
        self.folders, self.used, self._last = {INBOX: {}}, 0, {}
        self.validity += 1

    def _put(self, folder: str, message: Kept) -> None:
        self._last[folder] = uid = self._last.get(folder, 0) + 1
        self.folders.setdefault(folder, {})[uid] = message
