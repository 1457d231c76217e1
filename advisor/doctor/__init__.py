"""What works here: one examination a module, for a technician on a strange network or a strange computer.

What the network is asked is asked before, all at once, and kept as exchanges; an examination only judges
them, and what it is told about this computer. So each of them can be tried without a network.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from advisor.exits import Exit
from advisor.model.endpoint import Endpoint
from advisor.model.evidence import DnsAnswer, Exchange, HttpAnswer, Visit
from advisor.model.text import Text
from advisor.ui.terminal import Terminal

# note: it works, and there is something to know about it. not-tried is neither well nor ill.
Status = Literal["works", "note", "fails", "not-tried"]

PORTS = (993, 995, 465, 587)    # RFC 8314: IMAP, POP3 and submission as mail programs use them today


@dataclass(frozen=True)
class Plan:
    """Whom the network is asked about. empty strings and no servers: that is not asked.

    name: whose address the DNS server is asked for. proof: a name that nobody can have. web: a host for
    port 443, whose page in clear shows whether somebody answers in its place. servers: one for each port that
    can be tried. whose: who they belong to, as a person would say it.
    """

    name: str = ""
    proof: str = ""
    web: str = ""
    servers: tuple[Endpoint, ...] = ()
    whose: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What an examination may look at.

    plan: None where nobody was asked (`--offline`). exchanges: what was asked and answered. resolvers: the
    DNS servers, as IP:PORT. authorities: how many certificate authorities are trusted, or None where only the
    operating system knows.
    """

    terminal: Terminal
    plan: Plan | None = None
    exchanges: tuple[Exchange, ...] = ()
    resolvers: tuple[str, ...] = ()
    authorities: int | None = None

    def dns(self, name: str) -> DnsAnswer | None:
        """The answer about the IPv4 address of this name, or None where it was not asked."""
        found = [one.answer for one in self.exchanges if one.asked == f"A {name}"]
        return next((answer for answer in found if isinstance(answer, DnsAnswer)), None)

    def web(self, url: str) -> HttpAnswer | None:
        """The answer to this URL, or None where it was not asked."""
        found = [one.answer for one in self.exchanges if one.asked == url]
        return next((answer for answer in found if isinstance(answer, HttpAnswer)), None)

    def visit(self, port: int) -> Visit | None:
        """The visit to the mail server on this port, or None where there was none."""
        found = [one.answer for one in self.exchanges if isinstance(one.answer, Visit)]
        return next((visit for visit in found if visit.endpoint.port == port), None)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    about: what it is, in a word or two. do: what to do about it. exit: how the program ends if it fails.
    """

    id: str
    status: Status
    about: Text
    says: Text
    do: Text | None = None
    exit: Exit = Exit.NETWORK


@dataclass(frozen=True)
class Examination:
    """What an examination module offers as EXAMINATION. id: the module's name with dashes."""

    id: str
    order: int
    examine: Callable[[Surroundings], Iterable[Finding]]
