"""Finds the best plan among all that are possible, without trying them all, and exactly all the same.

Devices affect each other only through the Shape of the plan. So parts of plans that have the same shape are
interchangeable, and only the best of them is kept (dynamic programming over the devices). Plans are compared
by their worst findings first; what is still equal is decided by fixed preferences, never by a name.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from advisor.consequences import Seat, Shape
from advisor.model.plan import SEVERITIES, Finding

# Notes explain; more explanation does not make a plan worse, so they are not counted.
COUNTED = SEVERITIES[:-1]
_MANY = 1 << 20


class Choice(NamedTuple):
    """One device in one mode, judged. score: one number, smaller is better (see `scored`)."""

    seat: Seat
    findings: tuple[Finding, ...]
    shape: Shape
    score: int


class _Part(NamedTuple):
    """The best way to reach a shape: its score, and the choices made, last one first."""

    score: int
    choice: Choice | None = None
    before: "_Part | None" = None


_Parts = dict[Shape, _Part]


def badness(findings: Iterable[Finding]) -> int:
    """Findings as one number: one loss outweighs any number of milder findings, and so on down to costs."""
    total = 0
    for finding in findings:
        if finding.severity in COUNTED:
            total += _MANY ** (len(COUNTED) - 1 - COUNTED.index(finding.severity))
    return total


def scored(findings: Iterable[Finding], preference: int, place: int, places: int, rank: int) -> int:
    """What a choice adds to the score of a plan: findings first, then preferences, then the place of the
    device.

    The last part makes the outcome the same whatever the order of the devices: `place` is that of the
    device in an order that looks only at what it is, and `rank` that of the mode, below 8.
    """
    return scaled(findings, places) + (preference << (3 * places)) + (rank << (3 * (places - 1 - place)))


def scaled(findings: Iterable[Finding], places: int) -> int:
    """The badness of findings on the scale of a plan for `places` devices."""
    return badness(findings) * _MANY << (3 * places)


class Search:
    """All plans for one set of choices: the best one, and the best one with another mode for one device."""

    def __init__(self, devices: Sequence[Sequence[Choice]], company: bool,
                 judge: Callable[[Shape], int], *, idle: bool) -> None:
        """devices: the choices of each. company: only plans with several active devices, or only the others.

        idle: also plans in which no device is active, because another mail program would do better.
        judge: the badness of the findings about the mailbox as a whole, scaled like the scores of choices.
        """
        self._devices = devices
        self._company = company
        self._judge = judge
        self._joins: dict[tuple[Shape, Shape], Shape] = {}
        self._idle = idle or all(choice.seat.mode is None for choices in devices for choice in choices)
        self._before = self._sweep(devices)
        self._after = self._sweep(list(reversed(devices)))

    def best(self) -> tuple[int, tuple[Choice, ...]] | None:
        """The best plan: its score and one choice a device; None where no plan has this company."""
        found: tuple[int, _Part] | None = None
        for shape, part in self._before[-1].items():
            if self._allowed(shape):
                total = part.score + self._judge(shape)
                if found is None or total < found[0]:
                    found = (total, part)
        return (found[0], tuple(reversed(_walk(found[1])))) if found else None

    def best_with(self, index: int, choices: Iterable[Choice]) -> tuple[int, tuple[Choice, ...]] | None:
        """The best plan in which the device at `index` makes one of `choices`."""
        found: tuple[int, _Part, Choice, _Part] | None = None
        after = self._after[len(self._devices) - 1 - index]
        for choice in choices:
            for left, head in self._before[index].items():
                here = self._join(left, choice.shape)
                for right, tail in after.items():
                    shape = self._join(here, right)
                    if not self._allowed(shape):
                        continue
                    total = head.score + choice.score + tail.score + self._judge(shape)
                    if found is None or total < found[0]:
                        found = (total, head, choice, tail)
        if found is None:
            return None
        total, head, choice, tail = found
        return total, (*reversed(_walk(head)), choice, *_walk(tail))

    def _allowed(self, shape: Shape) -> bool:
        """A plan in which nobody reads the mail is no plan, unless no device can, or none should."""
        return (shape.active > 1) == self._company and (shape.active > 0 or self._idle)

    def _sweep(self, devices: Sequence[Sequence[Choice]]) -> list[_Parts]:
        """For every number of devices from the start: the best part of a plan for each shape."""
        parts: list[_Parts] = [{Shape(): _Part(0)}]
        for choices in devices:
            following: _Parts = {}
            for shape, part in parts[-1].items():
                for choice in choices:
                    joined = self._join(shape, choice.shape)
                    score = part.score + choice.score
                    held = following.get(joined)
                    if held is None or score < held.score:
                        following[joined] = _Part(score, choice, part)
            parts.append(following)
        return parts

    def _join(self, one: Shape, other: Shape) -> Shape:
        key = (one, other)
        joined = self._joins.get(key)
        if joined is None:
            joined = self._joins[key] = one.joined(other)
        return joined


def _walk(part: _Part) -> list[Choice]:
    """The choices of a part of a plan, last one first."""
    walked: list[Choice] = []
    step: _Part | None = part
    while step is not None and step.choice is not None:
        walked.append(step.choice)
        step = step.before
    return walked
