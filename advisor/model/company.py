"""A company on one sheet: what the plans of its people say, as far as the sheet needs it.

The types read plan.json as `write` left it; keys that they do not name are passed over, because keys are only
ever added.
"""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from advisor.model.endpoint import Protocol, Security
from advisor.model.household import Mode, Technician
from advisor.model.plan import Backup, Severity

Port = Annotated[int, Meta(ge=1, le=65535)]
Months = Annotated[int, Meta(ge=0, le=1200)]


class ServerOnFile(Struct, frozen=True):
    """A server as plan.json has it."""

    protocol: Protocol
    host: str
    port: Port
    security: Security


class SettingsOnFile(Struct, frozen=True):
    """The servers of a device."""

    incoming: ServerOnFile
    outgoing: ServerOnFile


class DeviceOnFile(Struct, frozen=True):
    """A device of a plan. usable: False where no mail is read there; only_sends: but mail is sent."""

    name: str
    client: str
    mode: Mode
    settings: SettingsOnFile
    usable: bool = True
    only_sends: bool = False


class ForecastOnFile(Struct, frozen=True):
    """When the mailbox is full: months from the day of the plan, or None."""

    full_in: Months | None = None
    quota_mb: int | None = None


class PlanOnFile(Struct, frozen=True):
    """What a sheet about many people needs of one plan.json."""

    schema: Literal[1]
    address: str
    devices: tuple[DeviceOnFile, ...]
    backup: Backup
    forecast: ForecastOnFile
    worst: Severity | None
    name: str = ""


class Certificate(Struct, frozen=True, order=True):
    """Until when a server's certificate is valid, and how many days that was on the day of the visit."""

    expires: date
    days_left: int
    host: str
    port: int


class Person(Struct, frozen=True):
    """One person of the company. folder: the name of their folder; link: the same as a relative address.

    seen: the day of the plan, where known. sheets: which of handout.html and record.html lie in the folder.
    technician: whom to call, according to their answers.
    """

    folder: str
    link: str
    plan: PlanOnFile
    certificates: tuple[Certificate, ...] = ()
    seen: date | None = None
    sheets: tuple[str, ...] = ()
    technician: Technician = Technician()
