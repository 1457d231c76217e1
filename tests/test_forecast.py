"""The forecast: against the mailbox model, month by month, and honest about what is only assumed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advise import advise
from advisor.consequences import Shape
from advisor.consequences.mailbox_fills import CONSEQUENCE
from advisor.forecast import FORESEEABLE, HORIZON, days_on_server, forecast, full_in
from advisor.mailbox import Arrive, Pass, Simulation, Sync
from advisor.model.household import Device
from advisor.volume import volume
from tests.plan_samples import CLIENTS, whole
from tests.samples import DESKTOP, household, picture

MB = 1_000_000


def lived(mode, quota, used, monthly, months, days=14):
    """MB on the server at the end of each month, with a device that looks every day."""
    simulation = Simulation({"PC": mode}, quota=quota * MB, days=days)
    for n in range(used):
        simulation.happen(Arrive(f"old{n}", MB))
    simulation.happen(Sync("PC"))
    levels, sent = [], 0
    for day in range(1, months * 30 + 1):
        while sent * 30 < monthly * day:
            simulation.happen(Arrive(f"m{sent}", MB))
            sent += 1
        simulation.happen(Sync("PC"))
        simulation.happen(Pass(1))
        if day % 30 == 0:
            levels.append(simulation.outcome().used // MB)
    return levels


def told(**wishes):
    return volume(picture(), household(**wishes))


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(("imap", "pop3-keep", "pop3-keep-until-deleted")), st.integers(1, 60),
       st.integers(0, 50), st.integers(1, 20))
def test_it_fills_as_the_model_does(mode, quota, used, monthly):
    used = min(used, quota)
    seen = forecast(told(quota_mb=quota, used_mb=used, monthly_mb=monthly), (mode,), (DESKTOP,), 14, None)
    levels = lived(mode, quota, used, monthly, 6)
    assert [month.used_mb for month in seen.months[:6]] == levels
    full = next((n for n, level in enumerate([used, *levels]) if level >= quota), None)
    assert seen.full_in == full or (full is None and seen.full_in > 6)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 3))
def test_the_finding_names_the_month_in_which_the_model_refuses_mail(quota, used, monthly):
    """A MB a message, so that the first refusal comes with the message after the full month."""
    used = min(used, quota)
    finding = CONSEQUENCE.of_mailbox(whole(
        DESKTOP, shape=Shape(1, 1), quota_mb=quota, used_mb=used, monthly_mb=monthly))
    levels = [used, *lived("pop3-keep", quota, used, monthly, FORESEEABLE)]
    full = next((n for n, level in enumerate(levels) if level >= quota), None)
    if full == 0:
        assert finding.severity == "blocks"
        assert "n" not in dict(finding.says.values)
    else:
        assert (dict(finding.says.values)["n"] if finding else None) == full


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 30), st.integers(1, 60))
def test_mail_that_is_removed_after_days_settles(days, monthly):
    numbers = told(quota_mb=1000, used_mb=0, monthly_mb=monthly)
    seen = forecast(numbers, ("pop3-keep-days",), (DESKTOP,), days, None)
    levels = lived("pop3-keep-days", 1000, 0, monthly, 3, days)
    assert seen.full_in is None
    for month, level in zip(seen.months, levels, strict=False):
        assert abs(month.used_mb - level) <= 1 + monthly / 30 + 1


def test_a_remover_leaves_nothing():
    assert lived("pop3-remove", 100, 5, 30, 2) == [0, 0]
    seen = forecast(told(quota_mb=100, used_mb=5, monthly_mb=30), ("pop3-remove",), (DESKTOP,), 14, None)
    assert {month.used_mb for month in seen.months} == {0}
    assert seen.full_in is None


@pytest.mark.parametrize(("numbers", "months"), [
    ((1000, 0, 100), 10), ((1000, 950, 100), 1), ((1000, 1000, 100), 0), ((1000, 1200, 100), 0),
    ((1000, 0, 1), None), ((1000, 0, 0), None), ((1000, 0, 300, 14), None), ((100, 0, 300, 14), 1),
    ((HORIZON, 0, 1), HORIZON)])
def test_the_month_in_which_it_is_full(numbers, months):
    assert full_in(*numbers) == months


@pytest.mark.parametrize(("modes", "expiry", "days"), [
    (("imap", "pop3-keep"), None, None), (("imap", "pop3-keep-days"), None, 14),
    (("pop3-remove", "imap"), None, 0), (("pop3-keep",), 30, 30), (("imap",), 30, None)])
def test_how_long_mail_stays(modes, expiry, days):
    assert days_on_server(modes, 14, expiry) == days


def test_without_a_size_there_is_no_forecast():
    plan = advise(picture(), household(), CLIENTS)
    assert (plan.forecast.months, plan.forecast.full_in) == ((), None)


def test_a_plan_says_when_with_its_uncertainty_and_how_it_is_today():
    today = Device("Old", "desktop", "thunderbird", stays=True, today="pop3-remove")
    seen = advise(picture(), household(today, quota_mb=1000, used_mb=400, monthly_mb=20), CLIENTS).forecast
    assert (seen.earliest, seen.full_in, seen.latest) == (20, 30, 43)
    assert seen.today_full_in is None
    assert {month.today_mb for month in seen.months} == {0}
    assert all(month.low_mb <= month.used_mb <= month.high_mb <= 1000 for month in seen.months)
    assert advise(picture(), household(quota_mb=9), CLIENTS).forecast.months[0].today_mb is None


def reckoned(*devices, **numbers):
    seen = advise(picture(), household(*devices, **numbers), CLIENTS).forecast
    return seen.earliest, seen.full_in, seen.latest, seen.today_full_in


def test_three_households_reckoned_by_hand():
    """Low and high are 2/3 and 3/2 of what is said to come, rounded up; 20 and 150 where nobody says it."""
    phone = Device("Phone", "phone", "generic", stays=False)
    # 2000 MB, of which 500 are used, leave 1500. At 100 a month: 15. At 150: 10. At 67: 22.4, so in month 23.
    assert reckoned(DESKTOP, phone, quota_mb=2000, used_mb=500, monthly_mb=100) == (10, 15, 23, None)
    # Nobody says how much comes: 50 a month (20 to 150). 1000 MB: 20; at 150 6.7, so 7; at 20: 50.
    assert reckoned(DESKTOP, phone, quota_mb=1000) == (7, 20, 50, None)
    # Today the old PC keeps its mail on the server, so today is as the plan: 1000 MB less 400, at 60: 10. At
    # 90: 6.7, so 7. At 40: 15.
    keeping = Device("Old", "desktop", "thunderbird", stays=True, today="pop3-keep")
    assert reckoned(keeping, phone, quota_mb=1000, used_mb=400, monthly_mb=60) == (7, 10, 15, 10)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 500), st.integers(0, 500), st.one_of(st.none(), st.integers(0, 100)))
def test_more_mail_is_never_later(quota, used, monthly):
    seen = forecast(told(quota_mb=quota, used_mb=used, monthly_mb=monthly), ("imap",), (), 14, None)
    months = [HORIZON + 1 if one is None else one for one in (seen.earliest, seen.full_in, seen.latest)]
    assert months == sorted(months)
    assert all(one.low_mb <= one.used_mb <= one.high_mb for one in seen.months)
