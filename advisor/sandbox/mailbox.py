"""The mailbox behind all three servers, in memory: folders with messages, flags, UIDs and a quota.

A folder is never changed but replaced, so whoever took one holds a consistent picture of that moment, and
several servers may read while another writes. Nothing in here knows of a protocol or a clock.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import RLock
from typing import Literal

INBOX = "INBOX"
# RFC 6154 section 2: what a folder is for.
SPECIAL_USES = {"Sent": "\\Sent", "Drafts": "\\Drafts", "Junk": "\\Junk", "Trash": "\\Trash",
                "Archive": "\\Archive"}
MOST_FOLDERS = 100
MOST_KEYWORDS = 50

Change = Literal["set", "add", "remove"]


class NoSuchFolder(Exception):
    """There is no folder of that name."""


class OverQuota(Exception):
    """The message does not fit into the mailbox any more."""


class NotAllowed(Exception):
    """The mailbox does not do that: a folder that must stay, a bad name, too many of something."""


@dataclass(frozen=True)
class Message:
    """A message. content: octets with CRLF. flags: system flags as `\\Seen`, keywords as they came."""

    uid: int
    content: bytes
    flags: frozenset[str]
    arrived: datetime


@dataclass(frozen=True)
class Folder:
    """A folder at one moment. messages: by ascending UID. special_use: RFC 6154 attribute, or ""."""

    name: str
    special_use: str
    uid_validity: int
    uid_next: int = 1
    messages: tuple[Message, ...] = ()


class Mailbox:
    """A mailbox with INBOX and the usual folders. quota: octets for all messages together."""

    def __init__(self, quota: int, uid_validity: int = 1) -> None:
        self.quota = quota
        self._lock = RLock()
        self._next_validity = uid_validity
        self._folders: dict[str, Folder] = {}
        self._watchers: list[Callable[[], None]] = []
        self._maildrop_taken = False
        for name in (INBOX, *SPECIAL_USES):
            self._add(name)

    def folders(self) -> tuple[Folder, ...]:
        """Every folder as it is now, INBOX first."""
        with self._lock:
            return tuple(self._folders.values())

    def folder(self, name: str) -> Folder:
        """The folder as it is now; INBOX in any case (RFC 3501 section 5.1). Raises NoSuchFolder."""
        with self._lock:
            try:
                return self._folders[_canonical(name)]
            except KeyError:
                raise NoSuchFolder(name) from None

    def used(self) -> int:
        """Octets that all messages take together."""
        return sum(len(message.content) for folder in self.folders() for message in folder.messages)

    def create(self, name: str) -> None:
        """Make a folder. Raises NotAllowed for a name that is taken or cannot be one."""
        with self._lock:
            name = _canonical(name.removesuffix("/"))
            if name in self._folders or len(self._folders) >= MOST_FOLDERS:
                raise NotAllowed(name)
            if not name.isascii() or not name.isprintable() or len(name) > 100 or not all(name.split("/")):
                raise NotAllowed(name)
            if any(character in name for character in '%*"\\'):
                raise NotAllowed(name)
            self._add(name)

    def delete(self, name: str) -> None:
        """Take away a folder with all it holds, but never INBOX or one with a special use."""
        with self._lock:
            folder = self.folder(name)
            if folder.name == INBOX or folder.special_use:
                raise NotAllowed(name)
            del self._folders[folder.name]
        self._tell()

    def append(self, name: str, content: bytes, flags: Iterable[str], arrived: datetime,
               skip_uids: int = 0) -> int:
        """Put a message into a folder and return its UID, which is higher than any the folder ever had.

        skip_uids: leave so many UIDs out before it, as in a mailbox that has been lived in.
        Raises NoSuchFolder, OverQuota.
        """
        with self._lock:
            folder = self.folder(name)
            if self.used() + len(content) > self.quota:
                raise OverQuota
            message = Message(folder.uid_next + skip_uids, content, _few(frozenset(flags)), arrived)
            self._put(folder, message)
        self._tell()
        return message.uid

    def change_flags(self, name: str, uids: Collection[int], flags: Iterable[str], how: Change) -> None:
        """Set, add or remove flags of those messages that are still there."""
        given = frozenset(flags)
        with self._lock:
            folder = self.folder(name)
            self._folders[folder.name] = replace(folder, messages=tuple(
                replace(message, flags=_few(_changed(message.flags, given, how)))
                if message.uid in uids else message for message in folder.messages))
        self._tell()

    def copy(self, name: str, uids: Collection[int], target: str) -> tuple[tuple[int, int], ...]:
        """Copy messages, all or none; gives pairs of old and new UID. Raises NoSuchFolder, OverQuota."""
        with self._lock:
            chosen = [message for message in self.folder(name).messages if message.uid in uids]
            if self.used() + sum(len(message.content) for message in chosen) > self.quota:
                raise OverQuota
            pairs = self._copy(chosen, target)
        self._tell()
        return pairs

    def move(self, name: str, uids: Collection[int], target: str) -> tuple[tuple[int, int], ...]:
        """Move messages in one step, which no quota can refuse; gives pairs of old and new UID."""
        with self._lock:
            chosen = [message for message in self.folder(name).messages if message.uid in uids]
            pairs = self._copy(chosen, target)
            self._remove(name, {old for old, _ in pairs})
        self._tell()
        return pairs

    def remove(self, name: str, uids: Collection[int]) -> None:
        """Take those messages away for good, where they are still there."""
        with self._lock:
            self._remove(name, uids)
        self._tell()

    def watch(self, tell: Callable[[], None]) -> Callable[[], None]:
        """Call `tell` after every change (from the thread that made it) until the returned is called."""
        with self._lock:
            self._watchers.append(tell)

        def leave() -> None:
            with self._lock:
                self._watchers.remove(tell)

        return leave

    def take_maildrop(self) -> bool:
        """Take the exclusive lock that a POP3 session needs (RFC 1939 section 4); False where it is taken."""
        with self._lock:
            taken, self._maildrop_taken = self._maildrop_taken, True
            return not taken

    def release_maildrop(self) -> None:
        """Give the lock of `take_maildrop` back."""
        with self._lock:
            self._maildrop_taken = False

    def _add(self, name: str) -> None:
        self._folders[name] = Folder(name, SPECIAL_USES.get(name, ""), self._next_validity)
        self._next_validity += 1

    def _put(self, folder: Folder, message: Message) -> None:
        self._folders[folder.name] = replace(
            folder, uid_next=message.uid + 1, messages=(*folder.messages, message))

    def _copy(self, messages: Iterable[Message], target: str) -> tuple[tuple[int, int], ...]:
        pairs = []
        self.folder(target)     # raises before anything is done
        for message in messages:
            folder = self.folder(target)
            self._put(folder, replace(message, uid=folder.uid_next))
            pairs.append((message.uid, folder.uid_next))
        return tuple(pairs)

    def _remove(self, name: str, uids: Collection[int]) -> None:
        folder = self.folder(name)
        self._folders[folder.name] = replace(folder, messages=tuple(
            message for message in folder.messages if message.uid not in uids))

    def _tell(self) -> None:
        with self._lock:
            watchers = tuple(self._watchers)
        for tell in watchers:
            tell()


def _canonical(name: str) -> str:
    return INBOX if name.upper() == INBOX else name


def _changed(old: frozenset[str], given: frozenset[str], how: Change) -> frozenset[str]:
    if how == "set":
        return given
    return old | given if how == "add" else old - given


def _few(flags: frozenset[str]) -> frozenset[str]:
    if sum(not flag.startswith("\\") for flag in flags) > MOST_KEYWORDS:
        raise NotAllowed("flags")
    return flags
