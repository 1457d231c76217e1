"""The configuration of getmail6: an INI file, values as they are, quotes and all.

Without `ca_certs` getmail checks no certificate, so it is always there. It fetches over implicit TLS only.
"""

import configparser

from advisor.formats import Facts, Format, Value, _ini, _limits, _values, pick
from advisor.model.text import Text

CA_CERTS = "/etc/ssl/certs/ca-certificates.crt"

_TYPES = {"SimplePOP3SSLRetriever": "pop3", "SimpleIMAPSSLRetriever": "imap"}
_MAILBOXES = {"ALL": True, '("INBOX",)': False}


def value(given: object) -> str:
    """A string or number as it stands behind the `=`."""
    spelled = _values.one_line(given)
    if not spelled or spelled != spelled.strip():
        raise ValueError("blanks around a value are lost, and an empty one is another")
    return spelled


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What is fetched, from where, and what happens to it on the server."""
    parser = configparser.RawConfigParser(strict=True)
    _ini.load(parser, content)
    if parser.sections() != ["retriever", "destination", "options"]:
        raise ValueError("there must be one retriever, one destination and the options")
    retriever, destination, options = (dict(parser[name]) for name in parser.sections())
    if retriever["ca_certs"] != CA_CERTS or {"password", "password_command"} & retriever.keys():
        raise ValueError("the certificate must be checked, and no password or command be there")
    if destination["type"] != "Maildir" or parser.getboolean("options", "read_all"):
        raise ValueError("only new mail is fetched, into a Maildir")
    protocol = _TYPES[retriever["type"]]
    said: dict[str, Value] = {
        "incoming_protocol": protocol, "incoming_security": "tls",
        "incoming_host": retriever["server"], "incoming_port": int(retriever["port"]),
        "incoming_username": retriever["username"],
        "folder": destination["path"].removeprefix("~/Mail/").removesuffix("/"),
    }
    removes, days = parser.getboolean("options", "delete"), int(options["delete_after"])
    if protocol == "imap":
        return {**said, "offline_copy": _MAILBOXES[retriever["mailboxes"]], "removes": removes or days > 0}
    return {**said, "leave_on_server": not removes, "days": days, "delete_on_local_delete": False}


def says(facts: Facts) -> dict[str, Value]:
    """The incoming server, the folder, and what stays."""
    said = pick(facts, "incoming_protocol", "incoming_host", "incoming_port", "incoming_security",
                "incoming_username", "folder", *_limits.POLICIES)
    if facts["incoming_protocol"] == "imap":
        return {**said, "offline_copy": facts["offline_copy"], "removes": False}
    return said


def refuses(facts: Facts) -> Text | None:
    """STARTTLS, no encryption, anything but a password."""
    return (_limits.starttls(facts, "incoming") or _limits.plain(facts, "incoming")
            or _limits.sign_in(facts, outgoing=frozenset({str(facts["outgoing_auth"])}))
            or _limits.on_server(facts, days=True, removes=True)
            or _limits.spelling(facts, value, "incoming_username", "folder"))


FORMAT = Format("getmailrc", value, pack, read, says, refuses)
