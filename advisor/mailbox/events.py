"""What can happen to a mailbox. A script is a sequence of these, and it has one outcome.

Messages are called by a name of their own, so that one can be followed wherever it goes. Sizes are in bytes.
"""

from msgspec import Struct

from advisor.model.household import Mode


class Arrive(Struct, frozen=True, tag=True):
    """Somebody sends this message; the provider puts it into `folder` (spam goes to a folder of its own)."""

    message: str
    size: int = 4000
    folder: str = "INBOX"


class Sync(Struct, frozen=True, tag=True):
    """The device looks for mail, in the way of its mode."""

    device: str


class Read(Struct, frozen=True, tag=True):
    """Somebody opens the message on the device."""

    device: str
    message: str


class Answer(Struct, frozen=True, tag=True):
    """Somebody answers the message on the device: it is marked there. The answer itself is a `Send`."""

    device: str
    message: str


class Delete(Struct, frozen=True, tag=True):
    """Somebody deletes the message on the device for good, past its trash folder."""

    device: str
    message: str


class Move(Struct, frozen=True, tag=True):
    """Somebody files the message into another folder, on the device."""

    device: str
    message: str
    folder: str


class Send(Struct, frozen=True, tag=True):
    """Somebody writes this message on the device and sends it; the program keeps a copy of what was sent."""

    device: str
    message: str
    size: int = 4000


class Upload(Struct, frozen=True, tag=True):
    """Somebody copies a message from another account on the same device into this one. Only IMAP can do
    that.
    """

    device: str
    message: str
    folder: str = "INBOX"
    size: int = 4000


class Lose(Struct, frozen=True, tag=True):
    """The device is stolen or breaks, with everything on it."""

    device: str


class SetUp(Struct, frozen=True, tag=True):
    """The account is set up anew on the device, with nothing taken over from before."""

    device: str


class Change(Struct, frozen=True, tag=True):
    """Somebody changes what POP3 leaves on the server, in the account that is set up on the device."""

    device: str
    mode: Mode


class LoseServer(Struct, frozen=True, tag=True):
    """Everything on the server is gone; the mailbox begins again, empty."""


class Pass(Struct, frozen=True, tag=True):
    """So many days go by."""

    days: int


Event = (Arrive | Sync | Read | Answer | Delete | Move | Send | Upload | Lose | SetUp | Change | LoseServer
         | Pass)
