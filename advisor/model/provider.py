"""What we know about a provider beforehand: one value for each profiles/<id>.toml."""

import datetime
from typing import Literal

from msgspec import Struct

from advisor.model.endpoint import Protocol, Security

MxClass = Literal["mailbox", "filter", "forwarder"]


class ProfileServer(Struct, frozen=True, forbid_unknown_fields=True):
    """A server of the provider. host may hold `{domain}` and `{domain-with-dashes}`."""

    protocol: Protocol
    host: str
    port: int
    security: Security
    username: str = "%EMAILADDRESS%"


class ProfilePop3(Struct, frozen=True, forbid_unknown_fields=True):
    """The provider's own rules for POP3.

    decides: who decides whether a fetched message stays, the mail program or the `server` (Gmail).
    poll_minutes: shortest interval between checks, or None where not known.
    """

    decides: Literal["program", "server"] = "program"
    poll_minutes: int | None = None


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A provider. needs: codes with a text in the catalogues, such as `app-password`, `enable-imap`.

    mx: suffixes, matched on a label boundary, longest first. help: the provider's own page.
    sources: the provider's pages that the facts rest on. checked: the day they were last compared.
    """

    id: str
    name: str
    auth: tuple[str, ...]
    checked: datetime.date
    sources: tuple[str, ...]
    confidence: Literal["A", "B", "C"]
    domains: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    mx_class: MxClass = "mailbox"
    servers: tuple[ProfileServer, ...] = ()
    needs: tuple[str, ...] = ()
    help: str = ""
    absent: tuple[Protocol, ...] = ()       # protocols that the provider says it does not offer
    pop3: ProfilePop3 = ProfilePop3()
    quota_mb: int | None = None
