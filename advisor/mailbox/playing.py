"""Plays a script of events and tells how things stand afterwards: what is seen, what is lost, what is full.

It knows no clock and no chance: the same script always ends in the same way.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from advisor.mailbox import events
from advisor.mailbox.imap import ImapProgram
from advisor.mailbox.pop3 import Pop3Program
from advisor.mailbox.server import Kept, Server
from advisor.model.household import Mode
from advisor.modes import IMAP_MODES

_Deed = (events.Sync | events.Read | events.Answer | events.Delete | events.Move | events.Send
         | events.Upload)
# Messages of a folder with their marks (`seen`, `answered`), sorted, so that two can be compared.
Folders = dict[str, tuple[tuple[str, tuple[str, ...]], ...]]


class Sight(Struct, frozen=True):
    """What one device shows, as of its last look. complete: messages that lie there in full.

    bytes: what it has fetched in its life. lost: the device is gone, and shows nothing.
    """

    folders: Folders
    complete: frozenset[str]
    bytes: int
    lost: bool = False

    @property
    def messages(self) -> frozenset[str]:
        """Every message that can be seen here, in whatever folder."""
        return frozenset(message for held in self.folders.values() for message, _ in held)

    def marked(self, mark: str) -> frozenset[str]:
        """The messages that bear this mark here."""
        return frozenset(
            message for held in self.folders.values() for message, marks in held if mark in marks)


class Outcome(Struct, frozen=True):
    """How things stand. lost: messages that nobody meant to delete and that are nowhere in full any more.

    deleted: messages that somebody deleted on some device. refused: messages that did not fit, in their
    order. full_on: the day on which the first one did not, or None. used: bytes on the server.
    """

    server: Folders
    used: int
    devices: dict[str, Sight]
    lost: frozenset[str]
    deleted: frozenset[str]
    refused: tuple[str, ...]
    full_on: int | None

    def hidden_from(self, device: str) -> frozenset[str]:
        """Messages that are somewhere, that nobody deleted, and that this device does not show."""
        everywhere = {message for held in self.server.values() for message, _ in held}
        for sight in self.devices.values():
            everywhere |= sight.messages
        return frozenset(everywhere - self.deleted - self.devices[device].messages)


class Simulation:
    """A mailbox and its devices. Events happen to it one after the other; `outcome` may be asked at any
    time.
    """

    def __init__(self, devices: Mapping[str, Mode], *, quota: int | None = None, days: int = 14,
                 expires: int | None = None, marks_fetched: bool = True) -> None:
        """devices: name -> mode. quota: bytes. days: of `pop3-keep-days`.

        expires, marks_fetched: the server's own rules for mail that POP3 has fetched (see Server).
        """
        self._server = Server(quota, expires, marks_fetched)
        self._programs: dict[str, ImapProgram | Pop3Program] = {
            name: ImapProgram(mode) if mode in IMAP_MODES else Pop3Program(mode, days)
            for name, mode in devices.items()}
        self._gone: set[str] = set()
        self._day = 0
        self._taken: set[str] = set()       # every message that was accepted once
        self._deleted: set[str] = set()
        self._refused: list[str] = []
        self._full_on: int | None = None

    def happen(self, event: events.Event) -> None:
        """Let one thing happen. A device that is lost does nothing until it is set up anew."""
        match event:
            case events.Arrive(message, size, folder):
                self._note(message, self._server.add(folder, Kept(message, size)))
            case events.Pass(days):
                self._day += days
                self._server.expire(self._day)
            case events.LoseServer():
                self._server.begin_again()
            case events.Lose(device):
                self._programs[device].set_up()
                self._gone.add(device)
            case events.SetUp(device):
                self._programs[device].set_up()
                self._gone.discard(device)
            case events.Change(device, mode):
                self._programs[device].mode = mode
            case _:
                if event.device not in self._gone:
                    self._act(event, self._programs[event.device])

    def _act(self, event: _Deed, program: ImapProgram | Pop3Program) -> None:
        match event:
            case events.Sync():
                program.sync(self._server, self._day)
            case events.Read(_, message):
                program.mark(self._server, message, "seen")
            case events.Answer(_, message):
                program.mark(self._server, message, "answered")
            case events.Delete(_, message):
                if program.delete(self._server, message):
                    self._deleted.add(message)
            case events.Move(_, message, folder):
                program.move(self._server, message, folder)
            case events.Send(_, message, size):
                self._note(message, program.send(self._server, Kept(message, size)))
            case events.Upload(_, message, folder, size) if isinstance(program, ImapProgram):
                self._note(message, program.upload(self._server, Kept(message, size), folder))

    def _note(self, message: str, taken: bool) -> None:
        if taken:
            self._taken.add(message)
            return
        self._refused.append(message)
        if self._full_on is None:
            self._full_on = self._day

    def outcome(self) -> Outcome:
        """How things stand now."""
        server = [(folder, kept.message, frozenset(kept.marks))
                  for folder, held in self._server.folders.items() for kept in held.values()]
        safe = {message for _, message, _ in server} | self._deleted
        for program in self._programs.values():
            safe |= program.complete()
        return Outcome(
            _folders(server), self._server.used,
            {name: Sight(_folders(program.seen()), frozenset(program.complete()), program.bytes,
                         name in self._gone)
             for name, program in self._programs.items()},
            frozenset(self._taken - safe), frozenset(self._deleted), tuple(self._refused), self._full_on)


def play(devices: Mapping[str, Mode], script: Iterable[events.Event], *, quota: int | None = None,
         days: int = 14, expires: int | None = None, marks_fetched: bool = True) -> Outcome:
    """The outcome of a whole script; the other arguments are those of Simulation."""
    simulation = Simulation(devices, quota=quota, days=days, expires=expires, marks_fetched=marks_fetched)
    for event in script:
        simulation.happen(event)
    return simulation.outcome()


def _folders(found: Iterable[tuple[str, str, frozenset[str]]]) -> Folders:
    sorted_in: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for folder, message, marks in found:
        sorted_in.setdefault(folder, []).append((message, tuple(sorted(marks))))
    return {folder: tuple(sorted(held)) for folder, held in sorted(sorted_in.items())}
