"""What one POP3 session sees of the mailbox: INBOX as it was at login, and what it wants deleted.

Nothing is deleted before the update state that QUIT leads to (RFC 1939 section 6). A session that breaks
off deletes nothing.
"""

from advisor.sandbox.mailbox import INBOX, Mailbox, Message


class NoSuchMessage(Exception):
    """There is no message of that number, or this session has marked it as deleted."""


class Maildrop:
    """One session's maildrop. Messages are numbered from 1 and keep their number for the session."""

    def __init__(self, mailbox: Mailbox) -> None:
        inbox = mailbox.folder(INBOX)
        self._mailbox = mailbox
        self._validity = inbox.uid_validity
        self._messages = inbox.messages
        self._deleted: set[int] = set()
        self._retrieved: set[int] = set()

    def listed(self) -> tuple[tuple[int, Message], ...]:
        """Number and message of all that are not marked as deleted."""
        return tuple((number, message) for number, message in enumerate(self._messages, 1)
                     if number not in self._deleted)

    def message(self, number: int) -> Message:
        """The message of that number. Raises NoSuchMessage."""
        if not 1 <= number <= len(self._messages) or number in self._deleted:
            raise NoSuchMessage
        return self._messages[number - 1]

    def retrieve(self, number: int) -> bytes:
        """The octets of a message, and remember that they were handed out. Raises NoSuchMessage."""
        content = self.message(number).content
        self._retrieved.add(number)
        return content

    def unique_id(self, message: Message) -> str:
        """The message's UIDL: the same in every session, never used again (RFC 1939 section 7)."""
        return f"{self._validity:08x}{message.uid:08x}"

    def delete(self, number: int) -> None:
        """Mark a message for the update state. Raises NoSuchMessage."""
        self.message(number)
        self._deleted.add(number)

    def reset(self) -> None:
        """Take back every mark."""
        self._deleted.clear()

    def update(self, retrieved_too: bool = False) -> None:
        """The update state: delete what is marked. retrieved_too: and what was handed out (EXPIRE 0)."""
        gone = self._deleted | self._retrieved if retrieved_too else self._deleted
        self._mailbox.remove(INBOX, {self._messages[number - 1].uid for number in gone})
