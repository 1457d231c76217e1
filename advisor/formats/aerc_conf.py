"""The accounts.conf of aerc: one section an account, the servers as URLs.

Its reader takes `#` and `;` for comments and backticks for quotes, so the name is written as an encoded word
(RFC 2047), of letters, digits and little else, and everything in a URL is percent-encoded.
"""

import configparser
import re
from email.header import decode_header, make_header
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _ini, _limits, _values, pick
from advisor.model.text import Text

_SCHEMES = {"imaps": "tls", "imap": "starttls", "smtps": "tls", "smtps+none": "tls", "smtps+plain": "tls",
            "smtp": "starttls", "smtp+none": "starttls", "smtp+plain": "starttls"}
_PLAIN_NAME = re.compile(r"[A-Za-z0-9]+( [A-Za-z0-9]+)*")
_HARMFUL = frozenset("#;`\"'")
_MOST_BYTES = 42        # of a name in one encoded word, three characters each: below RFC 2047's 75


def value(given: object) -> str:
    """A number or string as it stands behind the `=`. What aerc would read otherwise is a ValueError."""
    spelled = _values.one_line(given)
    if spelled != spelled.strip() or _HARMFUL & set(spelled):
        raise ValueError("aerc would read it as a comment or a quotation")
    return spelled


def sender(name: str, address: str) -> str:
    """`name <address>` with the name spelled so that only harmless letters are used."""
    if not name:
        return address
    if _PLAIN_NAME.fullmatch(name):
        return f"{name} <{address}>"
    words, word = [], b""
    for character in name:
        encoded = character.encode("utf-8")
        if len(word) + len(encoded) > _MOST_BYTES // 3:
            words.append(word)
            word = b""
        word += encoded
    spelled = " ".join(
        "=?utf-8?q?" + "".join(f"={byte:02X}" for byte in word) + "?=" for word in [*words, word])
    return f"{spelled} <{address}>"


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("ascii")


def read(content: bytes) -> dict[str, Value]:
    """What the one account says."""
    parser = configparser.RawConfigParser(
        strict=True, delimiters=("=",), comment_prefixes=("#", ";"), inline_comment_prefixes=("#", ";"))
    _ini.load(parser, content)
    (section,) = parser.sections()
    keys = dict(parser[section])
    if {"source-cred-cmd", "outgoing-cred-cmd"} & keys.keys() or keys["default"] != "INBOX":
        raise ValueError("there must be no command")
    name, address = parseaddr(keys["from"])
    said: dict[str, Value] = {
        "folder": section, "name": str(make_header(decode_header(name))), "address": address,
        "incoming_protocol": "imap", "check_minutes": int(keys["check-mail"].removesuffix("m")),
        "copies_sent": keys["copy-to"] == "Sent",
    }
    for side, key in (("incoming", "source"), ("outgoing", "outgoing")):
        url = urlsplit(keys[key])
        if url.password is not None or url.port is None:
            raise ValueError(f"not the address of a server: {keys[key][:80]!r}")
        said[f"{side}_host"], said[f"{side}_port"] = url.hostname or "", url.port
        said[f"{side}_security"] = _SCHEMES[url.scheme]
        if url.username is not None:
            said[f"{side}_username"] = unquote(url.username)
    # Releases before 0.16 upgrade only with this; the later ones do it by themselves and pass it over.
    if (said["outgoing_security"] == "starttls") != (keys.get("smtp-starttls") == "yes"):
        raise ValueError("STARTTLS must be spelled out")
    return said


def says(facts: Facts) -> dict[str, Value]:
    """Everything."""
    said = {**pick(facts, "folder", "name", "address", *SERVER_FACTS, "check_minutes"), "copies_sent": True}
    for side in ("incoming", "outgoing"):
        said[f"{side}_host"] = str(said[f"{side}_host"]).lower()
    if facts["outgoing_auth"] == "none":
        del said["outgoing_username"]
    return said


def refuses(facts: Facts) -> Text | None:
    """No encryption, anything but a password, and an address with a letter that would start a comment."""
    why = (_limits.plain(facts, "incoming", "outgoing") or _limits.sign_in(facts)
           or _limits.spelling(facts, value, "address", "folder"))
    if why is None and not str(facts["folder"]).isascii():
        return _limits.cannot_spell("folder")
    name, address = str(facts["name"]), str(facts["address"])
    if why is None and not (address.isascii() and parseaddr(sender(name, address))[1] == address):
        return _limits.cannot_spell("address")
    return why


FORMAT = Format("aerc-conf", value, pack, read, says, refuses, {"sender": sender})
