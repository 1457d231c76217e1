"""Files as a person would get them, kept here so that a change of a single byte is seen in review.

They can be given to a mail program. `python -m tests.goldens` writes them anew from the plans below.
"""

from pathlib import Path

from advisor import clients
from advisor.render import render
from tests.plans import address, plan, planned, server

FOLDER = Path(__file__).resolve().parent
CLIENTS = ("aerc", "apple-mail", "claws-mail", "evolution", "fairemail", "fetchmail", "geary", "generic",
           "getmail", "himalaya", "k9", "mbsync", "msmtp", "neomutt", "offlineimap", "outlook-classic",
           "thunderbird", "thunderbird-android")

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
    return files
