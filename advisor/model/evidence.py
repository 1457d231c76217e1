"""Evidence: every question to the network with its answer, and what the sources made of it.

It is append-only and complete. *Absent* (the answer was no), *failed* (no answer could be had) and
*skipped* (not asked) are different things. It can be saved, loaded and judged again offline.
"""

import datetime
import re
from typing import Literal

from msgspec import Struct

from advisor.model.account import Account
from advisor.model.address import Address
from advisor.model.endpoint import Endpoint, Protocol

Yes = Literal["yes", "no", "unknown"]
DnsStatus = Literal["found", "absent", "failed", "timeout"]
HttpOutcome = Literal["answered", "refused", "failed", "timeout"]
SourceStatus = Literal["answered", "absent", "failed", "skipped", "timeout"]
PageKind = Literal["documentation", "enable"]

_STAMP = re.compile(r"<[^<>\s]+@[^<>\s]+>")

# How a visit to a mail server ended. Everything but `spoke` says why there are no capabilities.
VisitOutcome = Literal[
    "spoke",                    # right protocol; capabilities read over a verified line (or plain asked for)
    "no-address",               # the name has no A or AAAA record
    "private-address",          # only addresses that are not public, and `--lan` was not given
    "refused", "unreachable", "timeout", "silent", "closed",
    "certificate-expired", "certificate-not-yet-valid", "certificate-wrong-name", "certificate-untrusted",
    "tls-too-old",              # the server speaks nothing newer than TLS 1.1
    "tls-failed",               # handshake broke for another reason
    "no-starttls",              # the server does not offer the upgrade
    "starttls-refused",         # offered, then refused
    "wrong-protocol",           # another protocol answered on that port
    "turned-away",              # BYE, -ERR or 554 as greeting
    "preauth",                  # PREAUTH on a clear line (misconfigured, or an attack)
    "nonsense",                 # an answer that no reader of the protocol could take
    "not-visited",              # policy: the port is not one we talk to
]


BESIDE = "beside"


class DnsAnswer(Struct, frozen=True, tag="dns"):
    """Answer to one DNS question. records: presentation form, in the order of the answer.

    note: a code for what went wrong, or `alias` where the name leads to the records through a CNAME, or
    `beside` where nobody asked because it came along with the answer to another question.
    authentic: proven by DNSSEC, says a validating resolver on this machine.
    """

    status: DnsStatus
    records: tuple[str, ...] = ()
    note: str = ""
    authentic: bool = False


class HttpAnswer(Struct, frozen=True, tag="http"):
    """Answer to one HTTPS GET, after the redirects that policy allows.

    code: HTTP status of the last hop, or None. hops: every URL asked, in order. body: at most 256 KiB.
    note: a code for what went wrong, such as `redirect-to-http` or `certificate-expired`.
    """

    outcome: HttpOutcome
    code: int | None = None
    hops: tuple[str, ...] = ()
    body: bytes = b""
    note: str = ""


class Tls(Struct, frozen=True):
    """A verified TLS session. days_left: whole days until the certificate expires, at the visit.

    chain: whom each certificate is for, from the server's own to the authority that we trust; empty where the
    system does not tell.
    """

    version: str
    cipher: str
    issuer: str
    subject: str
    names: tuple[str, ...]
    not_after: str
    days_left: int
    chain: tuple[str, ...] = ()


class Visit(Struct, frozen=True, tag="mail"):
    """One conversation with a mail server, without a login.

    address: the IP address talked to. greeting and note: cleaned of control characters, cut to 200.
    The capability lists are None where they were not asked for, else upper case: IMAP tokens, POP3 and
    SMTP one line each. other_names: where the certificate is good but not for this host, for which it is.
    """

    endpoint: Endpoint
    outcome: VisitOutcome
    address: str = ""
    tls: Tls | None = None
    greeting: str = ""
    before_tls: tuple[str, ...] | None = None
    after_tls: tuple[str, ...] | None = None
    after_login: tuple[str, ...] | None = None
    note: str = ""
    other_names: tuple[str, ...] = ()

    def stamp(self) -> str:
        """The time stamp in the greeting by which a POP3 server offers APOP (RFC 1939 section 7), or ""."""
        found = _STAMP.search(self.greeting) if self.endpoint.protocol == "pop3" else None
        return found[0] if found else ""


