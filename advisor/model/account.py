"""What a login told about an account: whether it worked, and what lies in the mailbox.

None of these types has room for a password or a token: what a server said is kept only after whatever could
be the secret was taken out of it.
"""

from typing import Literal

from msgspec import Struct

from advisor.model.endpoint import Endpoint, Protocol

# How an attempt to log in ended. Each has a text (`login:...`) and an advice (`login-do:...`).
LoginOutcome = Literal[
    "worked",
    "refused",              # this name with this password (or token) is not let in
    "app-password",         # the server itself asks for an app password
    "basic-off",            # the provider has switched passwords off for mail programs
    "protocol-off",         # the account may not use this protocol (yet)
    "expired",              # the password is right, and too old
    "disabled",             # the account is locked or disabled
    "contact-admin",
    "web-login",            # the provider wants to see the person in a browser first
    "privacy-required",     # the server does not find this line private enough
    "not-authorized",       # known, but not allowed to act as this name
    "limit",                # too many logins or connections
    "login-delay",          # POP3: asked again too soon
    "in-use",               # somebody else has the mailbox open
    "unavailable",          # the server cannot check passwords at the moment
    "server-fault",         # the server says that it is broken until somebody mends it
    "mechanism-refused",    # this way of logging in is not taken
    "server-unproven",      # the server could not show that it knows the password (SCRAM): it may be another
    "no-way-in",            # the server offers no way of logging in that we have
    "line-failed",          # the connection ended before there was an answer
    "not-tried",            # policy: see `because`
]
SpecialUse = Literal["sent", "drafts", "junk", "trash", "archive", "all", "flagged"]


class Attempt(Struct, frozen=True):
    """One time that the secret was sent. mechanism: such as `PLAIN`. username: as it was sent.

    code: the response code, such as `AUTHENTICATIONFAILED` or `535 5.7.8`. said: the server's words, cleaned,
    at most 200. link: a web address that the server gave for the person (WEBALERT), or "".
    """

    mechanism: str
    username: str
    outcome: LoginOutcome
    code: str = ""
    said: str = ""
    link: str = ""


class Login(Struct, frozen=True):
    """How logging in to one endpoint ended: the last attempt decides.

    username, mechanism: what worked or was tried last. because: a code where nothing was tried
    (`not-verified`, `not-confirmed`, `refused-elsewhere`) or the outcome of the visit where the line failed.
    """

    endpoint: Endpoint
    outcome: LoginOutcome
    username: str = ""
    mechanism: str = ""
    attempts: tuple[Attempt, ...] = ()
    because: str = ""


class Quota(Struct, frozen=True):
    """What the provider counts (RFC 9208 STORAGE), in octets."""

    used: int
    limit: int


class MailFolder(Struct, frozen=True):
    """A folder. use: what the server says it is for; proposed: what its name says, where the server does not.

    messages, size (octets): None where not known. selectable: it can hold messages.
    """

    name: str
    use: SpecialUse | None = None
    proposed: SpecialUse | None = None
    messages: int | None = None
    size: int | None = None
    selectable: bool = True


class Sample(Struct, frozen=True):
    """What was measured of a folder's messages. looked_at of `messages`; exact: it was all of them.

    size, recent, recent_size: of all messages, extrapolated where not exact. recent: arrived within the
    twelve months before the survey. oldest: date of arrival (ISO), or "". largest: octets, of those seen.
    """

    folder: str
    messages: int
    looked_at: int
    exact: bool
    size: int
    recent: int
    recent_size: int
    oldest: str = ""
    largest: int = 0


class Survey(Struct, frozen=True):
    """What lies in the account, seen over one protocol without changing anything.

    day: when (ISO). inbox_messages, inbox_size: None where not known. samples: IMAP only, the inbox first.
    largest: octets. prefix, separator: of the person's own folders (RFC 2342), None where not told.
    unique_ids: POP3 tells messages apart. missing: codes of what could not be had (`quota`, `time`, ...).
    """

    protocol: Protocol
    day: str
    inbox_messages: int | None = None
    inbox_size: int | None = None
    largest: int | None = None
    quota: Quota | None = None
    folders: tuple[MailFolder, ...] = ()
    samples: tuple[Sample, ...] = ()
    prefix: str | None = None
    separator: str | None = None
    unique_ids: bool | None = None
    missing: tuple[str, ...] = ()


class Account(Struct, frozen=True):
    """Everything that logging in told. logins: one an endpoint. surveys: one for each of IMAP and POP3."""

    logins: tuple[Login, ...] = ()
    surveys: tuple[Survey, ...] = ()

    def worked(self) -> dict[Endpoint, Login]:
        """The logins that worked."""
        return {login.endpoint: login for login in self.logins if login.outcome == "worked"}

    def survey(self, protocol: Protocol) -> Survey | None:
        """The survey over `protocol`, or None."""
        return next((one for one in self.surveys if one.protocol == protocol), None)
