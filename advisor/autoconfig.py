"""Reads the autoconfig XML that Thunderbird made common (draft-ietf-mailmaint-autoconfig).

The document comes from the network or from an administrator's folder, so it is read with suspicion: no
DOCTYPE, bounded depth and size, and a server section that makes no sense is dropped alone.
"""

import re
import xml.etree.ElementTree as ET

from msgspec import Struct

from advisor.address import host_from
from advisor.model.address import Address
from advisor.model.endpoint import SECURITY_OF_PORT, Endpoint, Protocol, Security
from advisor.model.evidence import Claim

_MAX_DEPTH, _MAX_ELEMENTS, _CHUNK = 32, 2000, 4096
_WHO = "%EMAILADDRESS%"
_INCOMING: dict[str, Protocol] = {"imap": "imap", "pop3": "pop3"}
_OUTGOING: dict[str, Protocol] = {"smtp": "smtp"}
_SECURITY: dict[str, Security] = {"ssl": "tls", "tls": "tls", "starttls": "starttls", "plain": "plain"}
_AUTH = {"password-cleartext": "password", "plain": "password", "password-encrypted": "password-encrypted",
         "secure": "password-encrypted", "oauth2": "oauth2", "tls-client-cert": "client-certificate",
         "none": "none", "client-ip-address": "none"}


class NotAutoconfig(Exception):
    """What came is no autoconfig document. code: `empty`, `not-xml`, `doctype`, `too-deep` or `too-long`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Section(Struct, frozen=True):
    """One server section as it was written, blanks around values removed; "" where an element is missing.

    direction: `incoming` or `outgoing`. kind: the type attribute in lower case.
    """

    direction: str
    kind: str
    host: str
    port: str
    socket: str
    auth: tuple[str, ...]
    username: str


class ClientConfig(Struct, frozen=True):
    """One document. has_password: it carries a `<password>`, which nobody should publish and we ignore."""

    id: str
    name: str
    domains: tuple[str, ...]
    sections: tuple[Section, ...]
    has_password: bool = False


def read(body: bytes) -> ClientConfig:
    """The document in `body`; raises NotAutoconfig for everything that is not one."""
    root = _tree(body)
    if _name(root) != "clientConfig":
        raise NotAutoconfig("not-xml")
    provider = next((child for child in root if _name(child) == "emailProvider"), root)
    domains = dict.fromkeys(_text(child).lower() for child in provider if _name(child) == "domain")
    return ClientConfig(
        provider.get("id", "").strip(), _first(provider, "displayName"), tuple(d for d in domains if d),
        tuple(_section(child) for child in provider if _name(child) in ("incomingServer", "outgoingServer")),
        any(_name(element) == "password" for element in root.iter()))


def claims(config: ClientConfig, address: Address, source: str, said: str,
           identity: str) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """What the document claims for `address`, in its own order, and codes for what was left out."""
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
        found.append(Claim(source, endpoint, username, auth, said, identity, len(found)))
    return tuple(found), tuple(dict.fromkeys(notes))


def fill(template: str, address: Address) -> str:
    """A login name with its places filled in, in one pass: what is filled in is not read again."""
    places = {_WHO: address.full, "%EMAILLOCALPART%": address.local, "%EMAILDOMAIN%": address.ascii_domain}
    return re.sub("|".join(places), lambda place: places[place[0]], template)


class _Wary(ET.TreeBuilder):
    """Builds the tree and gives up at a DOCTYPE (door of every entity trick) or when it gets too big."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._elements = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise NotAutoconfig("doctype")

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        self._elements += 1
        if self._depth > _MAX_DEPTH:
            raise NotAutoconfig("too-deep")
        if self._elements > _MAX_ELEMENTS:
            raise NotAutoconfig("too-long")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


def _tree(body: bytes) -> ET.Element:
    document = _without_padding(body)
    if not document:
        raise NotAutoconfig("empty")
    parser = ET.XMLParser(target=_Wary())
    try:
        # In pieces: after the first refusal nothing more is even looked at.
        for start in range(0, len(document), _CHUNK):
            parser.feed(document[start:start + _CHUNK])
        root = parser.close()
    except (ET.ParseError, LookupError, ValueError) as failure:     # unknown encodings are Lookup/ValueError
        raise NotAutoconfig("not-xml") from failure
    assert isinstance(root, ET.Element)
    return root


def _without_padding(body: bytes) -> str | bytes:
    """Without byte order mark and blank lines in front, which some servers send and XML forbids."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace").strip()
    return body.removeprefix(b"\xef\xbb\xbf").strip()


def _name(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]      # without namespace: some files put one on the root


def _text(element: ET.Element) -> str:
    return "".join(element.itertext()).strip()


def _first(parent: ET.Element, name: str) -> str:
    return next((_text(child) for child in parent if _name(child) == name), "")


def _section(element: ET.Element) -> Section:
    sockets = [_text(child) for child in element if _name(child) == "socketType"]
    known = [socket for socket in sockets if socket.lower() in _SECURITY]
    return Section(
        _name(element).removesuffix("Server"), element.get("type", "").strip().lower(),
        _first(element, "hostname"), _first(element, "port"), (known or sockets or [""])[0],
        tuple(_text(child) for child in element if _name(child) == "authentication"),
        _first(element, "username"))


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
