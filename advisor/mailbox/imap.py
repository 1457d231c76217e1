"""A program that reads with IMAP: it shows what is on the server, and everything that is done is done there.

What it keeps is a memory of that: headers of all messages, and the text of those that were opened or, with
the full download, of all. What disappears on the server disappears from the memory at the next look.
"""

from advisor.mailbox.server import SENT, Kept, Server
from advisor.model.household import Mode

# Bytes of a header with its envelope and structure, as a program asks for them to show a list.
HEADER = 2000
_Place = tuple[int, str, int]       # validity, folder, number: never given twice (RFC 9051 section 2.3.1.1)


class ImapProgram:
    """One device with IMAP; with mode `imap-offline` it downloads every folder in full."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.bytes = 0
        self.set_up()

    def set_up(self) -> None:
        """Begin with an empty memory."""
        self._shown: dict[_Place, tuple[str, frozenset[str]]] = {}
        self._bodies: dict[_Place, str] = {}

    def sync(self, server: Server, day: int) -> None:
        """Take over what is there now: new headers, changed marks, and nothing that has gone."""
        before, self._shown = self._shown, {}
        for folder, held in server.folders.items():
            for uid, kept in held.items():
                place = server.validity, folder, uid
                self._shown[place] = kept.message, frozenset(kept.marks)
                if place not in before:
                    self.bytes += min(HEADER, kept.size)
                if self.mode == "imap-offline":
                    self._fetch(place, kept)
        self._bodies = {place: message for place, message in self._bodies.items() if place in self._shown}

    def _fetch(self, place: _Place, kept: Kept) -> None:
        if place not in self._bodies:
            self._bodies[place] = kept.message
            self.bytes += kept.size

    def mark(self, server: Server, message: str, mark: str) -> None:
        """Marks are set on the server. To open a message is to fetch it."""
        for folder, uid, kept in server.find(message):
            kept.marks.add(mark)
            self._fetch((server.validity, folder, uid), kept)
        self.sync(server, 0)

    def delete(self, server: Server, message: str) -> bool:
        """Delete on the server, and so for every other program with IMAP. False: it is not there."""
        places = list(server.find(message))
        for folder, uid, _ in places:
            server.remove(folder, uid)
        self.sync(server, 0)
        return bool(places)

    def move(self, server: Server, message: str, folder: str) -> None:
        """Move on the server."""
        for here, uid, _ in list(server.find(message)):
            if here != folder:
                server.move(here, uid, folder)
        self.sync(server, 0)

    def send(self, server: Server, message: Kept) -> bool:
        """The copy of what was sent goes into the server's folder; False when it does not fit there."""
        message.marks.add("seen")
        return self.upload(server, message, SENT)

    def upload(self, server: Server, message: Kept, folder: str) -> bool:
        """Put a message into a folder of the server (APPEND); False when it does not fit."""
        added = server.add(folder, message)
        self.sync(server, 0)
        return added

    def seen(self) -> list[tuple[str, str, frozenset[str]]]:
        """Folder, message and marks of everything that the device shows."""
        return [(folder, *shown) for (_, folder, _), shown in self._shown.items()]

    def complete(self) -> set[str]:
        """Messages that lie here in full."""
        return set(self._bodies.values())
