"""Evolution's transport: the third of the three .source files, with the outgoing server."""

from advisor.formats import Facts, Format, Value, _key_file, evolution_account, pick


def read(content: bytes) -> dict[str, Value]:
    """What the outgoing server says. Without a method nobody signs in."""
    groups = _key_file.groups(content)
    if groups["Mail Transport"]["BackendName"] != "smtp":
        raise ValueError("not a transport over SMTP")
    said = {"account": groups["Data Source"]["Parent"].removeprefix("mail-advisor-"),
            **_key_file.server("outgoing", groups["Authentication"], groups["Security"]["Method"]),
            "signs_in": groups["Authentication"]["Method"] in ("PLAIN", "LOGIN")}
    if not said["signs_in"]:
        del said["outgoing_username"]
    return said


def says(facts: Facts) -> dict[str, Value]:
    """The outgoing half."""
    signs_in = facts["outgoing_auth"] != "none"
    return {**pick(facts, "account", "outgoing_host", "outgoing_port", "outgoing_security",
                   *(["outgoing_username"] if signs_in else [])), "signs_in": signs_in}


FORMAT = Format("evolution-transport", _key_file.value, _key_file.pack, read, says, evolution_account.refuses)
