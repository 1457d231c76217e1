"""The review: every answer with where it came from, and what to do now. A number leads to any answer."""

from advisor.i18n import Speaker
from advisor.interview import Interview
from advisor.model.evidence import Evidence
from advisor.model.text import text
from advisor.questions import Value
from advisor.ui.prompts import choice, origin_words
from advisor.ui.screen import Option, Screen
from advisor.ui.words import clean, wrap

ALL = "all"         # ask every source again


def show(screen: Screen, interview: Interview, speaker: Speaker) -> None:
    """All answers, numbered where they can be changed."""
    screen.say()
    screen.say(speaker.say(text("Your answers:")))
    for number, words in _lines(interview, speaker):
        start = f"{number:>3}. " if number else "     "
        lines = wrap(clean(words), screen.terminal.width - len(start))
        screen.show([(start if n == 0 else " " * len(start)) + line for n, line in enumerate(lines)])


def tell_settled(screen: Screen, interview: Interview, speaker: Speaker, told: dict[str, Value],
                 before: str | None) -> None:
    """Say what is taken without asking before that step (its key), and why.

    told: what was said already, by key; once is enough, and what is new is added.
    """
    for step in interview.steps():
        if step.key == before:
            return
        answer = interview.answer_of(step)
        if answer is None or step.key in interview.answers or told.get(step.key) == answer.value:
            continue
        told[step.key] = answer.value
        screen.say(speaker.say(text(
            "{label}: {value} ({origin})", label=speaker.say(step.sentence(step.question.label)),
            value=speaker.say(interview.shown(step, answer.value)),
            origin=speaker.say(origin_words(answer.origin)))), "dim")


def next_action(screen: Screen, speaker: Speaker) -> str:
    """`write`, `change`, `again`, `save` or `leave`. Raises Back and Interrupted."""
    say = speaker.say
    return screen.ask(choice(
        speaker, label=text("Review"), asks=text("Shall the files be written?"), default="write",
        flag="-o DIR",
        why=text("Nothing has been written so far, and nothing is changed in your mail programs."),
        unasked="write", options=(
            Option("write", say(text("Yes, write the files"))),
            Option("change", say(text("Change an answer"))),
            Option("again", say(text("Look for the servers once more"))),
            Option("save", say(text("Only keep the answers in a file"))),
            Option("leave", say(text("No, leave without files"))))))


def whom(screen: Screen, speaker: Speaker, evidence: Evidence) -> str:
    """The id of the source to ask once more, or ALL. Raises Back and Interrupted."""
    say = speaker.say
    words = {"answered": text("found"), "absent": text("nothing there"), "failed": text("failed"),
             "timeout": text("no answer in time")}
    options = [Option(ALL, say(text("Everybody")))]
    for run in evidence.runs:
        if run.status in words:
            source = speaker.code("source", run.id)
            options.append(Option(run.id, f"{source[:1].upper()}{source[1:]}: {say(words[run.status])}"))
    if len(options) == 1:
        return ALL
    return screen.ask(choice(
        speaker, label=text("Ask again"), asks=text("Who shall be asked once more?"), default=ALL,
        flag="--sources A,B,C", options=tuple(options)))


def which(screen: Screen, interview: Interview, speaker: Speaker) -> str:
    """The key of the answer to change. Raises Back and Interrupted."""
    lines = [line for line in interview.review() if line.number is not None]
    words = [words for number, words in _lines(interview, speaker) if number]
    return screen.ask(choice(
        speaker, label=text("Change"), asks=text("Which answer shall be changed?"),
        default=lines[0].step.key, flag="--set KEY=VALUE",
        options=tuple(Option(line.step.key, shown) for line, shown in zip(lines, words, strict=True))))


def _lines(interview: Interview, speaker: Speaker) -> list[tuple[int | None, str]]:
    say = speaker.say
    return [(line.number, say(text(
        "{label}: {value} ({origin})", label=say(line.step.sentence(line.step.question.label)),
        value=say(line.shown) or say(text("(empty)")), origin=say(origin_words(line.answer.origin)))))
        for line in interview.review()]
