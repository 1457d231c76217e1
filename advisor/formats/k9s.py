"""The .k9s settings file that Thunderbird for Android and K-9 Mail import.

It is XML with one account. For POP3 its `deletePolicy` says whether deleting here also deletes on the server;
by itself neither app ever removes anything there.
"""

from uuid import UUID
from xml.etree import ElementTree

from advisor import xmltree
from advisor.formats import SERVER_FACTS, Facts, Format, Value, _limits, autoconfig_xml, pick, plain_auth
from advisor.model.text import Text, text

SECURITIES = {"NONE": "plain", "STARTTLS_REQUIRED": "starttls", "SSL_TLS_REQUIRED": "tls"}
SIGN_INS = {"PLAIN": "password", "CRAM_MD5": "password-encrypted", "EXTERNAL": "client-certificate",
            "XOAUTH2": "oauth2", "NONE": "none"}
_TYPES = {"IMAP": "imap", "POP3": "pop3"}
# What deleting a message in the app does on the server.
_DELETES = {"NEVER": False, "DELETE": True}

# Parent to what may stand in it, in this order; what has no entry holds text. FairEmail needs the order.
_GRAMMAR: dict[str, tuple[str, ...]] = {
    "k9settings": ("accounts",), "accounts": ("account",),
    "account": ("name", "incoming-server", "outgoing-server", "settings", "identities"),
    "incoming-server": ("host", "port", "connection-security", "authentication-type", "username"),
    "outgoing-server": ("host", "port", "connection-security", "authentication-type", "username"),
    "settings": ("value",), "identities": ("identity",), "identity": ("name", "email"),
}
_MAY_BE_MISSING = frozenset({"username", "name"})


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the one account in the file says."""
    root = xmltree.of_ours(content)
    if root.tag != "k9settings" or root.get("format") != "1" or int(root.get("version", "0")) < 1:
        raise ValueError("not a settings file in format 1")
    _check(root)
    account = root[0][0]
    incoming, outgoing = _part(account, "incoming-server"), _part(account, "outgoing-server")
    if outgoing.get("type") != "SMTP":
        raise ValueError("the outgoing server must be of the type SMTP")
    setting = _part(account, "settings")[0]
    if setting.get("key") != "deletePolicy":
        raise ValueError(f"{setting.get('key')} is not a setting that we write")
    identity = _part(account, "identities")[0]
    protocol = _TYPES[incoming.get("type", "")]
    said: dict[str, Value] = {
        "account": str(UUID(account.get("uuid", ""))), "name": identity.findtext("name", ""),
        "address": identity.findtext("email", ""), "incoming_protocol": protocol,
        **_server("incoming", incoming), **_server("outgoing", outgoing),
    }
    deletes = _DELETES[setting.text or ""]
    if protocol == "pop3":
        return {**said, "leave_on_server": True, "days": 0, "delete_on_local_delete": deletes}
    return {**said, "deletes": deletes}


def _check(element: ElementTree.Element) -> None:
    """ValueError where an element stands that we never write, twice, or not in the order of the grammar."""
    expected = _GRAMMAR.get(element.tag)
    if expected is None:
        if len(element) or not element.text:
            raise ValueError(f"{element.tag} must hold text")
        return
    found = [child.tag for child in element]
    if found != [name for name in expected if name in found or name not in _MAY_BE_MISSING]:
        raise ValueError(f"{element.tag} must hold {', '.join(expected)}, and holds {', '.join(found)}")
    for child in element:
        _check(child)


def _part(element: ElementTree.Element, name: str) -> ElementTree.Element:
    found = element.find(name)
    if found is None:
        raise ValueError(f"{name} is missing")
    return found


def _server(side: str, element: ElementTree.Element) -> dict[str, Value]:
    said: dict[str, Value] = {
        f"{side}_host": element.findtext("host", ""),
        f"{side}_port": int(element.findtext("port", "")),
        f"{side}_security": SECURITIES[element.findtext("connection-security", "")],
        f"{side}_auth": SIGN_INS[element.findtext("authentication-type", "")],
    }
    if said[f"{side}_auth"] != "none":
        said[f"{side}_username"] = element.findtext("username", "")
    return said


def says(facts: Facts) -> dict[str, Value]:
    """Everything but the interval between checks; over IMAP, deleting here deletes there."""
    said = {**pick(facts, "account", "name", "address", *SERVER_FACTS, *_limits.POLICIES),
            "incoming_auth": plain_auth(facts["incoming_auth"]),
            "outgoing_auth": plain_auth(facts["outgoing_auth"])}
    if facts["outgoing_auth"] == "none":
        del said["outgoing_username"]
    return said if facts["incoming_protocol"] == "pop3" else {**said, "deletes": True}


def refuses(facts: Facts) -> Text | None:
    """POP3 with OAuth2, which these apps cannot do, and POP3 that removes by itself."""
    if facts["incoming_protocol"] == "pop3" and facts["incoming_auth"] == "oauth2":
        # thunderbird-android issue 8601: mail/protocols/pop3 has no XOAUTH2.
        return text("With POP3 this app cannot sign in with OAuth2.")
    known = frozenset(SIGN_INS.values()) | _limits.PASSWORDS
    return (_limits.sign_in(facts, known - {"none"}, known)
            or _limits.on_server(facts, local_delete=True))


FORMAT = Format("k9s", autoconfig_xml.value, pack, read, says, refuses)
