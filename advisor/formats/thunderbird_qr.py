"""The text of the QR code that Thunderbird for Android scans: one line of JSON, lists within lists.

Its grammar is thunderbird-android's qr-code-format.md, version 1. It has no word for what POP3 does on the
server, so only what the app does by itself (leave everything there) is written. The picture is not made here.
"""

import json
from typing import Any

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _limits, k9s, pick, plain_auth
from advisor.model.text import Text, text

# A QR code holds at most 2,953 bytes (version 40, error correction L); the frame of the lists is below 200.
MOST_IN_A_CODE = 2953
MOST_BYTES = 2700
MOST_ACCOUNTS = 3       # as Thunderbird's own export for the phone (QRExport)

_PROTOCOLS = {0: "imap", 1: "pop3"}
_SECURITIES = {0: "plain", 2: "starttls", 3: "tls"}
_SIGN_INS = {0: "none", 1: "password", 2: "password-encrypted", 5: "client-certificate", 6: "oauth2"}


def value(given: object) -> str:
    """A string or number as JSON."""
    if isinstance(given, bool) or not isinstance(given, int | str):
        raise ValueError(f"the code cannot hold a {type(given).__name__}")
    if isinstance(given, str) and ("\n" in given or "\r" in given):
        raise ValueError("the app refuses a line break in a value")
    return json.dumps(given, ensure_ascii=False)


def pack(content: str) -> bytes:
    """The code's bytes: without the line break at the end."""
    return content.rstrip("\n").encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the one account in the code says, which stands alone."""
    (said,) = read_all(content)
    if json.loads(content)[1] != [1, 1]:
        raise ValueError("not a code that stands alone")
    return said


def read_all(content: bytes) -> list[dict[str, Value]]:
    """The same for each of at most three accounts in a code, of as many codes as it says."""
    version, (part, parts), *accounts = json.loads(content)
    if version != 1 or not 1 <= part <= parts or len(accounts) % 2:
        raise ValueError("not a code of version 1")
    if not 1 <= len(accounts) // 2 <= MOST_ACCOUNTS or len(content) > MOST_IN_A_CODE:
        raise ValueError("too much for one code")
    return [_account(*pair) for pair in zip(accounts[::2], accounts[1::2], strict=True)]


def _account(incoming: list[Any], groups: list[Any]) -> dict[str, Value]:
    protocol, *server = incoming
    ((outgoing, (address, name)),) = groups
    smtp, *outgoing_server = outgoing
    if smtp != 0 or not str(address).isascii():
        raise ValueError("the sending side is not as the app wants it")
    said: dict[str, Value] = {"incoming_protocol": _PROTOCOLS[protocol], "address": address, "name": name}
    said |= _server("incoming", server[:5]) | _server("outgoing", outgoing_server[:5])
    # "" is right for no account name; null would stop the app's reader.
    if server[5:] != ["", ""] or outgoing_server[5:] != [""]:
        raise ValueError("there must be neither an account name nor a password")
    if said["incoming_protocol"] == "pop3":
        said.update(leave_on_server=True, days=0, delete_on_local_delete=False)
    return said


def _server(side: str, parts: list[Any]) -> dict[str, Value]:
    host, port, security, sign_in, username = parts
    return {f"{side}_host": host, f"{side}_port": port, f"{side}_security": _SECURITIES[security],
            f"{side}_auth": _SIGN_INS[sign_in], f"{side}_username": username}


def says(facts: Facts) -> dict[str, Value]:
    """Everything but the interval between checks."""
    return {**pick(facts, "name", "address", *SERVER_FACTS, *_limits.POLICIES),
            "incoming_auth": plain_auth(facts["incoming_auth"]),
            "outgoing_auth": plain_auth(facts["outgoing_auth"])}


def refuses(facts: Facts) -> Text | None:
    """As for the .k9s file; an address that is not ASCII; and what no code has room for."""
    if not str(facts["address"]).isascii():
        return text("The app takes only addresses in ASCII from a QR code.")
    if sum(len(str(fact).encode("utf-8", "replace")) for fact in facts.values()) > MOST_BYTES:
        return text("There is no room in a QR code for so long a name.")
    return k9s.refuses(facts) or _limits.on_server(facts)


FORMAT = Format("thunderbird-qr", value, pack, read, says, refuses, read_all=read_all)
