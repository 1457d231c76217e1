"""The conversation without a screen: which question is next, what was answered, and what is still open.

An interview is a value that never changes; each step makes a new one. So going back, redoing one step and
taking up an old conversation are the same thing, and none of them can lose an answer unseen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from advisor.model.client import Client
from advisor.model.household import Household
from advisor.model.text import Text, counted, text
from advisor.questions import Choice, State, Value
from advisor.steps import Answer, Origin, Reviewed, Step, steps_for

COUNT = "devices"       # the key of the question for their number; each device is then asked about
LIKE_AT = "device-kind"     # where a device may be said to be like the one before


@dataclass(frozen=True)
class Interview:
    """The answers so far. clients: all mail programs. say: for defaults that are words.

    lan: addresses of a private network are allowed. remembered: what Enter means where a technician's last
    client had something else than the usual, by key. base: answers that no question asks for (from an answers
    file), in the shape of that file. at: the step that is answered again, or None for the first open one.
    walking: after it comes the next step, not the first open one.
    """

    clients: tuple[Client, ...]
    say: Callable[[Text], str]
    lan: bool = False
    remembered: Mapping[str, Value] = field(default_factory=dict)
    base: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    at: str | None = None
    walking: bool = False

    def state(self, device: int = 0) -> State:
        """What a question about `device` may look at."""
        values = {key: answer.value for key, answer in self.answers.items()}
        return State(values, self.clients, self.say, device, self.lan)

    def steps(self) -> tuple[Step, ...]:
        """All steps that apply now, in the order in which they are asked."""
        count = self.answers.get(COUNT)
        state = self.state()
        return tuple(step for step in steps_for(int(count.value) if count else 0)
                     if step.question.applies(replace(state, device=step.device)))

    def answer_of(self, step: Step) -> Answer | None:
        """What was answered, or what is taken without asking; None while the step is open."""
        given = self.answers.get(step.key)
        if given is not None:
            return given
        state = self.state(step.device)
        choices = step.question.choices(state)
        if len(choices) == 1:
            return Answer(choices[0].value, "only-choice")
        usual = step.question.usual(state)
        return None if usual is None else Answer(usual, "default")

    def choices(self, step: Step) -> tuple[Choice, ...]:
        """The possible answers, empty for free text."""
        return step.question.choices(self.state(step.device))

    def default(self, step: Step) -> Value | None:
        """What Enter means here: the answer that was given before, else the question's own default."""
        given = self.answers.get(step.key)
        if given is not None:
            return given.value
        return self.remembered.get(step.key, step.question.default(self.state(step.device)))

    def current(self) -> Step | None:
        """The step to ask now, or None when everything is answered."""
        steps = self.steps()
        if self.at is not None:
            return next((step for step in steps if step.key == self.at), None)
        return next((step for step in steps if self.answer_of(step) is None), None)

    def check(self, typed: str) -> Value | Text:
        """What `typed` means for the current step: a value, or a sentence that says how to mend it."""
        step = self.current()
        if step is None:
            raise ValueError("everything is answered")
        return self._accept(step, typed)

    def answer(self, typed: str, origin: Origin = "typed") -> "tuple[Interview, tuple[Text, ...]]":
        """The interview with the current step answered, and what had to be dropped or renamed for it.

        Raises ValueError where `check` refuses `typed`.
        """
        step = self.current()
        if step is None:
            raise ValueError("everything is answered")
        value = self._accept(step, typed)
        if isinstance(value, Text):
            raise ValueError(self.say(value))
        before = self.answers.get(step.key)
        if before is not None and before.value == value:
            origin = before.origin
        changed = replace(self, answers={**self.answers, step.key: Answer(value, origin)})
        changed, notes = changed._settled(self, step.key)
        return changed._after(step), notes

    def like(self) -> int | None:
        """The device that the current one may be `like_before`, or None."""
        step = self.current()
        if step is None or step.device < 2 or step.question.id != LIKE_AT:
            return None
        before = [other for other in self.steps() if other.device == step.device - 1]
        return None if any(self.answer_of(other) is None for other in before) else step.device - 1

    def like_before(self) -> "tuple[Interview, tuple[Text, ...]]":
        """The interview with the current device answered like the one before it, but for its name.

        Raises ValueError where `like` is None.
        """
        step, before = self.current(), self.like()
        if step is None or before is None:
            raise ValueError("there is no device before this one")
        answers = dict(self.answers)
        for other in steps_for(step.device):
            if other.device == step.device and other.question.kind != "text":
                given = self.answers.get(Step(other.question, before).key)
                answers.pop(other.key, None)
                if given is not None:
                    answers[other.key] = Answer(given.value, "copied")
        changed, notes = replace(self, answers=answers)._settled(self, step.key)
        return changed._after(step), notes

    def back(self) -> "Interview | None":
        """One step back, with its answer kept; None where there is nothing before.

        From a step that was redone from the review, back leads to the review again.
        """
        if self.at is not None and not self.walking:
            return replace(self, at=None)
        current = self.current()
        earlier: list[Step] = []
        for step in self.steps():
            if current is not None and step.key == current.key:
                break
            if self._asked(step):
                earlier.append(step)
        return replace(self, at=earlier[-1].key, walking=True) if earlier else None

    def redo(self, key: str) -> "Interview":
        """Ask this step again, and only this. KeyError where it does not apply or has one answer only."""
        for step in self.steps():
            if step.key == key and len(self.choices(step)) != 1:
                return replace(self, at=key, walking=False)
        raise KeyError(key)

    def fill(self, given: Mapping[str, Any], origin: Origin) -> "tuple[Interview, tuple[Text, ...]]":
        """Answers from elsewhere, by key; those that cannot be are left out, and that is said."""
        filled, notes = replace(self, at=None), []
        waiting = {key: str(value) for key, value in given.items()}
        progress = True
        while progress:     # an answer may bring new steps, so go on until nothing fits any more
            progress = False
            for step in filled.steps():
                if step.key in waiting:
                    typed, progress = waiting.pop(step.key), True
                    value = filled._accept(step, typed)
                    if isinstance(value, Text):
                        notes.append(value)
                    else:
                        filled = replace(filled, answers={**filled.answers, step.key: Answer(value, origin)})
                    break
        filled, dropped = filled._settled(filled)
        return filled, (*notes, *dropped)

    def place(self) -> tuple[int, int | None]:
        """Which of how many questions the current one is; None until the number of devices is known."""
        asked = [step for step in self.steps() if self._asked(step)]
        current = self.current()
        keys = [step.key for step in asked]
        number = keys.index(current.key) + 1 if current and current.key in keys else len(keys)
        return number, len(keys) if COUNT in self.answers else None

    def review(self) -> tuple[Reviewed, ...]:
        """Every answer with its origin, numbered where it can be changed."""
        lines: list[Reviewed] = []
        number = 0
        for step in self.steps():
            answer = self.answer_of(step)
            if answer is not None:
                fixed = len(self.choices(step)) == 1
                number += not fixed
                lines.append(Reviewed(
                    None if fixed else number, step, answer, self.shown(step, answer.value)))
        return tuple(lines)

    def shown(self, step: Step, value: Value) -> Text:
        """The answer in words: the label of the choice, or what was typed."""
        for choice in self.choices(step):
            if choice.value == value and type(choice.value) is type(value):
                return choice.label
        return Text("{value}", (("value", value),))

    def household(self) -> Household:
        """The answers as one value. Raises ValueError while a step is open."""
        raw: dict[str, Any] = {key: value for key, value in self.base.items() if key != COUNT}
        devices: list[dict[str, Any]] = []
        for step in self.steps():
            answer = self.answer_of(step)
            if answer is None:
                raise ValueError(step.key)
            if step.key == COUNT:
                known = list(self.base.get(COUNT, ()))
                devices = [dict(known[n]) if n < len(known) else {} for n in range(int(answer.value))]
            elif step.device:
                devices[step.device - 1][step.key.rpartition(".")[2]] = answer.value
            else:
                *tables, last = step.key.split(".")
                table = raw
                for name in tables:
                    table[name] = dict(table.get(name, {}))
                    table = table[name]
                table[last] = answer.value
        return msgspec.convert({**raw, COUNT: devices}, Household)

    def _accept(self, step: Step, typed: str) -> Value | Text:
        state = self.state(step.device)
        value = step.question.accept(typed, state)
        choices = step.question.choices(state)
        if isinstance(value, Text) or not choices or any(choice.value == value for choice in choices):
            return value
        return text("“{typed}” is not one of the choices: {choices}.", typed=str(value),
                    choices=", ".join(str(choice.value) for choice in choices))

    def _asked(self, step: Step) -> bool:
        """Whether a person meets this step when going through the questions."""
        return step.key in self.answers or self.answer_of(step) is None

    def _after(self, step: Step) -> "Interview":
        """Where to go after `step` was answered."""
        if not self.walking:
            return replace(self, at=None)
        steps = self.steps()
        keys = [other.key for other in steps]
        for other in steps[keys.index(step.key) + 1:]:
            if self.answer_of(other) is None:
                break
            if other.key in self.answers:
                return replace(self, at=other.key)
        return replace(self, at=None, walking=False)

    def _settled(self, before: "Interview", changed: str = "") -> "tuple[Interview, tuple[Text, ...]]":
        """Drops answers that no longer apply; a name that was the usual one `before` follows the device."""
        notes: list[Text] = []
        keys = {step.key for step in self.steps()}
        count = int(self.answers[COUNT].value) if COUNT in self.answers else 0
        numbers = {int(key.split(".")[1]) for key in self.answers if key.startswith("devices.")}
        left_out = sorted(number for number in numbers if number > count)
        if left_out:
            notes.append(counted(
                "A device is left out, with its answers: number {numbers}.",
                "Devices are left out, with their answers: numbers {numbers}.",
                n=len(left_out), numbers=", ".join(map(str, left_out))))
        result = replace(self, answers={key: kept for key, kept in self.answers.items() if key in keys})
        for step in result.steps():
            answer = result.answers.get(step.key)
            if answer is None or step.key == changed:
                continue
            question, state = step.question, result.state(step.device)
            if isinstance(result._accept(step, str(answer.value)), Text):
                rest = {key: kept for key, kept in result.answers.items() if key != step.key}
                notes.append(text("“{label}” has to be answered again: “{value}” is no longer possible.",
                                  label=self.say(step.sentence(question.label)),
                                  value=self.say(before.shown(step, answer.value))))
                result = replace(result, answers=rest)
            elif question.kind == "text" and answer.value == question.default(before.state(step.device)):
                renewed = question.default(state)
                if renewed is not None and renewed != answer.value:
                    notes.append(text("Device {device} is now called “{name}”.",
                                      device=step.device, name=str(renewed)))
                    result = replace(result, answers={
                        **result.answers, step.key: Answer(renewed, answer.origin)})
        return result, tuple(notes)
