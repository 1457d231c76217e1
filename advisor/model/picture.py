"""The picture: what the evidence amounts to. Which servers, how sure, and what disagrees."""

import datetime
from typing import Literal

from msgspec import Struct

from advisor.model.address import Address
from advisor.model.endpoint import Endpoint, Protocol
from advisor.model.evidence import Fact

# usable: verified and trusted. confirm: a person must say yes first. refused: never written into a set-up.
Standing = Literal["usable", "confirm", "refused"]


class Candidate(Struct, frozen=True):
    """One endpoint with everything that speaks for and against it.

    username: ready to use, places filled in. identity: I0 to I4. evidence: `E3` login worked, `E2` verified
    TLS and the right protocol with a usable way to log in, `E1` open but not verified, `E0` not visited,
    `E-` refuted. because: a code for the standing (`certificate-expired`, `plain-text`, `not-visited` ...).
    """

    endpoint: Endpoint
    username: str
    auth: tuple[str, ...]
    identity: str
    evidence: str
    standing: Standing
    because: str
    sources: tuple[str, ...]
    facts: tuple[Fact, ...] = ()

    def fact(self, name: str) -> Fact:
        """The fact called `name`; unknown because `not-checked` where no check spoke of it."""
        for fact in self.facts:
            if fact.name == name:
                return fact
        return Fact(name, "unknown", None, "not-checked", self.endpoint)


class Conflict(Struct, frozen=True):
    """Sources disagree. code: what kind. sides: `source: endpoint`, one string each.

    advised: the side that is suggested where only the person can know; "" where the order of the candidates
    says it all.
    """

    code: str
    protocol: Protocol
    sides: tuple[str, ...]
    advised: str = ""


class ProviderView(Struct, frozen=True):
    """The provider as far as advice and reports need it (from a profile; see model/provider.py).

    became: a code for what has become of the service, where it has moved or is closed. confidence: in the
    profile, on the day of the search. stale: the profile is too old to be believed as it is.
    """

    id: str
    name: str
    needs: tuple[str, ...]
    auth: tuple[str, ...]
    help: str
    recognised_by: str
    pop3_decides: str = "program"
    pop3_poll_minutes: int | None = None
    quota_mb: int | None = None
    quirks: tuple[str, ...] = ()
    became: str = ""
    confidence: str = ""
    checked: datetime.date | None = None
    stale: bool = False
    message_mb: int | None = None
    pop3_keeps_days: int | None = None
    account: str = ""


class Contradiction(Struct, frozen=True):
    """Something that a server said today and that a profile says otherwise. All in the words of a bug report.

    provider: id of the profile. fact: which one, such as `imap imap.d.example:993 tls`. day: of the search.
    """

    provider: str
    fact: str
    profile_says: str
    server_said: str
    checked: datetime.date
    day: datetime.date | None


class Measured(Struct, frozen=True):
    """What a login showed of the mailbox, in MB; None where it could not be had. because: where it was seen.

    folders: what a folder is for (`sent`, `trash`, `drafts` ...) and its name, sorted. separator: what stands
    between the levels of a name, or "".
    """

    quota_mb: int | None
    used_mb: int | None
    monthly_mb: int | None
    because: tuple[str, ...]
    folders: tuple[tuple[str, str], ...] = ()
    separator: str = ""


class Picture(Struct, frozen=True):
    """What is known of an address: candidates best first in each protocol, IMAP then POP3 then SMTP."""

    address: Address
    candidates: tuple[Candidate, ...]
    conflicts: tuple[Conflict, ...] = ()
    provider: ProviderView | None = None
    unheard: tuple[str, ...] = ()   # ids of better sources that gave no answer: the result is provisional
    measured: Measured | None = None
    contradictions: tuple[Contradiction, ...] = ()
    notes: tuple[str, ...] = ()     # codes: `null-mx`, `forwarding-only`, `behind-a-filter`, `provisional`

    def best(self, protocol: Protocol) -> Candidate | None:
        """The candidate to use for `protocol`: the first that is not refused, or None."""
        for candidate in self.candidates:
            if candidate.endpoint.protocol == protocol and candidate.standing != "refused":
                return candidate
        return None
