"""Evolution's account: the first of the three .source files, with the incoming server.

The file's name is the account's id, and the other two files name it as their parent. POP3's three settings
are always written out.
"""

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _key_file, _limits, pick
from advisor.model.text import Text

_BACKENDS = {"imapx": "imap", "pop": "pop3"}


def read(content: bytes) -> dict[str, Value]:
    """What the account says."""
    groups = _key_file.groups(content)
    mail = groups["Mail Account"]
    protocol = _BACKENDS[mail["BackendName"]]
    if not _key_file.boolean(groups["Data Source"]["Enabled"]) or groups["Authentication"]["Method"] != "":
        raise ValueError("the account must be on, and sign in with a password")
    said: dict[str, Value] = {
        "address": _key_file.plain(groups["Data Source"]["DisplayName"]), "incoming_protocol": protocol,
        "account": mail["IdentityUid"].removeprefix("mail-advisor-").removesuffix("-identity"),
        "check_minutes": int(groups["Refresh"]["IntervalMinutes"]),
        **_key_file.server("incoming", groups["Authentication"], groups["Security"]["Method"]),
    }
    if protocol == "imap":
        return {**said, "offline_copy": _key_file.boolean(groups["Offline"]["StaySynchronized"])}
    pop = groups["Pop Backend"]
    return {**said, "leave_on_server": _key_file.boolean(pop["KeepOnServer"]),
            "days": int(pop["DeleteAfterDays"]),
            "delete_on_local_delete": _key_file.boolean(pop["DeleteExpunged"])}


def says(facts: Facts) -> dict[str, Value]:
    """The incoming half."""
    incoming = [name for name in SERVER_FACTS if name.startswith("incoming")]
    said = pick(facts, "account", "address", "check_minutes", *incoming, *_limits.POLICIES)
    return {**said, **pick(facts, "offline_copy")} if facts["incoming_protocol"] == "imap" else said


def refuses(facts: Facts) -> Text | None:
    """Anything but a password."""
    return _limits.sign_in(facts)


FORMAT = Format("evolution-account", _key_file.value, _key_file.pack, read, says, refuses)
