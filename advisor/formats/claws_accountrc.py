"""The accountrc of Claws Mail: a section `[Account: N]` of `key=value` lines, without any quoting.

Left alone Claws removes POP3 mail from the server after seven days, so `remove_mail` and the days are always
there.
"""

from advisor.formats import SERVER_FACTS, Facts, Format, Value, _limits, _values, pick
from advisor.model.text import Text

# The meaning of `protocol` since version 2 of the file. Before it, 1 was a kind of POP3, and IMAP was 3.
_VERSION = "2"
_PROTOCOLS = {"0": "pop3", "1": "imap"}
_SECURITIES = {"0": "plain", "1": "tls", "2": "starttls"}
_SWITCHES = {"0": False, "1": True}


def value(given: object) -> str:
    """A string, number or boolean behind the `=`."""
    spelled = str(int(given)) if isinstance(given, bool) else _values.one_line(given)
    if spelled != spelled.strip():
        raise ValueError("blanks around a value are lost")
    return spelled


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the one account says."""
    section, *lines = [line for line in content.decode("utf-8").split("\n") if line]
    keys: dict[str, str] = {}
    for line in lines:
        key, separator, written = line.partition("=")
        if not separator or key in keys:
            raise ValueError(f"not a line of accountrc: {line[:80]!r}")
        keys[key] = written
    if section != "[Account: 1]" or "password" in keys or keys["config_version"] != _VERSION:
        raise ValueError("there must be one account, of a known version and without a password")
    protocol = _PROTOCOLS[keys["protocol"]]
    short = "pop" if protocol == "pop3" else "imap"
    if keys[f"set_{short}port"] != "1" or keys["set_smtpport"] != "1":
        raise ValueError("the ports must be used")
    said: dict[str, Value] = {
        "name": keys["name"], "address": keys["address"], "incoming_protocol": protocol,
        "incoming_host": keys["receive_server"], "incoming_port": int(keys[f"{short}_port"]),
        "incoming_security": _SECURITIES[keys[f"ssl_{short}"]], "incoming_username": keys["user_id"],
        "outgoing_host": keys["smtp_server"], "outgoing_port": int(keys["smtp_port"]),
        "outgoing_security": _SECURITIES[keys["ssl_smtp"]], "signs_in": _SWITCHES[keys["use_smtp_auth"]],
    }
    if said["signs_in"]:
        said["outgoing_username"] = keys["smtp_user_id"]
    if protocol == "imap":
        return said
    removes, days = _SWITCHES[keys["remove_mail"]], int(keys["message_leave_time"])
    return {**said, "leave_on_server": not removes or days > 0, "days": days if removes else 0,
            "delete_on_local_delete": False}


def says(facts: Facts) -> dict[str, Value]:
    """Everything but the interval between checks, which Claws has once for all accounts."""
    signs_in = facts["outgoing_auth"] != "none"
    said = {**pick(facts, "name", "address", *SERVER_FACTS, *_limits.POLICIES), "signs_in": signs_in}
    if not signs_in:
        del said["outgoing_username"]
    return said


def refuses(facts: Facts) -> Text | None:
    """Anything but a password, and deleting on the server what is deleted here."""
    return _limits.sign_in(facts) or _limits.on_server(facts, days=True, removes=True)


FORMAT = Format("claws-accountrc", value, pack, read, says, refuses)
