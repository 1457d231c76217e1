"""The person's side: which devices there are, and what is wished for."""

from typing import Literal

from msgspec import Struct

DeviceKind = Literal["desktop", "laptop", "phone", "tablet", "shared", "server"]
Connection = Literal["always", "metered", "offline"]
Today = Literal["none", "imap", "pop3-remove", "pop3-keep"]
CopyWish = Literal["none", "inbox", "everything"]
Mode = Literal[
    "imap", "imap-offline", "pop3-keep", "pop3-keep-days", "pop3-keep-until-deleted", "pop3-remove"]

MODES: tuple[Mode, ...] = (
    "imap", "imap-offline", "pop3-keep", "pop3-keep-days", "pop3-keep-until-deleted", "pop3-remove")


class Device(Struct, frozen=True, forbid_unknown_fields=True):
    """One device. client: id of a templates/ folder. stays: it does not leave the house or office.

    mode: the person's own choice, which is kept and re-scored; None lets the advisor choose.
    """

    name: str
    kind: DeviceKind
    client: str
    stays: bool
    connection: Connection = "always"
    today: Today = "none"
    mode: Mode | None = None


class Wishes(Struct, frozen=True, forbid_unknown_fields=True):
    """What is wished for. backup: a copy of the mail that does not depend on the server.

    shared: several people read this mailbox. keep_off_server: mail should not stay on the server.
    large_type: the sheet in large type. quota_mb, used_mb, monthly_mb: in MB, only where nothing better is
    known.
    """

    backup: CopyWish = "none"
    offline: bool = False
    shared: bool = False
    keep_off_server: bool = False
    quota_mb: int | None = None
    used_mb: int | None = None
    monthly_mb: int | None = None
    large_type: bool = False


class Technician(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to call, as it stands on the sheet. contact: one line. logo: path of a PNG or JPEG picture, from
    where the program runs, or from where the answers file lies.
    """

    name: str = ""
    contact: str = ""
    phone: str = ""
    mail: str = ""
    web: str = ""
    logo: str = ""


class Household(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything that the person answered; the answers file holds exactly this."""

    address: str
    devices: tuple[Device, ...]
    name: str = ""
    language: Literal["en", "es"] | None = None
    wishes: Wishes = Wishes()
    technician: Technician = Technician()
