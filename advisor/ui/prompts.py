"""Turns a step of the interview into a prompt for a screen, and makes the wizard's own small questions."""

from collections.abc import Sequence

from advisor.i18n import Speaker
from advisor.interview import Interview
from advisor.model.text import Text, text
from advisor.questions import Value
from advisor.steps import Origin, Step
from advisor.ui import completing
from advisor.ui.screen import Option, Prompt

LIKE = "like-before"        # the answer to the kind of a device: like the one before


def origin_words(origin: Origin) -> Text:
    """Where an answer came from, in a few words."""
    words: dict[Origin, Text] = {
        "typed": text("your answer"), "flag": text("from the command line"),
        "file": text("from the answers file"), "resumed": text("from last time"),
        "copied": text("as on the device before"), "last-client": text("as for the last client"),
        "found": text("found out"), "default": text("usual"), "only-choice": text("the only possibility")}
    return words[origin]


def for_step(step: Step, interview: Interview, speaker: Speaker, domains: Sequence[str]) -> Prompt:
    """The prompt for the interview's current step. domains: what the Tab key offers behind the @."""
    say, question = speaker.say, step.question
    number, total = interview.place()
    default = interview.default(step)
    unasked = question.unasked(interview.state(step.device))
    choices = (*(Option(spelled_value(possible.value), say(possible.label))
                 for possible in interview.choices(step)), *_like(interview, speaker))

    def check(typed: str) -> str | None:
        if typed == LIKE and interview.like() is not None:
            return None
        judged = interview.check(typed)
        return say(judged) if isinstance(judged, Text) else None

    return Prompt(
        label=say(step.sentence(question.label)), asks=say(step.sentence(question.asks)),
        why=say(question.why), example=say(question.example) if question.example else "",
        key=step.key, flag=step.flag, options=choices, check=check,
        default=None if default is None else spelled_value(default),
        unasked=None if unasked is None else spelled_value(unasked),
        place=say(text("Question {number}", number=number) if total is None else
                  text("Question {number} of {total}", number=number, total=total)),
        **({"complete": completing.domains(domains)} if question.id == "address" else {}))


def _like(interview: Interview, speaker: Speaker) -> tuple[Option, ...]:
    """The offer to take over everything but the name from the device before."""
    before = interview.like()
    if before is None:
        return ()
    own = [line for line in interview.review() if line.step.device == before]
    shown = [speaker.say(line.shown) for line in own if line.step.question.kind == "choice"][:2]
    return (Option(LIKE, speaker.say(text("The same as device {device}: {what}", device=before,
                                          what=", ".join(shown)))),)


def spelled_value(value: Value) -> str:
    """The value as it is typed: yes and no for truth."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def yes_or_no(speaker: Speaker, *, label: Text, asks: Text, why: Text | None, default: str, flag: str,
              unasked: str | None = None) -> Prompt:
    """A question of the wizard's own with the answers `yes` and `no`. flag: how to answer it beforehand."""
    say = speaker.say
    return choice(speaker, label=label, asks=asks, why=why, default=default, flag=flag, unasked=unasked,
                  options=(Option("yes", say(text("Yes"))), Option("no", say(text("No")))))


def choice(speaker: Speaker, *, label: Text, asks: Text, options: tuple[Option, ...], default: str, flag: str,
           why: Text | None = None, unasked: str | None = None) -> Prompt:
    """A question of the wizard's own with these answers."""
    say = speaker.say
    possible = {word.casefold(): option.value for option in options for word in (option.value, option.label)}

    def check(typed: str) -> str | None:
        if typed.casefold() in possible:
            return None
        return say(text("Please type a number from 1 to {most}.", most=len(options)))

    return Prompt(label=say(label), asks=say(asks), why=say(why) if why else "", options=options,
                  default=default, unasked=unasked, flag=flag, check=check)
