"""Takes up what was answered before: the conversation of last time, and one step of it that is done again."""

import difflib
import time
from collections.abc import Container, Mapping
from typing import Any

from advisor import resume
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.interview import COUNT, Interview
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
        resume.forget(given.address)
        return None
    saved, broken = resume.load(given.address)
    if broken:
        screen.say(speaker.say(text("The answers of last time could not be read and were thrown away.")),
                   "attention")
    if saved is None or not saved.address:
        return None
    return saved.answers if given.redo is not None or _wanted(screen, speaker, saved) else None


def _wanted(screen: Screen, speaker: Speaker, saved: resume.Saved) -> bool:
    minutes = max(int((time.time() - saved.when) // 60), 0)
    age = text("just now") if not minutes else counted(
        "{n} minute ago", "{n} minutes ago", n=minutes) if minutes < 120 else counted(
        "{n} hour ago", "{n} hours ago", n=minutes // 60) if minutes < 48 * 60 else counted(
        "{n} day ago", "{n} days ago", n=minutes // (24 * 60))
    try:
        wanted = screen.ask(prompts.yes_or_no(
            speaker, label=text("Go on from last time"), default="yes", flag="--fresh", unasked="no",
            asks=text("There are answers for {address}, from {age}. Go on with them?",
                      address=saved.address, age=speaker.say(age)),
            why=text("You will see and can change every one of them before anything is written.")))
    except Back:
        return False
    return wanted == "yes"


def told(interview: Interview, answers: Mapping[str, Any], in_file: Container[str]) -> Interview:
    """The interview with what was said beforehand, by key. in_file: keys from the answers file; the others
    were said on the command line. AdvisorError (USAGE) for an answer that cannot be.
    """
    # The number of devices goes before what is said of them, wherever that was said.
    file = {key: value for key, value in answers.items() if key in in_file or key == COUNT}
    interview, problems = interview.fill(file, "file")
    interview, more = interview.fill({key: answers[key] for key in answers.keys() - file.keys()}, "flag")
    for problem in (*problems, *more):
        raise AdvisorError("answer-unfit", problem, Exit.USAGE)
    return interview


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
