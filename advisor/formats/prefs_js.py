"""prefs.js, the file in which Thunderbird keeps its settings: lines of `user_pref("name", value);`.

Thunderbird's reader knows only the escapes \\" \\' \\\\ \\n \\r \\xHH \\uHHHH and drops the whole file for
any other, so strings are written in ASCII with exactly these. The reader below follows its grammar and then
goes from account to server to identity as Thunderbird does.
"""

import re

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _thunderbird_folders, pick, plain_auth
from advisor.model.text import Text, text

Prefs = dict[str, Value]

SOCKETS = {0: "plain", 2: "starttls", 3: "tls"}
SIGN_INS = {1: "none", 3: "password", 4: "password-encrypted", 7: "client-certificate", 10: "oauth2"}

# Where Thunderbird 153 can do OAuth2 by itself: these domains and everything below them (its module
# OAuth2Providers). Anywhere else it would ask for nothing and simply fail.
OAUTH2_DOMAINS = (
    "googlemail.com", "gmail.com", "imap.mail.ru", "smtp.mail.ru", "imap.yandex.com", "smtp.yandex.com",
    "yahoo.com", "att.net", "aol.com", "office365.com", "outlook.com", "hotmail.com", "imap.fastmail.com",
    "pop.fastmail.com", "smtp.fastmail.com", "imap.comcast.net", "pop.comcast.net", "smtp.comcast.net",
    "thundermail.com")

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_UNESCAPES = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "r": "\r"}
_STRING = r'"((?:[^"\\\x00-\x1f]|\\["\'\\nr]|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4})*)"'
_LINE = re.compile(rf'user_pref\("([A-Za-z0-9_.-]+)", (?:{_STRING}|(-?[0-9]+)|(true|false))\);')
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|(.))")


def value(given: object) -> str:
    """A string, number or boolean as prefs.js spells it. Numbers must fit 32 bits."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int):
        if not -2**31 <= given < 2**31:
            raise ValueError("prefs.js holds 32-bit numbers only")
        return str(given)
    if not isinstance(given, str):
        raise ValueError(f"prefs.js cannot hold a {type(given).__name__}")
    if "\0" in given:
        raise ValueError("prefs.js cannot hold U+0000")
    return '"' + "".join(_spell(character) for character in given) + '"'


def _spell(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if " " <= character <= "~":
        return character
    units = character.encode("utf-16-be")       # UnicodeEncodeError (a ValueError) for a lone surrogate
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def pack(content: str) -> bytes:
    """The file's bytes. Everything is ASCII, so no reader can get the encoding wrong."""
    return content.encode("ascii")


def read_prefs(content: bytes) -> Prefs:
    """Name to value of every preference; ValueError where Thunderbird would stop reading."""
    prefs: Prefs = {}
    for line in content.decode("utf-8").split("\n"):
        if not line.strip() or line.startswith("//"):
            continue
        found = _LINE.fullmatch(line)
        if not found:
            raise ValueError(f"not a line of prefs.js: {line[:80]!r}")
        name, string, number, boolean = found.groups()
        if name in prefs:
            raise ValueError(f"{name} is there twice")
        if string is not None:
            plain = _ESCAPED.sub(_unescape, string)
            # Two \u escapes may make one character beyond the first 65,536.
            prefs[name] = plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        elif number is not None:
            prefs[name] = int(number)
        else:
            prefs[name] = boolean == "true"
    return prefs


def _unescape(found: re.Match[str]) -> str:
    if digits := found[1] or found[2]:
        return chr(int(digits, 16))
    return _UNESCAPES[found[3]]


def read(content: bytes) -> dict[str, Value]:
    """What the one account in these preferences says, beside Local Folders."""
    (said,) = read_all(content)
    return said


def read_all(content: bytes) -> list[dict[str, Value]]:
    """The same for each of several accounts, in their order."""
    return meanings(read_prefs(content))


