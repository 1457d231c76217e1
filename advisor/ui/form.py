"""The technician's short way: all devices in one line, such as `desktop thunderbird, phone gmail-app`.

Each part is the kind of a device and its mail program, with `Name =` before it where it shall bear one. What
the line means is judged by the same questions that the long way asks.
"""

from collections.abc import Iterable
from dataclasses import replace

from advisor.i18n import Speaker
from advisor.interview import COUNT, Interview
from advisor.model.text import Text, text
from advisor.questions import Value
from advisor.questions.device_count import MOST
from advisor.steps import Answer, Origin
from advisor.ui import completing
from advisor.ui.screen import Completion, Prompt

USUAL = "desktop thunderbird, phone thunderbird-android"


def prompt(interview: Interview, speaker: Speaker, line: str) -> Prompt:
    """The one question. line: what Enter means where no device was answered yet."""
    say = speaker.say

    def check(typed: str) -> str | None:
        judged = read(typed, interview)
        return say(judged) if isinstance(judged, Text) else None

    def complete(typed: str) -> tuple[Completion, ...]:
        return _complete(typed, interview)

    return Prompt(
        label=say(text("Devices")), asks=say(text("Which devices, with which mail programs?")),
        why=say(text("One line: the kind of each device and its program, with commas between them.")),
        example=say(text("Office PC = desktop thunderbird, phone gmail-app")),
        flag="--set devices.1.kind=...", key=COUNT, default=_answered(interview) or line, check=check,
        complete=complete)


def read(typed: str, interview: Interview) -> dict[str, Value] | Text:
    """The answers that a line means, by key, or a sentence that says how to mend it."""
    parts = [part.strip() for part in typed.split(",") if part.strip()]
    if not parts:
        return text("Please name at least one device, such as: {example}", example=USUAL)
    if len(parts) > MOST:
        return text("A conversation goes up to {most} devices. For more, put them into an answers file: "
                    "mail-advisor write --answers FILE -o DIR", most=MOST)
    filled, problems = _without_devices(interview).fill({COUNT: len(parts)}, "typed")
    answers: dict[str, Value] = {COUNT: len(parts)}
    for number, part in enumerate(parts, 1):
        name, equals, rest = part.rpartition("=")
        kind, _, client = rest.strip().partition(" ")
        own: dict[str, str] = {"kind": kind, "client": client.strip()}
        if equals:
            own["name"] = name.strip()
        for what, word in own.items():
            if what == "client" and not word:
                continue        # the usual one
            key = f"devices.{number}.{what}"
            filled, problems = filled.fill({key: word}, "typed")
            if problems:
                return problems[0]
            if key in filled.answers:
                answers[key] = filled.answers[key].value
    return answers


def taken(interview: Interview, typed: str, origin: Origin) -> tuple[Interview, tuple[Text, ...]]:
    """The interview with the line's answers; what the line leaves open about a device is the usual."""
    answers = read(typed, interview)
    if isinstance(answers, Text):
        raise ValueError(typed)
    filled, notes = replace(_without_devices(interview), walking=False).fill(answers, origin)
    for step in filled.steps():
        value = filled.default(step)    # each may depend on those before it
        if step.device and filled.answer_of(step) is None and value is not None:
            filled = replace(filled, answers={**filled.answers, step.key: Answer(value, "default")})
    return filled, notes


def _without_devices(interview: Interview) -> Interview:
    """The line says everything about the devices, so what was answered of them before does not count."""
    kept = {key: answer for key, answer in interview.answers.items() if not key.startswith(COUNT)}
    return replace(interview, answers=kept)


def written(devices: Iterable[tuple[str, str]]) -> str:
    """The line for these devices (kind and program of each), without names."""
    return ", ".join(f"{kind} {client}" for kind, client in devices)


def _answered(interview: Interview) -> str:
    """The line for the devices that were answered before, so that going back loses none; or empty."""
    count = interview.answers.get(COUNT)
    numbers = range(1, int(count.value) + 1) if count else ()
    keys = [(f"devices.{n}.kind", f"devices.{n}.client") for n in numbers]
    return written((str(interview.answers[kind].value), str(interview.answers[client].value))
                   for kind, client in keys if {kind, client} <= interview.answers.keys())


def _complete(typed: str, interview: Interview) -> tuple[Completion, ...]:
    """Kinds where a device begins, then the programs that run on that kind."""
    part = typed.rpartition(",")[2].rpartition("=")[2].lstrip()
    kind, space, client = part.partition(" ")
    kinds = sorted({kind for client in interview.clients for kind in client.kinds})
    if not space:
        return completing.among(kinds, typed, kind)
    running = sorted(one.id for one in interview.clients if kind in one.kinds)
    return completing.among(running, typed, client.lstrip())
