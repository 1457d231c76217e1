"""`write` with several answers files: each address as always, and beside them what its devices share.

A household has several addresses, and one computer reads them all. Every file is prepared before the first
one is written: all addresses or none.
"""

import textwrap
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from advisor import answersfile, certificates, clients, commands, comparing, delivery
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.text import text
from advisor.printing import print_json, print_lines, width
from advisor.together import together

FOLDER = "together"


def write(files: Sequence[Path], options: Namespace, speaker: Speaker) -> Exit:
    """Discover, advise and write for the address of each answers file; all of them, or nothing."""
    programs = tuple(clients.load().values())
    households = [answersfile.read(file, (), programs, speaker) for file in files]
    _demand(options, [household.address for household in households])
    given = certificates.given(options)
    advices = [commands.advice(household, options, speaker, commands.reach_of(options))
               for household in households]
    for found in advices:
        commands.demand_confirmed(found, options)
    delivered = _deliver(advices, options, given)
    if options.json:
        print_json(_document(delivered, advices))
    else:
        print_lines(_lines(delivered, advices))
    return Exit.DONE


def _demand(options: Namespace, addresses: Sequence[str]) -> None:
    """AdvisorError (USAGE) for what goes with one address only, or an address that is there twice."""
    for flag, given in (("--login", options.login), ("--evidence", options.evidence),
                        ("--save-evidence", options.save_evidence), ("--set", options.set)):
        if given:
            raise AdvisorError("several-addresses", text("{flag} goes with one answers file.", flag=flag),
                               Exit.USAGE, hint=text("Write the addresses one after the other."))
    twice = next((one for one in addresses if addresses.count(one) > 1), None)
    if twice is not None:
        raise AdvisorError("several-addresses", text("Two answers files are about {address}.", address=twice),
                           Exit.USAGE, hint=text("Give one answers file for each address."))


def _deliver(advices: Sequence[commands.Advice], options: Namespace,
             given: certificates.Certificates) -> list[delivery.Delivered]:
    """Write everything below the output folder: a folder an address, and one for what the devices share.

    AdvisorError where that cannot be, and then nothing is.
    """
    output, existing = options.output or Path(), commands.existing(options)
    beside = existing == "keep-both"
    found = [delivery.compared(one.plan, one.household, one.evidence, output, one.speaker, given,
                               beside=beside) for one in advices]
    shared = together([one.plan for one in advices], clients.load(), given.authority)
    if shared:
        standings = comparing.standing(shared, output / FOLDER, beside=beside)
        found.append(delivery.Delivered(output / FOLDER, tuple(one.file for one in standings), (), standings))
    return delivery.settle(found, output, advices[0].speaker, existing, rehearse=options.dry_run)


def _document(delivered: Sequence[delivery.Delivered], advices: Sequence[commands.Advice]) -> dict[str, Any]:
    """The JSON: the files and refusals of all, and the plan of each address."""
    parts = [delivery.document(one, advices[0].speaker) for one in delivered]
    return {"schema": 1, "dry_run": delivered[0].rehearsed,
            "files": [file for part in parts for file in part["files"]],
            "refused": [refusal for part in parts for refusal in part["refused"]],
            "plans": [commands.plan_document(found) for found in advices]}


def _lines(delivered: Sequence[delivery.Delivered], advices: Sequence[commands.Advice]) -> list[str]:
    """For a person: the plans; what the devices share, because it saves the rest; then each address."""
    speaker, columns = advices[0].speaker, width()
    told = [line for found in advices for line in (*commands.plan_lines(found), "")]
    *own, last = delivered
    if len(delivered) > len(advices):
        first = text("All addresses at once: for these devices use the files below, and not those of each "
                     "address.")
        told += [*textwrap.wrap(speaker.say(first), columns), "", *delivery.lines(last, speaker, columns)]
    else:
        own.append(last)
    for one in own:
        told += ["", *delivery.lines(one, speaker, columns)]
    return told
