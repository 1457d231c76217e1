"""Files as a person would get them, kept here so that a change of a single byte is seen in review.

They can be given to a mail program. `python -m tests.goldens` writes them anew from the plans below, and the
table of programs in the README with them. What a difference would not show (a ZIP, another encoding than
UTF-8) has a text beside it, called like the file with `.txt` behind it.
"""

from pathlib import Path

from advisor import clients, readable
from advisor.render import render
from tests.plans import address, plan, planned, server

FOLDER = Path(__file__).resolve().parent
CLIENTS = tuple(clients.load())

# Name to the device's mode, its incoming server, and what else is particular about the plan.
PLANS = {
    "imap": ("imap", server("imap"), {}),
    "pop3": ("pop3-keep", server("pop3"), {"language": "es"}),
    "odd": ("imap-offline", server("imap", port=1993, username="o'b+x%y/z"),
            {"name": 'O\'Brien "Núñez" & <Söhne>; %x \\', "address": address("o'b+x%y")}),
}


def wanted() -> dict[Path, bytes]:
    """Every golden file: its path and what it has to hold."""
    loaded = clients.load()
    files = {}
    for client in CLIENTS:
        for name, (mode, incoming, changes) in PLANS.items():
            device = planned(client, mode, name="pc", incoming=incoming, outgoing=server("smtp", "starttls"))
            for file in render(plan(device, **changes), loaded).files:
                path = FOLDER / client / name / file.path.removeprefix("pc/")
                files[path] = file.content
                if not readable.is_plain(file.content):
                    shown = "\n".join(readable.lines(file.content)) + "\n"
                    files[path.with_name(path.name + ".txt")] = shown.encode()
    return files