class Exchange(Struct, frozen=True):
    """One question to the network and its answer. asked: `SRV _imaps._tcp.d.example`, a URL, or an endpoint.

    started and ms: milliseconds since the run began, and how long it took.
    """

    asked: str
    answer: DnsAnswer | HttpAnswer | Visit
    started: int
    ms: int


class Claim(Struct, frozen=True):
    """What one source says: this endpoint, this login name, these ways to prove who one is.

    username: a template with the autoconfig places %EMAILADDRESS% %EMAILLOCALPART% %EMAILDOMAIN%.
    auth: any of `password`, `password-encrypted`, `oauth2`, `app-password`, `client-certificate`, `none`;
    empty where the source does not say. said: the URL, record or file that said it. order: rank inside the
    source, 0 first. identity: how hard it is for a stranger to have planted this, `I0` to `I4`
    (I4 the person or bundled, I3 proven by the domain, I2 a curated third party, I1 derived, I0 in clear).
    hints: what it recommends to POP3 programs: `leave-on-server=true`, `days-on-server=14`,
    `check-minutes=15`, `download-on-notice=true`.
    """

    source: str
    endpoint: Endpoint
    username: str
    auth: tuple[str, ...]
    said: str
    identity: str
    order: int = 0
    hints: tuple[str, ...] = ()


class Page(Struct, frozen=True):
    """Something that a provider wants a person to read (`documentation`) or to do first (`enable`).

    url: http or https, shown and never opened by us. says: its own words, cleaned, at most 200 letters.
    lang: two letters, or "".
    """

    kind: PageKind
    url: str
    says: str = ""
    lang: str = ""


class Denial(Struct, frozen=True):
    """A source says that a protocol is *not* offered (an SRV target of "."). security None: in no form."""

    source: str
    protocol: Protocol
    said: str
    security: Literal["tls", "starttls"] | None = None


class SourceRun(Struct, frozen=True):
    """How one source ended. note: a code or a short technical remark. provider: profile it recognised."""

    id: str
    status: SourceStatus
    ms: int
    note: str = ""
    provider: str | None = None
    mx_class: str | None = None     # mailbox, filter, forwarder, null: what the MX says about the mailbox
    pages: tuple[Page, ...] = ()    # what the provider wants read or done


class Fact(Struct, frozen=True):
    """One thing that is known, or known to be unknown, about an endpoint.

    name: such as `imap-idle` (the checks declare them). because: a code for the reason, always set when
    unknown. value: what was announced, such as SIZE in bytes or EXPIRE in days.
    """

    name: str
    answer: Yes
    value: str | int | None
    because: str
    endpoint: Endpoint


class Disclosure(Struct, frozen=True):
    """Who learned what. to: a host, or `resolver`. what: `domain`, `address`, `mx-domain`, `visit`."""

    to: str
    what: str


class Trouble(Struct, frozen=True):
    """Something of ours broke and the run went on: where, and the exception's type and text."""

    where: str
    what: str


class Evidence(Struct, frozen=True):
    """All that one run learned. Everything to the right of it in the program is a pure function.

    day: on which it was asked, None in evidence of old; how old other knowledge is counts from there.
    """

    address: Address
    claims: tuple[Claim, ...] = ()
    denials: tuple[Denial, ...] = ()
    facts: tuple[Fact, ...] = ()
    runs: tuple[SourceRun, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    network_ms: int = 0
    schema: int = 1
    account: Account | None = None      # None where nobody logged in
    day: datetime.date | None = None

    def visits(self) -> tuple[Visit, ...]:
        """Every visit to a mail server, in the order in which they were made."""
        return tuple(e.answer for e in self.exchanges if isinstance(e.answer, Visit))
