"""The parts of an interview: a question put about one device, its answer, and where the answer came from."""

from dataclasses import dataclass
from typing import Literal

from advisor import registry
from advisor.model.text import Text
from advisor.questions import Question, Value

Origin = Literal["typed", "flag", "file", "resumed", "copied", "last-client", "found", "default",
                 "only-choice"]


@dataclass(frozen=True)
class Answer:
    """A value and where it came from."""

    value: Value
    origin: Origin


@dataclass(frozen=True)
class Step:
    """One question, put about one device (counted from 1) or about the mailbox (0)."""

    question: Question
    device: int = 0

    @property
    def key(self) -> str:
        """Path in the answers file, such as `devices.2.kind`; it names the step too."""
        return self.question.key.replace(".N.", f".{self.device}.")

    @property
    def flag(self) -> str:
        """How to answer this very step on the command line."""
        return self.question.flag.replace(".N.", f".{self.device}.")

    def sentence(self, sentence: Text) -> Text:
        """A sentence of the question, with the number of the device filled in."""
        values = {**dict(sentence.values), "device": self.device}
        return Text(sentence.template, tuple(sorted(values.items())), sentence.plural)


@dataclass(frozen=True)
class Reviewed:
    """One line of the review. number: from 1, to jump to it; None where there is nothing to choose."""

    number: int | None
    step: Step
    answer: Answer
    shown: Text


def questions() -> tuple[Question, ...]:
    """All questions in the order in which they are asked."""
    return tuple(sorted(registry.collect("advisor.questions", "QUESTION"), key=lambda asked: asked.order))


def steps_for(devices: int) -> tuple[Step, ...]:
    """Every question in order: those before the devices, each device's own, those after them."""
    asked = questions()
    first = min(question.order for question in asked if question.per_device)
    before = [Step(question) for question in asked if not question.per_device and question.order < first]
    each = [Step(question, device) for device in range(1, devices + 1)
            for question in asked if question.per_device]
    after = [Step(question) for question in asked if not question.per_device and question.order > first]
    return (*before, *each, *after)
