"""What we know about a provider beforehand: one value for each profiles/<id>.toml."""

import datetime
from typing import Literal

from msgspec import Struct

from advisor.model.endpoint import Protocol, Security

MxClass = Literal["mailbox", "filter", "forwarder"]
Shaky = Literal["imap", "pop3", "smtp", "mx", "username", "auth", "needs", "domains", "quota_mb",
                "message_mb"]
Confidence = Literal["A", "B", "C"]

# Days for which a profile is believed where it does not say so itself. Providers change servers every few
# years (Cox to Yahoo, Arcor to Vodafone) and ways to log in more often; the less sure, the sooner to doubt.
_BELIEVED: dict[Confidence, int] = {"A": 540, "B": 365, "C": 180}
# Accounts for which mail programs have an entry of their own, and sign in there in a way of their own.
AccountKind = Literal["google", "microsoft"]
CLOSED = "service-closed"       # `became` of a service that has ended
FACTS: tuple[Shaky, ...] = ("domains", "mx", "imap", "pop3", "smtp", "username", "auth", "needs", "quota_mb",
                            "message_mb")


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
    poll_minutes: shortest interval between checks, or None where not known. keeps_days: days after which the
    provider deletes what POP3 has fetched even if the program leaves it there (0: at once), or None where its
    page names none.
    """

    decides: Literal["program", "server"] = "program"
    poll_minutes: int | None = None
    keeps_days: int | None = None


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """A provider. needs: codes with a text in the catalogues, such as `app-password`, `enable-imap`.

    domains: mail domains (A-labels); `*.rr.com` is every domain below rr.com. mx: suffixes, matched on a
    label boundary, longest first. help: the provider's own page, or empty. quirks: codes (`quirk:...`) for
    what is peculiar there. became: a code (`noticed:...`) for a service that has moved or is closed.
    sources: the provider's pages that the facts rest on, or a kind of source: `mozilla-database` and
    `chatmail-database` (public provider databases), `programs` (settings that other mail programs ship),
    `projects` (several public projects use the same). unsure: facts that only others report.
    checked: the day on which the facts were compiled from these sources; visits say what holds today.
    stale_after: days for which they are believed as they are; None for the usual time of their confidence.
    quota_mb, message_mb: size of a free or basic mailbox and of one message, where the provider's page says,
    or where several quote it (then they are `unsure`).
    """

    id: str
    name: str
    auth: tuple[str, ...]
    checked: datetime.date
    sources: tuple[str, ...]
    confidence: Confidence
    domains: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    mx_class: MxClass = "mailbox"
    servers: tuple[ProfileServer, ...] = ()
    needs: tuple[str, ...] = ()
    quirks: tuple[str, ...] = ()
    became: str = ""
    help: str = ""
    account: AccountKind | Literal[""] = ""
    absent: tuple[Protocol, ...] = ()       # protocols that the provider says it does not offer
    pop3: ProfilePop3 = ProfilePop3()
    quota_mb: int | None = None
    message_mb: int | None = None
    unsure: tuple[Shaky, ...] = ()
    stale_after: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nobody has a mailbox there: a filter, a forwarder, or a service that is closed."""
        return self.became == CLOSED or self.mx_class != "mailbox"

    def confidence_in(self, fact: Shaky) -> Confidence:
        """How sure one of the facts is: what only others report is never better than C."""
        return "C" if fact in self.unsure else self.confidence

    def is_stale(self, day: datetime.date | None) -> bool:
        """Whether the facts are too old to be believed on `day`. None: nobody said which day it is."""
        return day is not None and (day - self.checked).days > self.believed_days

    @property
    def believed_days(self) -> int:
        """For how many days from `checked` on the facts are believed as they are."""
        return self.stale_after or _BELIEVED[self.confidence]
