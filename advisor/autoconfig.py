"""Reads the autoconfig XML that Thunderbird made common (draft-ietf-mailmaint-autoconfig).

The document comes from the network or from an administrator's folder, so it is read with suspicion (see
xmltree.py), and a server section that makes no sense is dropped alone.
"""

import re
import xml.etree.ElementTree as ET

from msgspec import Struct

from advisor import xmltree
from advisor.address import host_from
from advisor.model.address import Address
from advisor.model.endpoint import SECURITY_OF_PORT, Endpoint, Protocol, Security
from advisor.model.evidence import Claim, Page, PageKind
from advisor.xmltree import first, name, words

_WHO = "%EMAILADDRESS%"
_INCOMING: dict[str, Protocol] = {"imap": "imap", "pop3": "pop3"}
_OUTGOING: dict[str, Protocol] = {"smtp": "smtp"}
_SECURITY: dict[str, Security] = {"ssl": "tls", "tls": "tls", "starttls": "starttls", "plain": "plain"}
_AUTH = {"password-cleartext": "password", "plain": "password", "password-encrypted": "password-encrypted",
         "secure": "password-encrypted", "oauth2": "oauth2", "tls-client-cert": "client-certificate",
         "none": "none", "client-ip-address": "none"}
_HINTS = {"leaveMessagesOnServer": "leave-on-server", "downloadOnBiff": "download-on-notice",
          "daysToLeaveMessagesOnServer": "days-on-server", "checkInterval": "check-minutes"}
_NUMBER = re.compile(r"[0-9]{1,4}")
_PAGES: dict[str, PageKind] = {"documentation": "documentation", "enable": "enable"}
_URL = re.compile(r"https?://[!-~]{1,490}")     # shown, never opened; printable ASCII and no blanks


