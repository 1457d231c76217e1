"""The config.toml of himalaya 1: TOML, with `backend` for reading and `message.send.backend` for sending.

The password comes from the system's keyring, under a name that says nothing about the person; himalaya puts
it there itself.
"""

import tomllib
from typing import Any

import tomli_w

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _limits, _values, pick
from advisor.model.text import Text

_SECURITIES = {"tls": "tls", "start-tls": "starttls"}
_KEYS = {"type", "host", "port", "encryption", "login", "auth"}


def value(given: object) -> str:
    """A string, number or boolean as TOML, or a key that is a string in quotes."""
    if not isinstance(given, bool):
        _values.one_line(given)
    return tomli_w.dumps({"x": given}).removeprefix("x = ").removesuffix("\n")


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the one account says."""
    (account,) = tomllib.loads(content.decode("utf-8"))["accounts"].values()
    if account.keys() - {"display-name"} != {"default", "email", "backend", "message"}:
        raise ValueError("there is a key that we never write")
    said: dict[str, Value] = {"name": account.get("display-name", ""), "address": account["email"],
                              "incoming_protocol": "imap"}
    return (said | _server("incoming", "imap", account["backend"])
            | _server("outgoing", "smtp", account["message"]["send"]["backend"]))


def _server(side: str, kind: str, keys: dict[str, Any]) -> dict[str, Value]:
    if keys.keys() != _KEYS or keys["type"] != kind or keys["auth"].keys() != {"type", "keyring"} or (
            keys["auth"]["type"] != "password"):
        raise ValueError(f"not a server of the type {kind} whose password is in the keyring")
    return {f"{side}_host": keys["host"], f"{side}_port": keys["port"], f"{side}_username": keys["login"],
            f"{side}_security": _SECURITIES[keys["encryption"]["type"]]}


def says(facts: Facts) -> dict[str, Value]:
    """Everything but the interval between checks: himalaya looks when it is asked to."""
    return pick(facts, "name", "address", *SERVER_FACTS)


def refuses(facts: Facts) -> Text | None:
    """Anything but a password inside TLS."""
    return (_limits.plain(facts, "incoming", "outgoing")
            or _limits.sign_in(facts, outgoing=_limits.PASSWORDS))


FORMAT = Format("himalaya-v1", value, pack, read, says, refuses)
