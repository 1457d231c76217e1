"""The picture of how the mailbox fills: with the plan, and with what is set up today.

Lines differ by their dashes and have their names beside them, and the same is said in sentences; colour
carries nothing alone. Places are worked out here, the template draws.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from advisor.i18n import Speaker
from advisor.model.plan import Forecast, Month
from advisor.model.text import Text, counted, text

WIDTH, HEIGHT = 460, 170
LEFT, RIGHT, TOP, BOTTOM = 78, 448, 16, 116
_TOLD = (6, 12, 24)         # months


class Tick(Struct, frozen=True):
    """A month below the chart. x: its place."""

    x: int
    label: str


class Chart(Struct, frozen=True):
    """The drawing. plan, today: points of the lines, today "" where nothing is set up; band: the area between
    less and more mail. says: for the person; told: the drawing in words.
    """

    plan: str
    today: str
    band: str
    ticks: tuple[Tick, ...]
    says: tuple[str, ...]
    told: str


def draw(seen: Forecast, speaker: Speaker) -> Chart | None:
    """The chart, or None where the size of the mailbox is not known."""
    quota = seen.quota_mb
    if not quota or not seen.months:
        return None
    months = seen.months
    high, low = [month.high_mb for month in months], [month.low_mb for month in months]
    band = [*_places(months, high, quota), *reversed(list(_places(months, low, quota)))]
    today = [month.today_mb for month in months if month.today_mb is not None]
    return Chart(
        plan=" ".join(_places(months, [month.used_mb for month in months], quota)),
        today=" ".join(_places(months, today, quota)) if len(today) == len(months) else "",
        band=" ".join(band),
        ticks=tuple(Tick(_x(month.number, months[-1].number), str(month.number))
                    for month in months if month.number in _TOLD),
        says=tuple(speaker.say(sentence) for sentence in _says(seen, quota)),
        told=" ".join(speaker.say(sentence) for sentence in _told(months)))


def _says(seen: Forecast, quota: int) -> Iterable[Text]:
    if seen.full_in is None:
        yield text("With this plan the mailbox ({mb} MB) does not fill up within ten years.", mb=quota)
    elif seen.full_in == 0:
        yield text("The mailbox ({mb} MB) is full.", mb=quota)
    else:
        yield counted("With this plan the mailbox ({mb} MB) is full in about {n} month.",
                      "With this plan the mailbox ({mb} MB) is full in about {n} months.",
                      n=seen.full_in, mb=quota)
    if seen.today_full_in is not None and seen.today_full_in != seen.full_in:
        yield counted("With what is set up today, it is full in about {n} month.",
                      "With what is set up today, it is full in about {n} months.", n=seen.today_full_in)
    if any(because.startswith(("assumption used", "assumption monthly")) for because in seen.because):
        yield text("This is an estimate: nobody said how much mail there is and how much comes.")


def _told(months: Iterable[Month]) -> Iterable[Text]:
    for month in months:
        if month.number in _TOLD:
            yield text("After {month} months: {mb} MB with this plan ({low} to {high} MB).",
                       month=month.number, mb=month.used_mb, low=month.low_mb, high=month.high_mb)
            if month.today_mb is not None:
                yield text("As it is today: {mb} MB.", mb=month.today_mb)


def _places(months: Sequence[Month], amounts: Sequence[int], quota: int) -> Iterable[str]:
    last = months[-1].number
    for month, amount in zip(months, amounts, strict=True):
        yield f"{_x(month.number, last)},{BOTTOM - (BOTTOM - TOP) * min(amount, quota) // quota}"


def _x(number: int, last: int) -> int:
    return LEFT + (RIGHT - LEFT) * number // last
