"""The .mobileconfig profile that iPhone, iPad and Mac install: a property list with one mail payload.

Keys, types and values are Apple's (device-management, com.apple.mail.managed); the reader takes any other
for an error. It has no key for what POP3 does on the server, and none for STARTTLS: that goes by the port.
"""

import plistlib
from typing import Any
from uuid import UUID

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _limits, autoconfig_xml, pick
from advisor.model.text import Text, text

# UseSSL is one yes or no. On these ports it is known which of the two ways it means; elsewhere TLS is tried.
PORTS = {993: "tls", 995: "tls", 465: "tls", 587: "starttls"}

TYPES = {"EmailTypeIMAP": "imap", "EmailTypePOP": "pop3"}
SIGN_INS = {"EmailAuthPassword": "password", "EmailAuthCRAMMD5": "password-encrypted",
            "EmailAuthNone": "none"}

_ANY = {"PayloadType": str, "PayloadVersion": int, "PayloadIdentifier": str, "PayloadUUID": str,
        "PayloadDisplayName": str, "PayloadDescription": str, "PayloadOrganization": str}
_PROFILE = {**_ANY, "PayloadRemovalDisallowed": bool, "PayloadContent": list}
_MAIL = {**_ANY, "EmailAccountDescription": str, "EmailAccountName": str, "EmailAccountType": str,
         "EmailAddress": str, "OutgoingPasswordSameAsIncomingPassword": bool, "SMIMEEnabled": bool,
         "PreventMove": bool, "PreventAppSheet": bool,
         **{f"{side}MailServer{key}": kind for side in ("Incoming", "Outgoing") for key, kind in (
             ("Authentication", str), ("HostName", str), ("PortNumber", int), ("UseSSL", bool),
             ("Username", str))}}
_NEEDED = frozenset({"PayloadType", "PayloadVersion", "PayloadIdentifier", "PayloadUUID"})


def pack(content: str) -> bytes:
    """The template is read as a property list and written again, so that only a sound one gets out."""
    return plistlib.dumps(plistlib.loads(content.encode("utf-8")), sort_keys=False)


def read(content: bytes) -> dict[str, Value]:
    """What the one mail account in the profile says."""
    profile = _checked(plistlib.loads(content), _PROFILE, "Configuration")
    if len(profile["PayloadContent"]) != 1:
        raise ValueError("there must be one payload")
    mail = _checked(profile["PayloadContent"][0], _MAIL, "com.apple.mail.managed")
    if profile["PayloadUUID"] == mail["PayloadUUID"] or (
            profile["PayloadIdentifier"] == mail["PayloadIdentifier"]):
        raise ValueError("profile and payload must not have the same name")
    said: dict[str, Value] = {
        "account": profile["PayloadUUID"].lower(),
        "name": mail.get("EmailAccountName", ""),
        "address": mail["EmailAddress"],
        "incoming_protocol": TYPES[mail["EmailAccountType"]],
        "same_password": mail["OutgoingPasswordSameAsIncomingPassword"],
    }
    for side in ("Incoming", "Outgoing"):
        port = mail[f"{side}MailServerPortNumber"]
        said[f"{side.lower()}_host"] = mail[f"{side}MailServerHostName"]
        said[f"{side.lower()}_port"] = port
        said[f"{side.lower()}_security"] = (
            PORTS.get(port, "tls") if mail[f"{side}MailServerUseSSL"] else "plain")
        said[f"{side.lower()}_auth"] = SIGN_INS[mail[f"{side}MailServerAuthentication"]]
        if said[f"{side.lower()}_auth"] != "none":
            said[f"{side.lower()}_username"] = mail[f"{side}MailServerUsername"]
    return said


def _checked(payload: object, table: dict[str, type], kind: str) -> dict[str, Any]:
    """`payload` as a dictionary with the keys and types of `table` and nothing else."""
    if not isinstance(payload, dict):
        raise ValueError("a payload must be a dictionary")
    for key, value in payload.items():
        if key not in table or type(value) is not table[key]:
            raise ValueError(f"{key} is not a {table.get(key, 'known key')} of {kind}")
    if not payload.keys() >= _NEEDED or payload["PayloadType"] != kind or payload["PayloadVersion"] != 1:
        raise ValueError(f"not a payload of the type {kind}")
    UUID(payload["PayloadUUID"])
    return payload


def says(facts: Facts) -> dict[str, Value]:
    """Servers and identity. What POP3 does on the server is not in it."""
    said = {**pick(facts, "account", "name", "address", *SERVER_FACTS), "same_password": _same(facts)}
    for side in ("incoming", "outgoing"):
        auth = facts[f"{side}_auth"]
        said[f"{side}_auth"] = "password" if auth == "app-password" else auth
        if auth == "none":
            del said[f"{side}_username"]
    return said


def _same(facts: Facts) -> bool:
    return (facts["incoming_username"], facts["incoming_auth"]) == (
        facts["outgoing_username"], facts["outgoing_auth"])


def refuses(facts: Facts) -> Text | None:
    """OAuth2, a way to encrypt that the port does not tell, and POP3 that removes at once."""
    if "oauth2" in (facts["incoming_auth"], facts["outgoing_auth"]):
        return text("An Apple profile cannot say OAuth2. Add the account on the device instead; it opens the "
                    "provider's own sign-in page.")
    for side in ("incoming", "outgoing"):
        security = facts[f"{side}_security"]
        if security != "plain" and PORTS.get(int(facts[f"{side}_port"]), "tls") != security:
            return text("This file cannot say which kind of encryption {host} uses on port {port}. Set the "
                        "account up by hand with the sheet.",
                        host=facts[f"{side}_host"], port=facts[f"{side}_port"])
    # The days, and what deleting does, are set by hand after the installation: the steps say so.
    known = _limits.PASSWORDS | {"password-encrypted"}
    return (_limits.sign_in(facts, known, known | {"none"})
            or _limits.on_server(facts, days=True, local_delete=True))


FORMAT = Format("mobileconfig", autoconfig_xml.value, pack, read, says, refuses)
