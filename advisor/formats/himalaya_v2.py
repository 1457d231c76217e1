"""The config.toml of himalaya 2: TOML, with the servers as URLs. Version 1 does not understand it.

It has no place for name and address. The password comes from a command, written as a list of words, so that
no shell ever sees the login.
"""

import tomllib
from typing import Any
from urllib.parse import urlsplit

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _limits, himalaya_v1, pick
from advisor.model.text import Text

_SCHEMES = {"imaps": ("imap", "tls"), "imap": ("imap", "starttls"), "smtps": ("smtp", "tls"),
            "smtp": ("smtp", "starttls")}
_LOOKUP = ["secret-tool", "lookup", "service", "mail-advisor", "user"]


def read(content: bytes) -> dict[str, Value]:
    """What the one account says."""
    (account,) = tomllib.loads(content.decode("utf-8"))["accounts"].values()
    if account.keys() != {"default", "imap", "smtp", "mailbox"}:
        raise ValueError("there is a key that we never write")
    if account["mailbox"] != {"alias": {"inbox": "INBOX"}}:
        raise ValueError("the inbox is not called INBOX")
    return {"incoming_protocol": "imap", **_server("incoming", "imap", account["imap"]),
            **_server("outgoing", "smtp", account["smtp"])}


def _server(side: str, kind: str, keys: dict[str, Any]) -> dict[str, Value]:
    url = urlsplit(keys["server"])
    spoken, security = _SCHEMES[url.scheme]
    # Without `starttls` a URL of imap:// or smtp:// would stay in clear text.
    if spoken != kind or keys["starttls"] != (security == "starttls") or url.port is None:
        raise ValueError(f"not the address of a server: {keys['server'][:80]!r}")
    plain = keys["sasl"]["plain"]
    *lookup, user = plain["password"]["command"]
    if plain["password"].keys() != {"command"} or lookup != _LOOKUP or user != plain["username"]:
        raise ValueError("the password must come from the keyring")
    return {f"{side}_host": url.hostname or "", f"{side}_port": url.port, f"{side}_security": security,
            f"{side}_username": plain["username"]}


def says(facts: Facts) -> dict[str, Value]:
    """The servers."""
    said = pick(facts, *SERVER_FACTS)
    return {**said, "incoming_host": str(said["incoming_host"]).lower(),
            "outgoing_host": str(said["outgoing_host"]).lower()}


def refuses(facts: Facts) -> Text | None:
    """As for version 1; a login that secret-tool would take for an option."""
    return himalaya_v1.refuses(facts) or next(
        (_limits.cannot_spell(field) for field in ("incoming_username", "outgoing_username")
         if str(facts[field]).startswith("-")), None)


FORMAT = Format("himalaya-v2", himalaya_v1.value, himalaya_v1.pack, read, says, refuses)
