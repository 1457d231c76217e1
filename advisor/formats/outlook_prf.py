"""The .prf file of Outlook classic: an INI file whose last section maps names to properties.

A key without a mapping is written nowhere and nobody is told, so the reader below goes through the mapping
and takes a key that has none for an error. There is no quoting: whatever would need it is refused. The file
is in the ANSI code page, without a byte order mark, which would hide the first section.
"""

from advisor.formats import SERVER_FACTS, Facts, Format, Value, pick
from advisor.model.text import Text, text

# Windows reads the file in its own ANSI code page. That of our plans (English, Spanish) is the
# Western European one; whatever does not fit into it is refused, and autodiscover.xml has it.
CODE_PAGE = "cp1252"

# LeaveOnServer, property 0x1000 (Account Management API): bits, and the days in the upper 16.
KEEP, REMOVE_BY_AGE, REMOVE_WHEN_DELETED = 0x1, 0x2, 0x4

SMTP_SECURITIES = {0: "plain", 1: "tls", 2: "starttls"}
_TYPES = {"POP3": "pop3", "IMAP": "imap"}
_KINDS = {"PT_UNICODE": str, "PT_LONG": int}
# The properties of an account (Account Management API: the low words of its tags) and what they hold. None is
# for the password: 0x0102 is a secure property, which no .prf can set.
_PROPERTIES = {
    **dict.fromkeys((0x0002, 0x000B, 0x000C, 0x0010, 0x0100, 0x0101, 0x0103, 0x0107, 0x0200, 0x0204, 0x1101),
                    "PT_UNICODE"),
    **dict.fromkeys((0x000F, 0x0104, 0x0105, 0x0108, 0x0201, 0x0202, 0x0203, 0x0207, 0x0208, 0x0209, 0x020A,
                     0x1000, 0x1100), "PT_LONG")}
_PASSWORDS = frozenset({"password", "app-password"})


def value(given: object) -> str:
    """A string or number as it stands behind the `=`. ValueError for what would be read as something else."""
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    if not isinstance(given, str):
        raise ValueError(f"a .prf cannot hold a {type(given).__name__}")
    if not _harmless(given):
        raise ValueError(f"a .prf cannot hold {given[:40]!r}")
    return given


def _harmless(given: str) -> bool:
    """Readers of INI files strip blanks and a pair of quotes, and take `[` and `;` for a start."""
    quoted = len(given) > 1 and given[0] == given[-1] and given[0] in "\"'"
    return given.isprintable() and given == given.strip() and given[:1] not in ("[", ";") and not quoted


def pack(content: str) -> bytes:
    """The file's bytes: ANSI, lines ended by CR LF."""
    return content.replace("\n", "\r\n").encode(CODE_PAGE)


def sections(content: bytes) -> dict[str, dict[str, str]]:
    """Section to key to value; ValueError for a key that is there twice, or a line that is neither."""
    found: dict[str, dict[str, str]] = {}
    keys: dict[str, str] | None = None
    for line in content.decode(CODE_PAGE).removesuffix("\r\n").split("\r\n"):
        if "\r" in line or "\n" in line:
            raise ValueError("a line does not end with CR LF")
        if not line or line.startswith(";"):
            continue
        if line.startswith("[") and line.endswith("]"):
            if line[1:-1] in found:
                raise ValueError(f"section {line} is there twice")
            keys = found[line[1:-1]] = {}
            continue
        key, separator, rest = line.partition("=")
        if not separator or keys is None or key in keys:
            raise ValueError(f"not a line of a .prf: {line[:80]!r}")
        keys[key] = rest
    return found


