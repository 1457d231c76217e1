"""The geary.ini of one account of Geary: a GLib key file. Geary speaks IMAP only."""

from email.utils import parseaddr

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _key_file, _limits, pick
from advisor.model.text import Text

_SECURITIES = {"transport": "tls", "start-tls": "starttls", "none": "plain"}
_SPECIALS = frozenset('()<>[]:;@\\,."')      # RFC 5322 section 3.2.3: with one of these a name needs quotes


def sender(name: str, address: str) -> str:
    """`name <address>`, the name in quotes where RFC 5322 wants it."""
    if _SPECIALS & set(name):
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        name = f'"{escaped}"'
    return f"{name} <{address}>" if name else address


class Entry(str):
    """A string that stands in a list: its `;` is escaped, and one more ends it."""


def value(given: object) -> str:
    """As in every key file; an entry of a list ends with `;`."""
    if isinstance(given, Entry):
        return _key_file.value(str(given)).replace(";", "\\;") + ";"
    return _key_file.value(given)


def read(content: bytes) -> dict[str, Value]:
    """What the account says."""
    groups = _key_file.groups(content)
    account, incoming, outgoing = groups["Account"], groups["Incoming"], groups["Outgoing"]
    if groups["Metadata"] != {"version": "1", "status": "enabled"} or account["service_provider"] != "other":
        raise ValueError("not an account that is on")
    (entry,) = _key_file.split(account["sender_mailboxes"])
    name, address = parseaddr(entry)
    said: dict[str, Value] = {
        "name": name, "address": address, "incoming_protocol": "imap",
        "offline_copy": int(account["prefetch_days"]) == -1,
        "sent_on_server": _key_file.boolean(account["save_sent"])}
    for side, keys in (("incoming", incoming), ("outgoing", outgoing)):
        said[f"{side}_host"] = _key_file.plain(keys["host"])
        said[f"{side}_port"] = int(keys["port"])
        said[f"{side}_security"] = _SECURITIES[keys["transport_security"]]
    said["incoming_username"] = _key_file.plain(incoming["login"])
    if outgoing["credentials"] == "use-incoming":
        said["outgoing_username"] = said["incoming_username"]
    elif outgoing["credentials"] == "custom":
        said["outgoing_username"] = _key_file.plain(outgoing["login"])
    elif outgoing["credentials"] != "none":
        raise ValueError(f"not a word for credentials: {outgoing['credentials']!r}")
    return said


def says(facts: Facts) -> dict[str, Value]:
    """Everything but the interval between checks: Geary is told by the server (IDLE)."""
    said = {**pick(facts, "name", "address", *SERVER_FACTS, "offline_copy"), "sent_on_server": True}
    if facts["outgoing_auth"] == "none":
        del said["outgoing_username"]
    return said


def refuses(facts: Facts) -> Text | None:
    """Anything but a password; a name or an address that does not come back out of a list of senders."""
    why = _limits.sign_in(facts)
    if why is None and parseaddr(sender(str(facts["name"]), str(facts["address"]))) != (
            facts["name"], facts["address"]):
        return _limits.cannot_spell("name")
    return why


FORMAT = Format("geary-ini", value, _key_file.pack, read, says, refuses,
                {"sender": lambda name, address: Entry(sender(name, address))})
