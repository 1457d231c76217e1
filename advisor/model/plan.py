"""The plan: for each device a way to read the mailbox, its settings, and what follows from it."""

from typing import Literal

from msgspec import Struct

from advisor.model.address import Address
from advisor.model.endpoint import Endpoint
from advisor.model.household import Device, Mode
from advisor.model.text import Text

Severity = Literal["loses-mail", "hides-mail", "blocks", "diverges", "exposes", "costs", "note"]

# Worst first: plans are compared in this order.
SEVERITIES: tuple[Severity, ...] = (
    "loses-mail", "hides-mail", "blocks", "diverges", "exposes", "costs", "note")


class Finding(Struct, frozen=True):
    """One consequence of a plan.

    devices: names of those touched, in household order; empty when it is about the mailbox.
    says: one sentence for a person. do: what to do about it, or None. because: the evidence it rests on,
    such as `fact imap-idle@imap mail.d.example:993 tls = no`, `answer devices.2.kind`, `profile gmail`,
    `assumption ...`.
    """

    id: str
    severity: Severity
    devices: tuple[str, ...]
    says: Text
    because: tuple[str, ...]
    do: Text | None = None


class Server(Struct, frozen=True):
    """A server setting as it is written into a program. auth: the way to log in, one word of Claim.auth."""

    endpoint: Endpoint
    username: str
    auth: str


class Pop3Policy(Struct, frozen=True):
    """What POP3 does to the mail on the server; every part is always written out explicitly.

    days: remove from the server after so many days, or None for never.
    """

    leave_on_server: bool
    days: int | None
    delete_on_local_delete: bool


class Settings(Struct, frozen=True):
    """The settings of one device. pop3 is set exactly when the incoming protocol is POP3.

    check_minutes: interval between checks. offline_copy: keep every folder in full on the device (IMAP).
    folders: what a folder on the server is for (`sent`, `drafts`, `trash`, `junk`, `archive`) and its name,
    so that all programs use the same ones; empty with POP3, and where nobody logged in to look. separator:
    what the server puts between the levels of a name. account: `google`, `microsoft` or "": where mail
    programs have an entry of their own for such accounts.
    """

    incoming: Server
    outgoing: Server
    pop3: Pop3Policy | None
    check_minutes: int
    offline_copy: bool
    folders: tuple[tuple[str, str], ...] = ()
    separator: str = "/"
    account: str = ""


class DevicePlan(Struct, frozen=True):
    """What one device does. chosen: `advised`, or `person` where the person decided the mode.

    usable: False where nothing fits the device (finding `program-cannot`): then mode and settings only show
    what it would need, and no file is written for it. only_sends: nothing is read there because the program
    only sends (msmtp); it gets its file all the same, and usable is False.
    """

    device: Device
    mode: Mode
    settings: Settings
    findings: tuple[Finding, ...]
    chosen: Literal["advised", "person"] = "advised"
    usable: bool = True
    only_sends: bool = False


class Backup(Struct, frozen=True):
    """Who carries the copy that does not depend on the server. device: its name.

    kind: none; pop3-copy (of the inbox); archive (of every folder; what is deleted on the server
    stays in it).
    """

    kind: Literal["none", "pop3-copy", "archive"]
    device: str | None = None
    covers: Literal["none", "inbox", "everything"] = "none"


class Alternative(Struct, frozen=True):
    """A plan that was rejected. change: `device name` -> mode. findings: those that rejected it."""

    change: tuple[tuple[str, Mode], ...]
    worst: Severity | None
    findings: tuple[Finding, ...]


class Month(Struct, frozen=True):
    """How much lies in the mailbox at the end of a month, in MB; month 1 ends in a month from now.

    low_mb, high_mb: the same if clearly less, or clearly more, mail comes than expected. today_mb: with what
    is set up today, or None where nothing is. Never more than the mailbox holds.
    """

    number: int
    used_mb: int
    low_mb: int
    high_mb: int
    today_mb: int | None = None


class Forecast(Struct, frozen=True):
    """When the mailbox will be full. Empty where its size is not known.

    full_in: months until then, within ten years, or None. earliest, latest: the same if clearly more, or
    less, mail comes. today_full_in: with what is set up today. because: the numbers it rests on, measured,
    answered or assumed. used_mb: what lies there today. monthly_mb: what comes in a month: low, expected,
    high.
    """

    months: tuple[Month, ...] = ()
    quota_mb: int | None = None
    full_in: int | None = None
    earliest: int | None = None
    latest: int | None = None
    today_full_in: int | None = None
    because: tuple[str, ...] = ()
    used_mb: int = 0
    monthly_mb: tuple[int, int, int] = (0, 0, 0)


class MigrationStep(Struct, frozen=True):
    """One step of moving a device from POP3 to IMAP, in the order of Plan.migration. code: what to do; its
    text is `migration:<code>` in the catalogues.
    """

    device: str
    code: str


class Plan(Struct, frozen=True):
    """The advice for one address. findings: those that are about the mailbox as a whole."""

    address: Address
    name: str
    language: str
    devices: tuple[DevicePlan, ...]
    findings: tuple[Finding, ...]
    backup: Backup
    worst: Severity | None
    alternatives: tuple[Alternative, ...] = ()
    needs: tuple[str, ...] = ()         # codes of what to prepare at the provider
    help: str = ""
    schema: int = 1
    forecast: Forecast = Forecast()
    migration: tuple[MigrationStep, ...] = ()
