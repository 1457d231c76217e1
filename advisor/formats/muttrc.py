"""The configuration of NeoMutt: lines of `set name = 'value'`.

Strings stand in single quotes, where nothing is special: in double quotes NeoMutt would run what stands
between backticks, and put in variables, while it reads the file. A single quote inside is `'\\''`.
"""

import re
from urllib.parse import unquote, urlsplit

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _limits, _values, pick
from advisor.model.text import Text

_SCHEMES = {"imaps": ("imap", "tls"), "imap": ("imap", "starttls"), "pops": ("pop3", "tls"),
            "pop": ("pop3", "starttls"), "smtps": ("smtp", "tls"), "smtp": ("smtp", "starttls")}
_SET = re.compile(r"set ([a-z_]+) = (.*)")
_PIECE = re.compile(r"'([^']*)'|\\(.)|([^\s'\"`\\$;#]+)")


def value(given: object) -> str:
    """A number, or a string in single quotes."""
    spelled = _values.one_line(given)
    return spelled if isinstance(given, int) else "'" + spelled.replace("'", "'\\''") + "'"


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def settings(content: bytes) -> dict[str, str]:
    """Name to value of every setting; ValueError for what could run a command or put in a variable."""
    found: dict[str, str] = {}
    for line in content.decode("utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        matched = _SET.fullmatch(line)
        if not matched or matched[1] in found:
            raise ValueError(f"not a line of muttrc: {line[:80]!r}")
        found[matched[1]] = _plain(matched[2])
    return found


def _plain(written: str) -> str:
    plain, at = "", 0
    while at < len(written):
        piece = _PIECE.match(written, at)
        if not piece:
            raise ValueError(f"not a harmless value: {written[:80]!r}")
        plain += piece[1] or piece[2] or piece[3] or ""
        at = piece.end()
    return plain


def read(content: bytes) -> dict[str, Value]:
    """What the account says. The URL is what counts; the login beside it must be the same."""
    found = settings(content)
    if {"imap_pass", "pop_pass", "smtp_pass"} & found.keys():
        raise ValueError("there must be no password")
    if any(found[f"ssl_{demand}"] != "yes" for demand in (
            "starttls", "force_tls", "verify_host", "verify_dates")):
        raise ValueError("TLS must be demanded and the certificate checked")
    said: dict[str, Value] = {"name": found["real_name"], "address": found["from"],
                              "incoming_protocol": "pop3" if "pop_host" in found else "imap"}
    pop3 = "pop_host" in found
    said |= _server("incoming", found["pop_host" if pop3 else "folder"], "pop3" if pop3 else "imap")
    said |= _server("outgoing", found["smtp_url"], "smtp")
    if found["pop_user" if pop3 else "imap_user"] != said["incoming_username"]:
        raise ValueError("two logins for the incoming server")
    if not pop3:
        return {**said, "on_server": all(found[kind].startswith("+") for kind in (
            "spool_file", "record", "postponed", "trash"))}
    if found["folder"].startswith(("imap", "pop")):
        raise ValueError("with POP3 the folders are here")
    return {**said, "leave_on_server": {"yes": False, "no": True}[found["pop_delete"]], "days": 0,
            "delete_on_local_delete": False}


def _server(side: str, url: str, protocol: str) -> dict[str, Value]:
    parts = urlsplit(url)
    spoken, security = _SCHEMES[parts.scheme]
    if spoken != protocol or parts.password is not None or parts.port is None:
        raise ValueError(f"not the address of a server: {url[:80]!r}")
    said: dict[str, Value] = {f"{side}_host": parts.hostname or "", f"{side}_port": parts.port,
                              f"{side}_security": security}
    return said if parts.username is None else {**said, f"{side}_username": unquote(parts.username)}


def says(facts: Facts) -> dict[str, Value]:
    """Everything but the interval between checks and the way to sign in."""
    said = pick(facts, "name", "address", *SERVER_FACTS, *_limits.POLICIES)
    if facts["outgoing_auth"] == "none":
        del said["outgoing_username"]
    for side in ("incoming", "outgoing"):
        said[f"{side}_host"] = str(said[f"{side}_host"]).lower()
    return said if facts["incoming_protocol"] == "pop3" else {**said, "on_server": True}


def refuses(facts: Facts) -> Text | None:
    """No encryption, anything but a password, days: NeoMutt has no word for them."""
    return (_limits.plain(facts, "incoming", "outgoing") or _limits.sign_in(facts)
            or _limits.on_server(facts, removes=True)
            or _limits.spelling(facts, value, "name", "address", "incoming_username", "outgoing_username"))


FORMAT = Format("muttrc", value, pack, read, says, refuses)