def read(content: bytes) -> dict[str, Value]:
    """What the one account in the file says, property by property."""
    parts = sections(content)
    if parts["General"]["Custom"] != "1" or "DefaultStore" in parts["General"]:
        raise ValueError("[General] must say Custom=1 and no DefaultStore")
    if list(parts["Internet Account List"]) != ["Account1"]:
        raise ValueError("there must be one account")
    mapping = dict(parts[parts["Internet Account List"]["Account1"]])
    protocol = _TYPES[mapping.pop("AccountType")]
    account = dict(parts["Account1"])
    if account.pop("UniqueService") != "No":
        raise ValueError("UniqueService must be No")
    properties: dict[int, Value] = {}
    for key, written in account.items():
        kind, _, number = mapping[key].partition(",")
        if _PROPERTIES.get(int(number, 16)) != kind or int(number, 16) in properties:
            raise ValueError(f"{key} is no {kind} of an account, or there twice")
        properties[int(number, 16)] = int(written, 0) if _KINDS[kind] is int else written
    if properties[0x0203] and properties[0x0208] == 0:      # SMTP signs in as the incoming server does
        properties[0x0204] = properties[0x0101]
    said: dict[str, Value] = {
        "name": properties[0x000B],
        "address": properties[0x000C],
        "incoming_protocol": protocol,
        "incoming_host": properties[0x0100],
        "incoming_username": properties[0x0101],
        "incoming_port": properties[0x0104],
        "incoming_security": "tls" if properties[0x0105] else "plain",
        "outgoing_host": properties[0x0200],
        "outgoing_port": properties[0x0201],
        "outgoing_security": SMTP_SECURITIES[int(properties[0x020A])],
        "outgoing_signs_in": bool(properties[0x0203]),
        "secure_password": bool(properties[0x0108]) or bool(properties[0x0207]),
    }
    if properties[0x0203]:
        said["outgoing_username"] = properties[0x0204]
    if protocol == "pop3":
        bits = int(properties[0x1000])
        said["leave_on_server"] = bool(bits & KEEP)
        said["days"] = bits >> 16 if bits & REMOVE_BY_AGE else 0
        said["delete_on_local_delete"] = bool(bits & REMOVE_WHEN_DELETED)
    return said


def says(facts: Facts) -> dict[str, Value]:
    """Everything but the interval between checks, for which the format has no key."""
    said = {
        **pick(facts, "name", "address", *SERVER_FACTS, "leave_on_server", "days", "delete_on_local_delete"),
        "outgoing_signs_in": facts["outgoing_auth"] != "none",
        "secure_password": False,
    }
    if facts["outgoing_auth"] == "none":
        del said["outgoing_username"]
    return said


def refuses(facts: Facts) -> Text | None:
    """STARTTLS for the incoming server, anything but a password, and what the code page cannot hold."""
    if facts["incoming_security"] == "starttls":
        return text("Outlook's .prf file cannot say STARTTLS for the incoming server ({host}, port {port}). "
                    "The file autodiscover.xml can, and so can you by hand with the sheet.",
                    host=facts["incoming_host"], port=facts["incoming_port"])
    if "oauth2" in (facts["incoming_auth"], facts["outgoing_auth"]):
        return text("Outlook's .prf file cannot say OAuth2. Add the account inside Outlook instead; "
                    "it opens the provider's own sign-in page.")
    if facts["incoming_auth"] not in _PASSWORDS or facts["outgoing_auth"] not in _PASSWORDS | {"none"}:
        return text("Outlook's .prf file can only say that an ordinary password is used, "
                    "and {host} wants another way to sign in.", host=facts["incoming_host"])
    for field in ("name", "address", "incoming_username", "outgoing_username"):
        written = str(facts[field])
        try:
            written.encode(CODE_PAGE)
        except UnicodeEncodeError:
            return text("The value “{field}” has characters outside the Western European code page, and "
                        "Outlook's .prf file knows no other. The file autodiscover.xml can hold them.",
                        field=field)
        if not _harmless(written):
            return text("The value “{field}” cannot be written into Outlook's .prf file, which knows "
                        "no quoting.", field=field)
    if "\\" in str(facts["address"]):
        return text("An Outlook profile cannot be called {address}.", address=facts["address"])
    return None


FORMAT = Format("outlook-prf", value, pack, read, says, refuses)
