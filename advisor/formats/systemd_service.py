"""The systemd service that fetches a copy once (systemd.service(5)); its timer says how often.

It runs as the person, with that person's rights and no more. It has nobody to ask for a password; the
fetching program is told a command for it, as the steps say.
"""

from advisor.formats import Facts, Format, Value, _systemd, pick

# How each program fetches once and ends. None needs a path: systemd looks in the system's own folders.
COMMANDS = {"mbsync": "mbsync {folder}", "getmail": "getmail --quiet",
            "offlineimap": "offlineimap -o -u quiet"}


def read(content: bytes) -> dict[str, Value]:
    """Whose mail is fetched, once a start, with one of the known commands."""
    unit = _systemd.unit(content, "Unit", "Service")
    folder, service = _systemd.folder(unit), unit["Service"]
    known = {command.format(folder=folder) for command in COMMANDS.values()}
    if service["ExecStart"] not in known:
        raise ValueError(f"not a command that fetches a copy: {service['ExecStart']}")
    return {"folder": folder, "once": service["Type"] == "oneshot"}


def says(facts: Facts) -> dict[str, Value]:
    """The folder of the copy."""
    return {**pick(facts, "folder"), "once": True}


FORMAT = Format("systemd-service", _systemd.value, _systemd.pack, read, says, _systemd.refuses)
