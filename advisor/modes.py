"""The six ways of reading a mailbox, and which of them a device can use.

A way is open to a device when the server offers the protocol over TLS, the mail program speaks it, can sign
in and can be set so, and nothing that the server announced forbids it. Every way that is closed has a code
for why.
"""

from collections.abc import Mapping

from msgspec import Struct

from advisor.model.client import Client
from advisor.model.endpoint import Protocol
from advisor.model.evidence import Fact
from advisor.model.household import MODES, Mode
from advisor.model.picture import Candidate, Picture, ProviderView
from advisor.model.plan import Server
from advisor.model.text import Text, text

IMAP_MODES: tuple[Mode, ...] = ("imap", "imap-offline")
POP3_MODES: tuple[Mode, ...] = tuple(mode for mode in MODES if mode not in IMAP_MODES)
# Modes that leave mail on the server: the program must know again what it has fetched (RFC 1939 section 7).
KEEP_MODES: tuple[Mode, ...] = ("pop3-keep", "pop3-keep-days", "pop3-keep-until-deleted")

# How the program proves who it is, best first; a plain password is safe inside TLS and works everywhere.
_PASSWORDS = ("password", "app-password", "password-encrypted")

# Why a mode is closed, for a person who asked for it.
REASONS: Mapping[str, Text] = {
    "no-imap-server": text("no usable IMAP server was found"),
    "no-pop3-server": text("no usable POP3 server was found"),
    "only-plain-text": text("the server offers it only without encryption"),
    "program-lacks-imap": text("the mail program does not know IMAP"),
    "program-lacks-pop3": text("the mail program does not know POP3"),
    "sign-in": text("the mail program cannot sign in the way the server demands"),
    "outgoing-sign-in": text("the mail program cannot sign in to the server for sending"),
    "program-setting": text("the mail program cannot be set that way"),
    "no-uidl": text("the server does not number its messages for good (UIDL), so mail cannot stay on it"),
    "expires-at-once": text("the server deletes mail once it has been fetched (EXPIRE)"),
    "server-decides": text("the provider decides what happens to fetched mail, not the program"),
}


def protocol_of(mode: Mode) -> Protocol:
    """The protocol that a mode speaks: `imap` or `pop3`."""
    return "imap" if mode in IMAP_MODES else "pop3"


class Access(Struct, frozen=True):
    """What one mail program can do with one provider.

    modes: those that are open, in the order of MODES. closed: for every other mode the code of its reason
    (`no-pop3-server`, `only-plain-text`, `program-lacks-pop3`, `sign-in`, `outgoing-sign-in`,
    `program-setting`, `no-uidl`, `expires-at-once`, `server-decides`). imap, pop3, outgoing: the servers
    that this program would use, or None. uidl: the fact that every keep mode rests on, None where the
    provider's own rules decide. expiry: days after which the server itself deletes (RFC 2449 section 6.7),
    or None.
    """

    modes: tuple[Mode, ...]
    closed: Mapping[Mode, str]
    imap: Server | None
    pop3: Server | None
    outgoing: Server | None
    uidl: Fact | None
    expiry: int | None

    def server(self, mode: Mode) -> Server | None:
        """The incoming server for `mode`."""
        return self.imap if mode in IMAP_MODES else self.pop3

    @property
    def proven(self) -> bool:
        """Whether it is known that mail can stay on the server after POP3 fetched it."""
        return self.uidl is None or self.uidl.answer == "yes"

    def harmless(self, mode: Mode) -> bool:
        """Whether `mode` is open and takes no mail away from other devices by itself."""
        if mode not in self.modes:
            return False
        # Where there is no IMAP at all, every device has its own copy before the server deletes (EXPIRE).
        keeps = self.expiry is None or self.closed.get("imap") in ("no-imap-server", "only-plain-text")
        return mode in IMAP_MODES or (mode in KEEP_MODES and mode != "pop3-keep-days" and keeps)


def access(picture: Picture, client: Client) -> Access:
    """What `client` can do with the servers of `picture`."""
    servers: dict[Protocol, Server | None] = {}
    why: dict[Protocol, str] = {}
    protocols: tuple[Protocol, ...] = ("imap", "pop3", "smtp")
    for protocol in protocols:
        servers[protocol], why[protocol] = _choose(picture, protocol, client)
    spoken = pop3_candidate(picture, servers["pop3"])
    decided = picture.provider is not None and picture.provider.pop3_decides == "server"
    uidl = spoken.fact("pop3-uidl") if spoken and not decided else None
    expiry = kept_days(picture, spoken) if not decided else None

    closed: dict[Mode, str] = {}
    for mode in MODES:
        reason = why[protocol_of(mode)] or _outgoing(client, why["smtp"])
        if not reason and mode == "imap-offline":
            reason = "" if client.imap_offline else "program-setting"
        if not reason and mode in POP3_MODES:
            reason = _pop3_reason(mode, client, decided, uidl, expiry)
        if reason:
            closed[mode] = reason
    return Access(tuple(mode for mode in MODES if mode not in closed), closed, servers["imap"],
                  servers["pop3"],
                  servers["smtp"], uidl, expiry)


def _pop3_reason(mode: Mode, client: Client, decided: bool, uidl: Fact | None, expiry: int | None) -> str:
    if mode not in client.pop3_modes:
        return "program-setting"
    if decided:
        # Gmail announces EXPIRE 0, yet only its own switch on the web says what happens to fetched mail.
        return "" if mode == "pop3-keep" else "server-decides"
    if mode in KEEP_MODES:
        if uidl is not None and uidl.answer == "no":
            return "no-uidl"
        # RFC 2449 section 6.7: EXPIRE 0 means that the program may not leave mail on the server.
        if expiry == 0 or (expiry == 1 and mode == "pop3-keep-days"):
            return "expires-at-once"
    return ""


