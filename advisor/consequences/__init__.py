"""One consequence a module: what follows from reading a mailbox in a certain way, and how bad that is.

A consequence looks at one device in one mode, or at the mailbox as a whole. What the devices do to each
other goes only through a small summary of the plan (`Shape`), so that the best plan can be found without
trying all.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from msgspec import Struct

from advisor.because import answered, known, ruled, ruling
from advisor.mailbox.story import Story
from advisor.model.client import Client
from advisor.model.household import Device, Household, Mode
from advisor.model.picture import Picture
from advisor.model.plan import Finding, Severity
from advisor.model.text import Text
from advisor.modes import KEEP_MODES, POP3_MODES, Access, pop3_candidate

COMPUTERS = ("desktop", "laptop", "server")

__all__ = ["COMPUTERS", "Consequence", "Finding", "Seat", "Shape", "Whole", "answered", "known", "ruled",
           "ruling"]


class Shape(NamedTuple):
    """What one device of a plan can know about the others, or a part of a plan about itself.

    active, pop3, removers: number of devices in use, with POP3, and with POP3 that removes at once; 2 means
    two or more. takers: some device removes mail from the server by itself. copies: some device holds a
    copy.
    """

    active: int = 0
    pop3: int = 0
    removers: int = 0
    takers: bool = False
    copies: bool = False

    def joined(self, other: "Shape") -> "Shape":
        """The shape of both parts together."""
        return Shape(min(2, self.active + other.active), min(2, self.pop3 + other.pop3),
                     min(2, self.removers + other.removers), self.takers or other.takers,
                     self.copies or other.copies)


class Seat(Struct, frozen=True):
    """One device in one mode. mode None: the device is left out, because nothing fits it.

    number: its place in the household, from 1. company: at least two devices are in use.
    days: how long `pop3-keep-days` leaves mail on the server.
    """

    device: Device
    number: int
    mode: Mode | None
    client: Client
    access: Access
    company: bool
    household: Household
    picture: Picture
    days: int

    @property
    def pop3(self) -> bool:
        """Whether the device reads with POP3."""
        return self.mode in POP3_MODES

    @property
    def read_here(self) -> bool:
        """Whether a person reads mail on this device: on an always-on server nobody does."""
        return self.device.kind != "server"

    @property
    def archives(self) -> bool:
        """Whether the program only fetches, every folder, and keeps what is deleted on the server
        (mbsync).
        """
        return self.mode == "imap-offline" and "copies-only" in self.client.notes

    @property
    def copies(self) -> bool:
        """Whether it holds a copy beside the one on the server, on a device that is fit for that.

        Phones, tablets and shared computers never are; a computer that travels only when it is the only
        device.
        """
        return ((self.mode in KEEP_MODES or self.archives) and self.device.kind in COMPUTERS
                and (self.device.stays or not self.company))

    @property
    def shape(self) -> Shape:
        """What this device adds to the shape of the plan."""
        return Shape(int(self.mode is not None), int(self.pop3), int(self.mode == "pop3-remove"),
                     self.mode in ("pop3-remove", "pop3-keep-days"), self.copies)

    def answer(self, *names: str) -> tuple[str, ...]:
        """The answers about this device as evidence: `answer devices.2.kind = phone`."""
        return tuple(answered(f"devices.{self.number}.{name}", getattr(self.device, name)) for name in names)

    def fact(self, name: str) -> tuple[str, ...]:
        """A fact about the POP3 server as evidence; empty where there is no such server."""
        candidate = pop3_candidate(self.picture, self.access.pop3)
        return (known(candidate.fact(name)),) if candidate else ()

    def mode_said(self) -> str:
        """The mode as evidence."""
        return f"mode {self.device.name} = {self.mode or 'none'}"


class Whole(Struct, frozen=True):
    """A plan as a whole, seen only through its shape. accesses: one for each device, in household order."""

    shape: Shape
    household: Household
    picture: Picture
    clients: Mapping[str, Client]
    accesses: tuple[Access, ...]


class Consequence(Struct, frozen=True):
    """What a consequence module offers as CONSEQUENCE. id: the module's name with dashes.

    severity: the worst that it can be. needs: the names of the facts (`pop3-uidl`), answers (`devices.kind`,
    `wishes.backup`), program and provider facts (`client.notes`, `provider.needs`) that it rests on; also
    `candidates` (the servers as such) and `measured` (what a login showed of the mailbox).
    of_device, of_mailbox: what to look at; at least one is given.
    sources: where the claim comes from (a section of an RFC, a page of a vendor). proof: the case of
    tests/mailbox/scripts.py that plays it on a real mail server, where there is one. example: a story that is
    played when somebody asks; where it is None, the catalogues have a text `example:<id>`.
    """

    id: str
    severity: Severity
    needs: tuple[str, ...]
    of_device: Callable[[Seat], Finding | None] | None = None
    of_mailbox: Callable[[Whole], Finding | None] | None = None
    sources: tuple[str, ...] = ()
    proof: str = ""
    example: Story | None = None


def about(seat: Seat, id: str, severity: Severity, says: Text, *because: str,
          do: Text | None = None) -> Finding:
    """A finding about one device. The mode itself is always part of what it rests on."""
    return Finding(id, severity, (seat.device.name,), says, (seat.mode_said(), *because), do)