class NotAutoconfig(Exception):
    """What came is no autoconfig document. code: `empty`, `not-xml`, `doctype`, `too-deep` or `too-long`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Section(Struct, frozen=True):
    """One server section as it was written, blanks around values removed; "" where an element is missing.

    direction: `incoming` or `outgoing`. kind: the type attribute in lower case. hints: see model Claim.
    """

    direction: str
    kind: str
    host: str
    port: str
    socket: str
    auth: tuple[str, ...]
    username: str
    hints: tuple[str, ...] = ()


class ClientConfig(Struct, frozen=True):
    """One document. has_password: it carries a `<password>`, which nobody should publish and we ignore.

    pages: what the provider wants the person to read or do, as text and addresses; nothing is ever opened.
    issuer: the host through which one signs in with OAuth2, where the document names one.
    """

    id: str
    name: str
    domains: tuple[str, ...]
    sections: tuple[Section, ...]
    has_password: bool = False
    pages: tuple[Page, ...] = ()
    issuer: str = ""


def read(body: bytes) -> ClientConfig:
    """The document in `body`; raises NotAutoconfig for everything that is not one."""
    try:
        root = xmltree.read(body)
    except xmltree.Unfit as unfit:
        raise NotAutoconfig(unfit.code) from unfit
    if name(root) != "clientConfig":
        raise NotAutoconfig("not-xml")
    provider = next((child for child in root if name(child) == "emailProvider"), root)
    domains = dict.fromkeys(words(child).lower() for child in provider if name(child) == "domain")
    return ClientConfig(
        provider.get("id", "").strip(), first(provider, "displayName"), tuple(d for d in domains if d),
        tuple(_section(child) for child in provider if name(child) in ("incomingServer", "outgoingServer")),
        any(name(element) == "password" for element in root.iter()), _pages(root), _issuer(root))


def claims(config: ClientConfig, address: Address, source: str, said: str,
           identity: str) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """What the document claims for `address`, in its own order, and codes for what was left out or is worth
    knowing (a code may be followed by a host name)."""
    found: list[Claim] = []
    notes = ["password-in-file"] if config.has_password else []
    for section in config.sections:
        known = _INCOMING if section.direction == "incoming" else _OUTGOING
        if section.kind not in known:
            continue            # ews, eas, jmap: nothing that we configure
        problem = _problem(section, address)
        if problem:
            notes.append(problem)
            continue
        port = int(section.port)
        endpoint = Endpoint(known[section.kind], _host(section, address) or "", port,
                            _SECURITY.get(section.socket.lower()) or SECURITY_OF_PORT.get(port, "tls"))
        auth = tuple(dict.fromkeys(_AUTH[one.lower()] for one in section.auth if one.lower() in _AUTH))
        username = "" if auth == ("none",) else section.username or _WHO
        found.append(Claim(source, endpoint, username, auth, said, identity, len(found),
                           section.hints if section.kind == "pop3" else ()))
    incoming = [claim.endpoint.protocol for claim in found if claim.endpoint.protocol != "smtp"]
    if "imap" in incoming[1:] and incoming[0] == "pop3":
        notes.append("pop3-first")          # the order is the provider's own preference
    if config.issuer and any(claim.auth == ("oauth2",) for claim in found):
        notes.append(f"oauth2-issuer {config.issuer}")
    return tuple(found), tuple(dict.fromkeys(notes))


def fill(template: str, address: Address) -> str:
    """A login name with its places filled in, in one pass: what is filled in is not read again."""
    places = {_WHO: address.full, "%EMAILLOCALPART%": address.local, "%EMAILDOMAIN%": address.ascii_domain}
    return re.sub("|".join(places), lambda place: places[place[0]], template)


def _section(element: ET.Element) -> Section:
    sockets = [words(child) for child in element if name(child) == "socketType"]
    known = [socket for socket in sockets if socket.lower() in _SECURITY]
    return Section(
        name(element).removesuffix("Server"), element.get("type", "").strip().lower(),
        first(element, "hostname"), first(element, "port"), (known or sockets or [""])[0],
        tuple(words(child) for child in element if name(child) == "authentication"),
        first(element, "username"), _hints(element))


def _hints(element: ET.Element) -> tuple[str, ...]:
    """What the provider recommends to POP3 programs, as `name=value`; what makes no sense is left out."""
    found: list[str] = []
    for child in (child for part in element if name(part) == "pop3" for child in part):
        value = (child.get("minutes") or words(child)).strip().lower()
        match name(child):
            case ("leaveMessagesOnServer" | "downloadOnBiff") as what if value in ("true", "false"):
                found.append(f"{_HINTS[what]}={value}")
            case ("daysToLeaveMessagesOnServer" | "checkInterval") as what if _NUMBER.fullmatch(value):
                found.append(f"{_HINTS[what]}={int(value)}")
    return tuple(dict.fromkeys(found))


def _pages(root: ET.Element) -> tuple[Page, ...]:
    """`<documentation>` and `<enable>` with their texts, each language one page, at most twelve."""
    found: list[Page] = []
    for element in root.iter():
        kind = _PAGES.get(name(element))
        url = (element.get("url") or element.get("visiturl") or "").strip()
        if kind is None or not _URL.fullmatch(url):
            continue
        texts = [child for child in element if name(child) in ("descr", "instruction")]
        found += [Page(kind, url, _clean(words(child)), child.get("lang", "").lower()[:2]) for child in texts]
        found += [] if texts else [Page(kind, url)]
    return tuple(dict.fromkeys(found))[:12]


def _issuer(root: ET.Element) -> str:
    said = next((first(element, "issuer") for element in root.iter() if name(element) == "oAuth2"), "")
    return host_from(said.removeprefix("https://").partition("/")[0]) or ""


def _clean(said: str) -> str:
    """One line without control characters, at most 200 letters: it is shown on a terminal."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in said).split())
    return line if len(line) <= 200 else line[:199] + "…"


def _host(section: Section, address: Address) -> str | None:
    # Only the domain: a host name with the local part in it would tell the address to every resolver.
    return host_from(section.host.replace("%EMAILDOMAIN%", address.ascii_domain))


def _problem(section: Section, address: Address) -> str:
    """A code for why the section cannot be used, or ""."""
    if _host(section, address) is None:
        return "bad-host"
    if not (section.port.isascii() and section.port.isdigit() and 0 < int(section.port[:6]) < 65536):
        return "bad-port"
    if section.auth and not any(one.lower() in _AUTH for one in section.auth):
        return "no-usable-auth"
    rest = re.sub("%EMAILADDRESS%|%EMAILLOCALPART%|%EMAILDOMAIN%", "", section.username)
    return "" if "%" not in rest and rest.isprintable() else "bad-username"
