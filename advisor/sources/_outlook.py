"""The XML of Microsoft's Autodiscover (POX, MS-OXDSCLI): the question, and what an answer says."""

from xml.etree.ElementTree import Element

from msgspec import Struct

from advisor import xmltree
from advisor.address import host_from
from advisor.model.address import Address
from advisor.model.endpoint import SECURITY_OF_PORT, USUAL_PORTS, Endpoint, Protocol, Security
from advisor.model.evidence import Claim
from advisor.xmltree import first, name

_SCHEMA = "http://schemas.microsoft.com/exchange/autodiscover/outlook"
_PROTOCOLS: dict[str, Protocol] = {"imap": "imap", "pop3": "pop3", "smtp": "smtp"}
_FLAGS = {"DomainRequired": "domain-required", "UsePOPAuth": "pop-before-smtp"}
_EXCHANGE = frozenset({"exch", "expr", "exhttp", "web"})


class NotOutlook(Exception):
    """What came is no answer of Autodiscover. code: such as `not-xml`, or `error-600` where it says so."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Outlook(Struct, frozen=True):
    """One answer. servers: the `<Protocol>` sections. exchange: it speaks of Exchange's own protocols."""

    servers: tuple[Element, ...] = ()
    redirect_url: str = ""
    redirect_address: str = ""
    exchange: bool = False


def question(email: str) -> bytes:
    """The body of the POST. The only thing of the person in it is the address, escaped."""
    from xml.sax.saxutils import escape  # brings urllib.request along, which takes 20 ms

    return ('<?xml version="1.0" encoding="utf-8"?>\n'
            f'<Autodiscover xmlns="{_SCHEMA}/requestschema/2006"><Request>'
            f"<EMailAddress>{escape(email)}</EMailAddress>"
            f"<AcceptableResponseSchema>{_SCHEMA}/responseschema/2006a</AcceptableResponseSchema>"
            "</Request></Autodiscover>\n").encode()


def read(body: bytes) -> Outlook:
    """The answer in `body`; raises NotOutlook for everything else."""
    try:
        root = xmltree.read(body)
    except xmltree.Unfit as unfit:
        raise NotOutlook(unfit.code) from unfit
    if name(root) != "Autodiscover":
        raise NotOutlook("not-xml")
    everything = {name(element): element for element in reversed(list(root.iter()))}
    if "Error" in everything:
        code = first(everything["Error"], "ErrorCode")
        raise NotOutlook(f"error-{code}" if code.isascii() and code.isdigit() and len(code) < 5 else "error")
    servers = tuple(element for element in root.iter() if name(element) == "Protocol")
    return Outlook(servers, _line(everything, "RedirectUrl"), _line(everything, "RedirectAddr"),
                   any(_kind(server) in _EXCHANGE for server in servers))


def claims(said: Outlook, address: Address, source: str, where: str,
           identity: str) -> tuple[tuple[Claim, ...], list[str]]:
    """The mail servers in the answer, in its order, and codes for what was left out or is worth knowing."""
    found: list[Claim] = []
    notes: list[str] = []
    for server in said.servers:
        protocol = _PROTOCOLS.get(_kind(server))
        if protocol is None:
            continue
        host, given = host_from(first(server, "Server")), first(server, "Port")
        login = first(server, "LoginName")
        if host is None or (given and not _is_port(given)):
            notes.append("bad-host" if host is None else "bad-port")
            continue
        if "%" in login or not login.isprintable():
            notes.append("bad-username")
            continue
        port = int(given) if given else USUAL_PORTS[protocol, "tls"]
        nobody = protocol == "smtp" and _is_off(server, "AuthRequired")
        auth = ("none",) if nobody else ("password-encrypted",) if _is_on(server, "SPA") else ()
        username = "" if nobody else "%EMAILADDRESS%" if login in ("", address.full) else login
        notes += [code for flag, code in _FLAGS.items() if _is_on(server, flag)]
        endpoint = Endpoint(protocol, host, port, _security(server, port))
        found.append(Claim(source, endpoint, username, auth, where, identity, len(found)))
    return tuple(found), list(dict.fromkeys(notes))


def _security(server: Element, port: int) -> Security:
    """`Encryption` goes before `SSL`; both say *that* the line is encrypted, and the port says how."""
    encryption = first(server, "Encryption").lower()
    if encryption in ("none", "off"):
        return "plain"
    if not encryption and _is_off(server, "SSL"):
        return SECURITY_OF_PORT[port] if SECURITY_OF_PORT.get(port) == "tls" else "plain"
    return SECURITY_OF_PORT.get(port, "tls")


def _kind(server: Element) -> str:
    return (first(server, "Type") or server.get("Type", "")).lower()


def _is_on(server: Element, flag: str) -> bool:
    return first(server, flag).lower() in ("on", "yes", "true")


def _is_off(server: Element, flag: str) -> bool:
    return first(server, flag).lower() in ("off", "no", "false")


def _is_port(given: str) -> bool:
    return given.isascii() and given.isdigit() and 0 < int(given[:6]) < 65536


def _line(everything: dict[str, Element], wanted: str) -> str:
    said = xmltree.words(everything[wanted]) if wanted in everything else ""
    return said if said.isprintable() and len(said) <= 500 else ""