def _outgoing(client: Client, why: str) -> str:
    """A program that only fetches (getmail) needs no way out; the others must be able to send."""
    return "outgoing-sign-in" if "smtp" in client.protocols and why == "sign-in" else ""


def _choose(picture: Picture, protocol: Protocol, client: Client) -> tuple[Server | None, str]:
    """The best server of `protocol` that `client` can sign in to, or None and the code of the reason."""
    found = open_candidates(picture, protocol)
    if not found:
        return None, only_plain_text(picture, protocol) or f"no-{protocol}-server"
    if protocol not in client.protocols and protocol != "smtp":
        return None, f"program-lacks-{protocol}"
    for candidate in found:
        word = sign_in(candidate, client, picture.provider)
        if word:
            return Server(candidate.endpoint, candidate.username, word), ""
    return None, "sign-in"


def open_candidates(picture: Picture, protocol: Protocol) -> tuple[Candidate, ...]:
    """What may be written into a set-up: not refused, and never without TLS (RFC 8314 section 3)."""
    return tuple(one for one in picture.candidates if one.endpoint.protocol == protocol
                 and one.standing != "refused" and one.endpoint.security != "plain")


def only_plain_text(picture: Picture, protocol: Protocol) -> str:
    """`only-plain-text` where the server speaks `protocol`, but nowhere with encryption; else empty."""
    if open_candidates(picture, protocol):
        return ""
    plain = any(is_plain_text(one) for one in picture.candidates if one.endpoint.protocol == protocol)
    return "only-plain-text" if plain else ""


def is_plain_text(candidate: Candidate) -> bool:
    """Whether the trouble with this server is that it speaks without encryption."""
    return candidate.endpoint.security == "plain" or candidate.because in ("plain-text", "no-starttls")


def pop3_candidate(picture: Picture, server: Server | None) -> Candidate | None:
    """The POP3 server to judge: the one that will be used, else the best one that is open."""
    found = open_candidates(picture, "pop3")
    for candidate in found:
        if server is not None and candidate.endpoint == server.endpoint:
            return candidate
    return found[0] if found else None


def sign_in(candidate: Candidate, client: Client, provider: ProviderView | None) -> str:
    """The word for how `client` signs in there, or empty where it cannot.

    The provider's own rules beat what the server announces: many announce PLAIN and refuse every password.
    A source that does not speak of it leaves `auth` empty; then a password is assumed.
    """
    offered = candidate.auth or ("password",)
    allowed = tuple(provider.auth) if provider else ()
    forbidden = bool(allowed) and not any(word in allowed for word in _PASSWORDS)
    known = "" if forbidden else next((word for word in _PASSWORDS if word in offered), "")
    if known == "password" and "app-password" in allowed and "password" not in allowed:
        known = "app-password"
    able = client.oauth2 and (candidate.endpoint.protocol != "pop3" or client.pop3_oauth2)
    # A program whose files cannot say OAuth2 is set up with a password where the provider takes one.
    if "oauth2" in offered and able and (client.file_oauth2 or not known):
        return "oauth2"
    if known or forbidden:
        return known
    return "none" if "none" in offered and candidate.endpoint.protocol == "smtp" else ""


def gentle(picture: Picture) -> bool:
    """Whether a mail program that can do everything could read here without taking mail from anybody."""
    candidate = pop3_candidate(picture, None)
    if candidate is None or open_candidates(picture, "imap"):
        return bool(open_candidates(picture, "imap"))
    decided = picture.provider is not None and picture.provider.pop3_decides == "server"
    return decided or (candidate.fact("pop3-uidl").answer != "no"
                       and kept_days(picture, candidate) is None)


def not_asked(fact: Fact | None) -> bool:
    """Whether a fact is unknown only because nobody has asked the server (offline, or the time was up)."""
    return fact is not None and fact.because in ("not-checked", "not-visited", "not-awaited", "not-asked")


def expiry_days(fact: Fact) -> int | None:
    """Days until the server deletes, from `EXPIRE n`; None where it never does or nothing is known of it."""
    if fact.answer != "yes":
        return None
    first = str(fact.value).split(" ")[0]
    return int(first) if first.isascii() and first.isdigit() else None


def kept_days(picture: Picture, candidate: Candidate | None) -> int | None:
    """Days until what POP3 has fetched is deleted, by the server's word (EXPIRE) or by the provider's rule,
    whichever is less; None where it stays, or nobody says."""
    rule = None if picture.provider is None else picture.provider.pop3_keeps_days
    said = None if candidate is None else expiry_days(candidate.fact("pop3-expire"))
    return min((days for days in (rule, said) if days is not None), default=None)


def least_minutes(picture: Picture, one: Access) -> int | None:
    """Shortest interval between two POP3 checks that server and provider allow, or None where nobody says.

    LOGIN-DELAY is in seconds (RFC 2449 section 6.5).
    """
    limits = []
    candidate = pop3_candidate(picture, one.pop3)
    delay = candidate.fact("pop3-login-delay") if candidate else None
    if delay is not None and delay.answer == "yes":
        first = str(delay.value).split(" ")[0]
        if first.isascii() and first.isdigit() and int(first) > 0:
            limits.append(-(-int(first) // 60))
    if picture.provider is not None and picture.provider.pop3_poll_minutes:
        limits.append(picture.provider.pop3_poll_minutes)
    return max(limits, default=None)
