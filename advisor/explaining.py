"""What `mail-advisor explain` says of a consequence: its meaning, an example, and where it comes from.

The example is played on the model of the mailbox, step by step, wherever the consequence is about what
happens to mail; the others have a worked example in the catalogues.
"""

import difflib
from typing import Any

from advisor import registry
from advisor.consequences import Consequence
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.mailbox import INBOX, Outcome, Story, events
from advisor.model.text import Text, counted, text
from advisor.ui.words import wrap


def consequence(wanted: str) -> Consequence:
    """The consequence called `wanted`. AdvisorError (usage) for an unknown one, with the nearest one."""
    known: dict[str, Consequence] = {
        one.id: one for one in registry.collect("advisor.consequences", "CONSEQUENCE")}
    if wanted in known:
        return known[wanted]
    near = difflib.get_close_matches(wanted.lower().replace("_", "-"), known, n=1)
    raise AdvisorError(
        "unknown-consequence", text("There is no consequence {id}.", id=wanted), Exit.USAGE,
        context=text("Did you mean {id}?", id=near[0]) if near else None,
        hint=text("mail-advisor list consequences shows them all."))


def explain_document(wanted: str, speaker: Speaker) -> dict[str, Any]:
    """The explanation as JSON (schema 1). example: null where it is only told, in `example_says`."""
    one = consequence(wanted)
    return {
        "schema": 1, "id": one.id, "severity": one.severity, "says": speaker.code("consequence", one.id),
        "rests_on": list(one.needs), "sources": list(one.sources), "case": one.proof or None,
        "example_says": _told(one, speaker) or None,
        "example": _story_document(one.example, speaker) if one.example else None}


def explain_lines(wanted: str, speaker: Speaker, width: int) -> list[str]:
    """The explanation for a person, in lines of at most `width` columns."""
    one = consequence(wanted)
    lines = [one.id]

    def put(words: str, first: str = "", following: str = "") -> None:
        parts = wrap(words, max(10, width - len(following)))
        lines.extend((following if n else first) + part for n, part in enumerate(parts))

    def title(heading: Text) -> None:
        lines.append("")
        put(speaker.say(heading))

    lines.append("")
    put(speaker.code("consequence", one.id))
    lines.append("")
    put(speaker.say(text("At worst: {severity}.", severity=speaker.code("severity", one.severity))))
    title(text("Example"))
    told = _told(one, speaker)
    if told:
        put(told, "  ", "  ")
    if one.example is not None:
        for name, mode in one.example.devices:
            put(f"{_device(name, speaker)}: {speaker.code('mode', mode)}", "  ", "    ")
        for number, (event, after) in enumerate(one.example.played(), 1):
            put(speaker.say(_step(event, after, speaker)), f" {number:>2}. ", "     ")
            last = after
        title(text("How it ends"))
        for where, shown in _end(one.example, last, speaker):
            put(f"{where}: {shown}", "  ", "    ")
    title(text("Where this comes from"))
    for source in one.sources:
        put(source, "  - ", "    ")
    if one.proof:
        put(speaker.say(text("Played on a real mail server (Dovecot): case {case} of our tests.",
                             case=one.proof)), "  - ", "    ")
    lines.append("")
    put(speaker.say(text("It rests on: {needs}.", needs=", ".join(one.needs))))
    return lines


def _told(one: Consequence, speaker: Speaker) -> str:
    has = speaker.has_code("example", one.id)
    return speaker.code("example", one.id) if has else ""


def _story_document(story: Story, speaker: Speaker) -> dict[str, Any]:
    steps = list(story.played())
    return {
        "devices": {_device(name, speaker): mode for name, mode in story.devices},
        "steps": [speaker.say(_step(event, after, speaker)) for event, after in steps],
        "end": dict(_end(story, steps[-1][1], speaker))}


def _step(event: events.Event, after: Outcome, speaker: Speaker) -> Text:
    """One event in a sentence, with what the device shows where it looked."""

    def device(name: str) -> str:
        return _device(name, speaker)

    def subject(message: str) -> str:
        return speaker.code("example-message", message)

    match event:
        case events.Arrive(message, _, folder):
            if message in after.refused:
                return text("A message comes and is refused, because the mailbox is full: “{subject}”.",
                            subject=subject(message))
            if folder != INBOX:
                return text("A message comes, and the provider puts it into the folder {folder}: "
                            "“{subject}”.", folder=_folder(folder, speaker), subject=subject(message))
            return text("A message comes: “{subject}”.", subject=subject(message))
        case events.Sync(name):
            return text("{device} looks for mail. It shows: {shown}.", device=device(name),
                        shown=_shown(after.devices[name].folders, speaker))
        case events.Read(name, message):
            return text("You open “{subject}” on {device}.", subject=subject(message), device=device(name))
        case events.Answer(name, message):
            return text("You answer “{subject}” on {device}.", subject=subject(message), device=device(name))
        case events.Delete(name, message):
            return text("You delete “{subject}” on {device}.", subject=subject(message), device=device(name))
        case events.Move(name, message, folder):
            return text("You move “{subject}” to the folder {folder} on {device}.", subject=subject(message),
                        folder=_folder(folder, speaker), device=device(name))
        case events.Send(name, message):
            return text("You send “{subject}” from {device}.", subject=subject(message), device=device(name))
        case events.Upload(name, message):
            return text("You upload “{subject}” from {device}.", subject=subject(message),
                        device=device(name))
        case events.Lose(name):
            return text("{device} breaks or is lost.", device=device(name))
        case events.SetUp(name):
            return text("The account is set up from scratch on {device}.", device=device(name))
        case events.Change(name, mode):
            return text("You change {device}: {way}.", device=device(name), way=speaker.code("mode", mode))
        case events.LoseServer():
            return text("The provider loses everything that was in the mailbox.")
        case events.Pass(days):
            return counted("{n} day goes by.", "{n} days go by.", n=days)


def _end(story: Story, last: Outcome, speaker: Speaker) -> list[tuple[str, str]]:
    """Where something is at the end, and what."""
    ends = [(speaker.say(text("On the server")), _shown(last.server, speaker))]
    for name, _ in story.devices:
        sight = last.devices[name]
        ends.append((_device(name, speaker), speaker.say(text("gone")) if sight.lost
                     else _shown(sight.folders, speaker)))
    if last.lost:
        lost = ", ".join(_subject(message, speaker) for message in sorted(last.lost))
        ends.append((speaker.say(text("Lost for good")), lost))
    return ends


def _shown(folders: dict[str, tuple[tuple[str, tuple[str, ...]], ...]], speaker: Speaker) -> str:
    """`“Bill” (read), “Photos” (in Spam)`, or that there is nothing."""
    said = []
    for folder, held in folders.items():
        for message, marks in held:
            more = ""
            if folder != INBOX:
                more = speaker.say(text("in {folder}", folder=_folder(folder, speaker)))
            elif "seen" in marks:
                more = speaker.say(text("read"))
            said.append(_subject(message, speaker) + (f" ({more})" if more else ""))
    return ", ".join(said) or speaker.say(text("nothing"))


def _subject(message: str, speaker: Speaker) -> str:
    return speaker.say(text("“{subject}”", subject=speaker.code("example-message", message)))


def _device(name: str, speaker: Speaker) -> str:
    return speaker.code("example-device", name)


def _folder(folder: str, speaker: Speaker) -> str:
    return speaker.code("example-folder", folder.lower())