def meanings(prefs: Prefs) -> list[dict[str, Value]]:
    """The same for preferences that are already read. Every account but Local Folders is one of mail."""
    accounts = str(prefs["mail.accountmanager.accounts"]).split(",")
    servers = {account: str(prefs[f"mail.account.{account}.server"]) for account in accounts}
    local = str(prefs["mail.accountmanager.localfoldersserver"])
    if prefs[f"mail.server.{local}.type"] != "none" or [*servers.values()].count(local) != 1:
        raise ValueError("Local Folders is not declared, or more than once")
    ours = [account for account in accounts if servers[account] != local]
    identities = [str(prefs[f"mail.account.{account}.identities"]) for account in ours]
    outgoing = [str(prefs[f"mail.identity.{identity}.smtpServer"]) for identity in identities]
    named = {name.rpartition(".")[2] for name in prefs
             if name.startswith("mail.server.") and not name.startswith(f"mail.server.{local}.")}
    if not ours or prefs["mail.accountmanager.defaultaccount"] != ours[0]:
        raise ValueError("the first account of mail must be the default one")
    if prefs["mail.smtpservers"] != ",".join(outgoing) or prefs["mail.smtp.defaultserver"] != outgoing[0]:
        raise ValueError("each identity must have the outgoing server that is in its place")
    if named & {"directory", "directory-rel"}:
        raise ValueError("Thunderbird has to choose where the mail of an account lies")
    for names in (accounts, [*servers.values()], identities, outgoing):
        if len(set(names)) != len(names):
            raise ValueError(f"two accounts share one of {', '.join(names)}")
    return [_meaning(prefs, servers, account, local) for account in ours]


def _meaning(prefs: Prefs, servers: dict[str, str], mail: str, local: str) -> dict[str, Value]:
    def incoming(name: str) -> Value:
        return prefs[f"mail.server.{servers[mail]}.{name}"]

    identity = f"mail.identity.{prefs[f'mail.account.{mail}.identities']}"
    smtp = f"mail.smtpserver.{prefs[f'{identity}.smtpServer']}"
    said: dict[str, Value] = {
        "name": prefs[f"{identity}.fullName"],
        "address": prefs[f"{identity}.useremail"],
        "incoming_protocol": incoming("type"),
        "incoming_host": incoming("hostname"),
        "incoming_port": _number(incoming("port")),
        "incoming_security": SOCKETS[_number(incoming("socketType"))],
        "incoming_username": incoming("userName"),
        "incoming_auth": SIGN_INS[_number(incoming("authMethod"))],
        "check_minutes": _number(incoming("check_time")) if incoming("check_new_mail") else 0,
        "outgoing_host": prefs[f"{smtp}.hostname"],
        "outgoing_port": _number(prefs[f"{smtp}.port"]),
        "outgoing_security": SOCKETS[_number(prefs[f"{smtp}.try_ssl"])],
        "outgoing_username": prefs.get(f"{smtp}.username", ""),
        "outgoing_auth": SIGN_INS[_number(prefs[f"{smtp}.authMethod"])],
    }
    if said["incoming_protocol"] == "imap":
        return {**said, "offline_copy": incoming("offline_download"),
                **_thunderbird_folders.read(prefs, servers[mail], identity, said)}
    deferred = prefs.get(f"mail.server.{servers[mail]}.deferred_to_account")
    by_age = incoming("delete_by_age_from_server")
    return {
        **said,
        "leave_on_server": incoming("leave_on_server"),
        "days": _number(incoming("num_days_to_leave_on_server")) if by_age else 0,
        "delete_on_local_delete": incoming("delete_mail_left_on_server"),
        "delete_when_moved": prefs["mail.pop3.deleteFromServerOnMove"],
        "downloads": incoming("download_on_biff"),
        "single_inbox": deferred is not None and servers[str(deferred)] == local,
    }


def _number(given: Value) -> int:
    # A port written as a string is ignored by Thunderbird, silently.
    if isinstance(given, bool) or not isinstance(given, int):
        raise ValueError(f"{given!r} must be a number")
    return given


def says(facts: Facts) -> dict[str, Value]:
    """What a profile's prefs.js must say: everything, and POP3 goes to the one inbox of Local Folders."""
    said = {
        **pick(facts, "name", "address", *SERVER_FACTS, "check_minutes"),
        "incoming_auth": plain_auth(facts["incoming_auth"]),
        "outgoing_auth": plain_auth(facts["outgoing_auth"]),
    }
    if facts["incoming_protocol"] == "imap":
        return {**said, **pick(facts, "offline_copy"), **_thunderbird_folders.says(facts)}
    return {**said, **pick(facts, "leave_on_server", "days", "delete_on_local_delete"),
            "delete_when_moved": False, "downloads": True, "single_inbox": True}


def refuses(facts: Facts) -> Text | None:
    """OAuth2 at a provider for which Thunderbird has no entry."""
    for side in ("incoming", "outgoing"):
        if facts[f"{side}_auth"] == "oauth2" and not _knows_oauth2(str(facts[f"{side}_host"])):
            return text("Thunderbird cannot sign in at {host} with OAuth2: it does not know this provider.",
                        host=facts[f"{side}_host"])
    return None


def _knows_oauth2(host: str) -> bool:
    return any(host == known or host.endswith("." + known) for known in OAUTH2_DOMAINS)


FORMAT = Format("prefs-js", value, pack, read, says, refuses, _thunderbird_folders.FILTERS, read_all)
