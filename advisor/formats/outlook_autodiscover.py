"""The local Autodiscover file of Outlook classic (MS-OXDSCLI): XML that answers when an account is added.

Unlike the .prf it knows every script and STARTTLS: `Encryption` is written for each server, because `SSL on`
alone leaves it to the port. It has no word for what POP3 does on the server; that is set by hand afterwards.
"""

from xml.etree.ElementTree import Element

from advisor import xmltree
from advisor.formats import SERVER_FACTS, Facts, Format, Value, _limits, autoconfig_xml, pick
from advisor.model.text import Text, text

RESPONSE = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"
OUTLOOK = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"

ENCRYPTIONS = {"None": "plain", "SSL": "tls", "TLS": "starttls"}
_TYPES = {"IMAP": "imap", "POP3": "pop3"}
_SWITCH = {"on": True, "off": False}

# What may stand in a Protocol (MS-OXDSCLI section 2.2.4.1.1.2.5), in our order; the last three are for SMTP.
_KEYS = ("Type", "TTL", "Server", "Port", "LoginName", "DomainRequired", "SPA", "SSL", "Encryption",
         "AuthRequired", "UsePOPAuth", "SMTPLast")


def read(content: bytes) -> dict[str, Value]:
    """What Outlook would set up from the one account in the file."""
    root = xmltree.of_ours(content)
    response = _only(root, f"{{{RESPONSE}}}Autodiscover", f"{{{OUTLOOK}}}Response")
    user, account = response
    kind, action, *protocols = account
    if (xmltree.words(kind), xmltree.words(action), len(protocols)) != ("email", "settings", 2):
        raise ValueError("there must be the settings of one e-mail account, with two servers in it")
    incoming, outgoing = (_server(protocol) for protocol in protocols)
    said: dict[str, Value] = {"name": xmltree.first(user, "DisplayName"),
                              "incoming_protocol": _TYPES[str(incoming.pop("type"))]}
    if outgoing.pop("type") != "SMTP" or not incoming["signs_in"]:
        raise ValueError("the second server is the one for sending, and the first wants a login")
    said |= {f"incoming_{key}": value for key, value in incoming.items()}
    return said | {f"outgoing_{key}": value for key, value in outgoing.items()}


def _only(root: Element, name: str, child: str) -> Element:
    if root.tag != name or [one.tag for one in root] != [child]:
        raise ValueError("not an answer of Autodiscover for Outlook")
    return root[0]


def _server(protocol: Element) -> dict[str, Value]:
    keys = {xmltree.name(child): xmltree.words(child) for child in protocol}
    if list(keys) != [key for key in _KEYS if key in keys] or len(keys) != len(protocol):
        raise ValueError("a key of Protocol is unknown, or there twice")
    if keys["SPA"] != "off" or keys["DomainRequired"] != "off":
        raise ValueError("SPA and DomainRequired are on where they are not switched off")
    security = ENCRYPTIONS[keys["Encryption"]]
    if _SWITCH[keys["SSL"]] != (security != "plain"):
        raise ValueError("SSL and Encryption contradict each other")
    found: dict[str, Value] = {"type": keys["Type"], "host": keys["Server"], "port": int(keys["Port"]),
                               "security": security, "signs_in": _SWITCH[keys["AuthRequired"]]}
    if found["signs_in"]:
        found["username"] = keys["LoginName"]
    return found


def says(facts: Facts) -> dict[str, Value]:
    """Name and servers. The address is the one that the person types, and POP3 on the server is not in it."""
    said = {**pick(facts, "name", *SERVER_FACTS), "incoming_signs_in": True,
            "outgoing_signs_in": facts["outgoing_auth"] != "none"}
    if not said["outgoing_signs_in"]:
        del said["outgoing_username"]
    return said


def refuses(facts: Facts) -> Text | None:
    """OAuth2 and other ways to sign in, and POP3 that takes mail off the server at once."""
    if "oauth2" in (facts["incoming_auth"], facts["outgoing_auth"]):
        return text("Outlook's Autodiscover file cannot say OAuth2. Add the account inside Outlook instead; "
                    "it opens the provider's own sign-in page.")
    return _limits.sign_in(facts) or _limits.on_server(facts, days=True, local_delete=True)


FORMAT = Format("outlook-autodiscover", autoconfig_xml.value, autoconfig_xml.pack, read, says, refuses)
