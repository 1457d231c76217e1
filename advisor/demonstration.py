"""`mail-advisor demo`: the main job against a provider that lives in this process.

Nothing leaves the machine, and everything but the last step of connecting is the code that serves any other
provider. Interactive on a terminal; with --no-input it answers for a family with three devices.
"""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.household import Device, Household, Wishes
from advisor.model.text import text

if TYPE_CHECKING:
    from advisor.reach import Reach
    from advisor.sandbox.provider import Sandbox


def run(options: Namespace, speaker: Speaker) -> Exit:
    """Start the provider, do the job, take the provider down."""
    from advisor import assistant, commands, sandbox

    with sandbox.start() as provider:
        reach = reach_of(provider, options)
        if not options.no_input and sys.stdin.isatty() and sys.stdout.isatty():
            return assistant.run(options, speaker, reach, provider.address, remember=False, opening=text(
                "This is a demonstration: {domain} lives inside this program, and its files are examples.",
                domain=provider.domain))
        household = household_of(provider, speaker)
        advice = commands.advice(household, options, speaker, reach)
        if options.output is not None or options.dry_run:
            return commands.finish(advice, options)
        commands.show(advice, options)
        print(speaker.say(text("Nothing was written; say where with -o DIR.")),  # noqa: T201 - beside the plan
              file=sys.stderr)
        return Exit.DONE


def reach_of(provider: "Sandbox", options: Namespace) -> "Reach":
    """Only the demo's own servers can be reached, whatever the flags say."""
    from advisor.reach import Reach

    return Reach(third_party=False, lan=True, resolver=provider.resolver, ca_file=Path(provider.ca_file),
                 timeout=options.timeout, dial=provider.dial)


def household_of(provider: "Sandbox", speaker: Speaker) -> Household:
    """The case that the program was made for: an office PC, a laptop and a phone, and the wish for a copy."""
    say = speaker.say
    return Household(
        address=provider.address, name=provider.name, language="es" if speaker.language == "es" else "en",
        wishes=Wishes(backup="inbox"),
        devices=(Device(say(text("Office PC")), "desktop", "thunderbird", stays=True),
                 Device(say(text("Laptop")), "laptop", "outlook-classic", stays=False),
                 Device(say(text("Phone")), "phone", "thunderbird-android", stays=False)))
