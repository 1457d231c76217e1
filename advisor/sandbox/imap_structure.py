"""ENVELOPE and BODYSTRUCTURE: what a message is about and how it is built (RFC 3501 section 7.4.2)."""

from email.utils import getaddresses

from advisor.sandbox.imap_words import string
from advisor.sandbox.mime import Part, parameters_of

_ADDRESS_FIELDS = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc")


def envelope(message: Part) -> bytes:
    """The ENVELOPE of a message; Sender and Reply-To are From where they are missing."""
    people = {name: _addresses(message.field(name)) for name in _ADDRESS_FIELDS}
    for name in ("Sender", "Reply-To"):
        if people[name] == b"NIL":
            people[name] = people["From"]
    return b"(" + b" ".join([
        string(message.field("Date")), string(message.field("Subject")), *people.values(),
        string(message.field("In-Reply-To")), string(message.field("Message-ID"))]) + b")"


def structure(part: Part, extended: bool) -> bytes:
    """The BODYSTRUCTURE of a part, or its BODY without the extension data."""
    kind, _, subtype = part.type.partition("/")
    if part.parts:
        inside = b"".join(structure(inner, extended) for inner in part.parts)
        more = b" %b %b NIL NIL" % (_parameters(part.parameters), _disposition(part)) if extended else b""
        return b"(" + inside + b" " + string(subtype.upper().encode()) + more + b")"
    words = [
        string(kind.upper().encode()), string(subtype.upper().encode()), _parameters(part.parameters),
        string(part.field("Content-ID")), string(part.field("Content-Description")),
        string((part.field("Content-Transfer-Encoding") or b"7BIT").upper()), b"%d" % len(part.body)]
    if kind == "text":
        words.append(b"%d" % part.body.count(b"\r\n"))
    if extended:
        words += [b"NIL", _disposition(part), b"NIL", b"NIL"]
    return b"(" + b" ".join(words) + b")"


def _addresses(value: bytes | None) -> bytes:
    if value is None:
        return b"NIL"
    people = []
    for name, address in getaddresses([value.decode("latin-1")]):
        local, at, domain = address.rpartition("@")
        if at:
            people.append(b"(%b NIL %b %b)" % (
                string(name.encode("latin-1") or None), string(local.encode("latin-1")),
                string(domain.encode("latin-1"))))
    return b"(" + b"".join(people) + b")" if people else b"NIL"


def _parameters(parameters: tuple[tuple[str, str], ...]) -> bytes:
    if not parameters:
        return b"NIL"
    return b"(" + b" ".join(
        string(item.encode("latin-1")) for name, value in parameters for item in (name.upper(), value)) + b")"


def _disposition(part: Part) -> bytes:
    value = part.field("Content-Disposition")
    if value is None:
        return b"NIL"
    kind, parameters = parameters_of(value)
    return b"(%b %b)" % (string(kind.upper().encode("latin-1")), _parameters(parameters))
