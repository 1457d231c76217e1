"""The chart: lines inside the frame that say what the numbers say, and the same in words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.handout import chart, handout
from advisor.i18n import Speaker
from advisor.model.plan import Forecast, Month
from tests.handout.html_reader import Page
from tests.handout.samples import FAMILY, FILLING, plan_of

ENGLISH = Speaker("en")


def months(used, low=0, high=0, today=None):
    return tuple(Month(number, used * number, low * number, high * number,
                       None if today is None else today * number) for number in range(1, 25))


def points(line):
    return [tuple(map(int, point.split(","))) for point in line.split()]


@pytest.mark.parametrize("seen", [Forecast(), Forecast(months(1)), Forecast((), 500), Forecast(months(1), 0)])
def test_no_chart_where_the_size_is_not_known(seen):
    assert chart.draw(seen, ENGLISH) is None


@given(st.integers(1, 10**7), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_everything_stays_inside_the_frame(quota, used, low, high):
    drawn = chart.draw(Forecast(months(used, low, high, used), quota, 1), ENGLISH)
    for line in (drawn.plan, drawn.today, drawn.band):
        for x, y in points(line):
            assert chart.LEFT <= x <= chart.RIGHT
            assert chart.TOP <= y <= chart.BOTTOM
    assert len(points(drawn.plan)) == len(points(drawn.today)) == len(points(drawn.band)) // 2 == 24


def test_a_fuller_mailbox_is_drawn_higher():
    drawn = chart.draw(Forecast(months(10, 5, 20), 240, 24), ENGLISH)
    heights = [y for _, y in points(drawn.plan)]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] == chart.TOP
    band = points(drawn.band)
    assert all(high <= middle <= low for (_, high), (_, middle), (_, low) in zip(
        band[:24], points(drawn.plan), reversed(band[24:]), strict=True))
    assert [(tick.x, tick.label) for tick in drawn.ticks] == [(170, "6"), (263, "12"), (448, "24")]


@pytest.mark.parametrize(("full_in", "words"), [
    (None, "does not fill up within ten years"), (0, "is full."), (1, "in about 1 month."),
    (7, "in about 7 months.")])
def test_when_it_is_full_is_said(full_in, words):
    drawn = chart.draw(Forecast(months(1), 500, full_in), ENGLISH)
    assert words in drawn.says[0]
    assert "500 MB" in drawn.says[0]


def test_today_is_drawn_and_told_only_where_something_is_set_up():
    without = chart.draw(Forecast(months(1), 500, 7), ENGLISH)
    assert without.today == ""
    assert "today" not in " ".join((*without.says, without.told))
    drawn = chart.draw(Forecast(months(1, today=2), 500, 7, today_full_in=3), ENGLISH)
    assert "it is full in about 3 months" in " ".join(drawn.says)
    assert "As it is today: 48 MB." in drawn.told


def test_an_estimate_is_called_one():
    guessed = chart.draw(Forecast(months(1), 500, 7, because=("assumption monthly_mb = 50",)), ENGLISH)
    assert "estimate" in guessed.says[-1]
    assert "estimate" not in " ".join(chart.draw(Forecast(months(1), 500, 7), ENGLISH).says)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_has_the_chart_and_its_words(language):
    made, speaker = plan_of(FILLING, language=language), Speaker(language)
    page = Page(handout(made, (), speaker).content)
    drawn = chart.draw(made.forecast, speaker)
    assert page.all("polyline") == [{"class": "course", "points": drawn.plan}]
    assert all(sentence in page.words for sentence in drawn.says)
    assert drawn.told in page.words
    assert re.search(r"\b2000 MB\b", page.words)
    assert page.all("polygon") == [{"class": "band", "points": drawn.band}]


def test_without_a_size_there_is_no_empty_chart():
    page = Page(handout(plan_of(FAMILY), (), ENGLISH).content)
    assert page.all("polyline") == []
    assert "How the mailbox fills" not in page.words
