"""What we know about a provider beforehand: one value for each profiles/<id>.toml."""

import datetime
from typing import Literal

from msgspec import Struct

from advisor.model.endpoint import Protocol, Security

MxClass = Literal["mailbox", "filter", "forwarder"]
Shaky = Literal["imap", "pop3", "smtp", "mx", "username", "auth", "needs", "domains"]


class ProfileServer(Struct, frozen=True, forbid_unknown_fields=True):
    """A server of the provider. host may hold `{domain}` and `{domain-with-dashes}`.

    domains: only for addresses of these mail domains; empty for all addresses of the provider.
    """

    protocol: Protocol
    host: str
    port: int
    security: Security
    username: str = "%EMAILADDRESS%"
    domains: tuple[str, ...] = ()


class ProfilePop3(Struct, frozen=True, forbid_unknown_fields=True):
    """The provider's own rules for POP3.

    decides: who decides whether a fetched message stays, the mail program or the `server` (Gmail).
    poll_minutes: shortest interval between checks, or None where not known.
    """

    decides: Literal["program", "server"] = "program"
    poll_minutes: int | None = None


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A provider. needs: codes with a text in the catalogues, such as `app-password`, `enable-imap`.

    domains: mail domains (A-labels); `*.rr.com` is every domain below rr.com. mx: suffixes, matched on a
    label boundary, longest first. help: the provider's own page, or empty. quirks: codes (`quirk:...`) for
    what is peculiar there. became: a code (`noticed:...`) for a service that has moved or is closed.
    sources: the provider's pages that the facts rest on, or a kind of source: `mozilla-database` and
    `chatmail-database` (public provider databases), `programs` (settings that other mail programs ship),
    `projects` (several public projects use the same). unsure: facts that only others report.
    checked: the day on which the facts were compiled from these sources; visits say what holds today.
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
    quirks: tuple[str, ...] = ()
    became: str = ""
    help: str = ""
    absent: tuple[Protocol, ...] = ()       # protocols that the provider says it does not offer
    pop3: ProfilePop3 = ProfilePop3()
    quota_mb: int | None = None
    unsure: tuple[Shaky, ...] = ()
