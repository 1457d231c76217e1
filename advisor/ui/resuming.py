"""Takes up what was answered before: the conversation of last time, and one step of it that is done again."""

import difflib
import time
from collections.abc import Mapping

from advisor import resume
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.interview import Interview
from advisor.model.text import counted, text
from advisor.questions import Value
from advisor.ui import prompts
from advisor.ui.screen import Back, Screen
from advisor.ui.steps import Given


def offered(screen: Screen, speaker: Speaker, given: Given) -> Mapping[str, Value] | None:
    """The answers of last time, if there are any and the person wants them. Raises Interrupted."""
    if not given.remember:
        return None
    if given.fresh:
        resume.forget()
        return None
    saved, broken = resume.load()
    if broken:
        screen.say(speaker.say(text("The answers of last time could not be read and were thrown away.")),
                   "attention")
    if saved is None or not saved.address or given.address not in (None, saved.address):
        return None
    return saved.answers if given.redo is not None or _wanted(screen, speaker, saved) else None


def _wanted(screen: Screen, speaker: Speaker, saved: resume.Saved) -> bool:
    minutes = max(int((time.time() - saved.when) // 60), 0)
    age = counted("{n} minute ago", "{n} minutes ago", n=minutes) if minutes < 120 else counted(
        "{n} hour ago", "{n} hours ago", n=minutes // 60)
    try:
        wanted = screen.ask(prompts.yes_or_no(
            speaker, label=text("Go on from last time"), default="yes", flag="--fresh", unasked="no",
            asks=text("There are answers for {address}, from {age}. Go on with them?",
                      address=saved.address, age=speaker.say(age)),
            why=text("You will see and can change every one of them before anything is written.")))
    except Back:
        return False
    return wanted == "yes"


def redone(interview: Interview, wanted: str) -> Interview:
    """The interview at the step that is asked again.

    wanted: its key (`devices.2.kind`), the end of it (`backup`), or the question's id. AdvisorError where
    nothing was answered yet, or no such question was.
    """
    if not interview.answers:
        raise AdvisorError(
            "redo-nothing", text("There are no answers yet of which one could be asked again."), Exit.USAGE,
            hint=text("Give them with --answers FILE; the wizard has written one beside its files."))
    keys = [line.step.key for line in interview.review() if line.number is not None]
    ids = {line.step.key: line.step.question.id for line in interview.review()}
    word = wanted.casefold()
    found = next((key for key in keys if key == word), None) or next(
        (key for key in keys if word in (key.rpartition(".")[2], ids[key])), None)
    if found is None:
        near = difflib.get_close_matches(word, keys, n=1)
        raise AdvisorError(
            "redo-unknown", text("There is no question “{word}” to ask again.", word=wanted), Exit.USAGE,
            hint=text("Did you mean “{key}”?", key=near[0]) if near else
            text("Possible here: {keys}.", keys=", ".join(keys)))
    return interview.redo(found)
