"""For somebody who does this twenty times a day: the short form, one address after the other.

Programs, copy and folder of the last client are what Enter means for the next one. Nothing about a client is
kept but that.
"""

import dataclasses
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from advisor import preferences
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.interview import Interview
from advisor.model.household import Household
from advisor.model.text import Text, text
from advisor.preferences import Preferences
from advisor.ui import completing, form
from advisor.ui.screen import Back, Interrupted, Prompt, Screen
from advisor.ui.steps import Given

STAYS = ("language", "technician")      # what of an answers file is true of the next client too


def run(screen: Screen, speaker: Speaker, given: Given, kept: Preferences, interview: Interview,
        domains: tuple[str, ...], converse: Callable[[Given], Exit]) -> Exit:
    """Conversation after conversation until no further address is given. Returns the last trouble, or DONE.

    interview: one without answers, to judge addresses. converse: one conversation.
    """
    code = Exit.DONE

    def finished(household: Household, folder: Path) -> None:
        nonlocal kept
        devices = form.written((device.kind, device.client) for device in household.devices)
        kept = replace(kept, output=str(folder.absolute()), devices=devices, copy=household.wishes.backup)
        if given.remember and not preferences.save(kept):
            screen.say(speaker.say(text("The settings for next time could not be kept.")), "attention")

    screen.say(speaker.say(text("Short form: Enter takes what the last client had.")), "dim")
    while True:
        output = given.output or (Path(kept.output) if kept.output else None)
        if output is not None:
            screen.say(speaker.say(text("The files go to {folder}.", folder=str(output))), "dim")
        ended = converse(dataclasses.replace(
            given, output=output, form=kept.devices or form.USUAL, finished=finished,
            remembered={"wishes.backup": kept.copy} if kept.copy else {}))
        if ended is Exit.INTERRUPTED:
            return ended
        code = ended if ended is not Exit.DONE else code
        try:
            address = screen.ask(_next(speaker, interview, domains))
        except (Back, Interrupted):     # everything is written; there is nothing to go back to or to keep
            address = ""
        if not address:
            if not kept.technician and given.remember:
                screen.say(speaker.say(text("To always start like this, put technician = true into {path}.",
                                            path=str(preferences.place()))), "dim")
            return code
        answers = {key: value for key, value in given.answers.items() if key in STAYS}
        given = dataclasses.replace(given, address=address, answers=answers, redo=None, save_answers=None)


def _next(speaker: Speaker, interview: Interview, domains: tuple[str, ...]) -> Prompt:
    def check(typed: str) -> str | None:
        judged = interview.check(typed) if typed else ""
        return speaker.say(judged) if isinstance(judged, Text) else None

    return Prompt(
        label=speaker.say(text("Next address")), asks=speaker.say(text("Which e-mail address is next?")),
        why=speaker.say(text("Enter alone ends the work.")), flag="ADDRESS", default="", check=check,
        complete=completing.domains(domains))
