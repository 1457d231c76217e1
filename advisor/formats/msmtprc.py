"""The configuration of msmtp, which only sends: one `keyword value` a line.

A value may stand between double quotes. Nothing is escaped inside them: exactly one pair is taken off, so
what is written in quotes always comes back as it was.
"""

from advisor.formats import Facts, Format, Value, _limits, _values, pick
from advisor.model.text import Text

_SWITCHES = {"on": True, "off": False}


def value(given: object) -> str:
    """A number, or a string in double quotes."""
    spelled = _values.one_line(given)
    return spelled if isinstance(given, int) else f'"{spelled}"'


def pack(content: str) -> bytes:
    """The file's bytes."""
    return content.encode("utf-8")


def read(content: bytes) -> dict[str, Value]:
    """What the one account says; TLS and the check of the certificate have to be spelled out."""
    keys: dict[str, str] = {}
    for line in content.decode("utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        key, _, rest = line.partition(" ")
        rest = rest.strip(" ")
        if len(rest) > 1 and rest[0] == rest[-1] == '"':
            rest = rest[1:-1]
        if key in keys:
            raise ValueError(f"{key} is there twice")
        keys[key] = rest
    if keys["account"] != "default" or {"password", "passwordeval", "proxy_host"} & keys.keys():
        raise ValueError("there must be one account, the default one, without a password")
    if _SWITCHES[keys["tls"]] and (keys["tls_certcheck"] != "on" or not keys["tls_trust_file"]):
        raise ValueError("the certificate must be checked")
    said: dict[str, Value] = {
        "address": keys["from"], "outgoing_host": keys["host"], "outgoing_port": int(keys["port"]),
        "outgoing_security": "plain" if not _SWITCHES[keys["tls"]]
        else "starttls" if _SWITCHES[keys["tls_starttls"]] else "tls",
        "signs_in": _SWITCHES[keys["auth"]],
    }
    return {**said, "outgoing_username": keys["user"]} if said["signs_in"] else said


def says(facts: Facts) -> dict[str, Value]:
    """The outgoing server and the sender."""
    signs_in = facts["outgoing_auth"] != "none"
    said = pick(facts, "address", "outgoing_host", "outgoing_port", "outgoing_security",
                *(["outgoing_username"] if signs_in else []))
    return {**said, "signs_in": signs_in}


def refuses(facts: Facts) -> Text | None:
    """Anything but a password inside TLS, or no sign-in at all."""
    return (_limits.plain(facts, "outgoing")
            or _limits.sign_in(facts, incoming=frozenset({str(facts["incoming_auth"])}))
            or _limits.spelling(facts, value, "address", "outgoing_username"))


FORMAT = Format("msmtprc", value, pack, read, says, refuses)
