"""The autoconfig XML (config-v1.1) that Thunderbird reads from its own folder `isp/`, by the mail domain.

The first server of a kind is the one that is proposed. The file serves everybody of the domain on that
computer, so a login name that is the address, or its local part, is written as a place (%EMAILADDRESS%).
"""

import re
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from advisor import xmltree
from advisor.formats import SERVER_FACTS, Facts, Format, Value, pick, plain_auth, prefs_js
from advisor.model.text import Text, text

ADDRESS_PLACE = "%EMAILADDRESS%"
LOCAL_PLACE = "%EMAILLOCALPART%"

SOCKETS = {"plain": "plain", "STARTTLS": "starttls", "SSL": "tls"}
SIGN_INS = {"password-cleartext": "password", "password-encrypted": "password-encrypted",
            "OAuth2": "oauth2", "none": "none"}
_BOOLEANS = {"true": True, "false": False}

# XML 1.0 section 2.2: what a document may hold at all. Line breaks are left out: no value of ours has one.
_NOT_XML = re.compile("[^\t\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def value(given: object) -> str:
    """A string, number or boolean as text of an element or in an attribute between double quotes."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int):
        return str(given)
    if not isinstance(given, str):
        raise ValueError(f"XML cannot hold a {type(given).__name__}")
    if found := _NOT_XML.search(given):
        raise ValueError(f"XML cannot hold U+{ord(found[0]):04X}")
    return escape(given, {'"': "&quot;", "'": "&apos;"})


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the file proposes first, as Thunderbird takes it."""
    root = xmltree.of_ours(content)
    provider = root.find("emailProvider")
    if root.tag != "clientConfig" or provider is None:
        raise ValueError("not an autoconfig file")
    incoming, outgoing = provider.find("incomingServer"), provider.find("outgoingServer")
    if incoming is None or outgoing is None or outgoing.get("type") != "smtp":
        raise ValueError("a server is missing")
    said: dict[str, Value] = {
        "domain": _text(provider, "domain"),
        "incoming_protocol": incoming.get("type", ""),
        **_server("incoming", incoming),
        **_server("outgoing", outgoing),
    }
    pop3 = incoming.find("pop3")
    if pop3 is not None:
        said["leave_on_server"] = _BOOLEANS[_text(pop3, "leaveMessagesOnServer")]
        said["days"] = int(_text(pop3, "daysToLeaveMessagesOnServer"))
        said["downloads"] = _BOOLEANS[_text(pop3, "downloadOnBiff")]
    return said


def _server(side: str, element: ElementTree.Element) -> dict[str, Value]:
    return {
        f"{side}_host": _text(element, "hostname"),
        f"{side}_port": int(_text(element, "port")),
        f"{side}_security": SOCKETS[_text(element, "socketType")],
        f"{side}_username": _text(element, "username"),
        f"{side}_auth": SIGN_INS[_text(element, "authentication")],
    }


def _text(element: ElementTree.Element, name: str) -> str:
    found = element.find(name)
    if found is None or not found.text:
        raise ValueError(f"{name} is missing")
    return found.text


def says(facts: Facts) -> dict[str, Value]:
    """Servers and, for POP3, how long mail stays. The file cannot speak of the rest."""
    said = {
        **pick(facts, "domain", *SERVER_FACTS, "leave_on_server", "days"),
        "incoming_auth": plain_auth(facts["incoming_auth"]),
        "outgoing_auth": plain_auth(facts["outgoing_auth"]),
    }
    for field in ("incoming_username", "outgoing_username"):
        if said[field] == facts["address"]:
            said[field] = ADDRESS_PLACE
        elif said[field] == facts["local"]:
            said[field] = LOCAL_PLACE
    if facts["incoming_protocol"] == "pop3":
        said["downloads"] = True
    return said


def refuses(facts: Facts) -> Text | None:
    """A login name that Thunderbird would take for a place, and a way to sign in that the file lacks."""
    for side in ("incoming", "outgoing"):
        if "%EMAIL" in str(facts[f"{side}_username"]).upper():
            return text("In this file the user name {value} would be replaced by something else.",
                        value=facts[f"{side}_username"])
        known = set(SIGN_INS.values()) - ({"none"} if side == "incoming" else set())
        if plain_auth(facts[f"{side}_auth"]) not in known:
            return text("This file cannot say the way to sign in at {host}.", host=facts[f"{side}_host"])
    return prefs_js.refuses(facts)


FORMAT = Format("autoconfig-xml", value, pack, read, says, refuses)
