"""What is wrong in a person's own profiles and mail programs, as lines that name file, line and mistake.

A file with a mistake is left out and everything else goes on; whoever wrote it must hear of it each time.
"""

import sys

from advisor import data
from advisor.i18n import Speaker
from advisor.model.text import text


def complaints(speaker: Speaker) -> list[str]:
    """One line for each mistake; none where the person has no files of their own."""
    if data.own_folder("profiles") is None and data.own_folder("templates") is None:
        return []
    from advisor import clients, providers

    found = []
    for kind, mistakes in (("profiles", providers.load().left_out), ("templates", clients.left_out())):
        for one in mistakes:
            found.append(speaker.say(text("{place}: {mistake} The file is not used.",
                                          place=str(data.own_place() / kind / one.place),
                                          mistake=speaker.say(one.says))))
    return found


def complain(command: str, speaker: Speaker) -> None:
    """Say it on standard error, aside from the output; the wizard says it on its screen instead."""
    if command in ("explain", "demo", "wizard"):
        return
    for line in complaints(speaker):
        print(f"mail-advisor: {line}", file=sys.stderr)  # noqa: T201 - aside from the output
