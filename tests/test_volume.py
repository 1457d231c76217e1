"""How much mail there is: measured before answered before known of the provider before assumed."""

import msgspec

from advisor.advise import advise
from advisor.model.account import Account, MailFolder, Quota, Sample, Survey
from advisor.model.picture import Measured, ProviderView
from advisor.volume import ASSUMED_MONTHLY, measured, volume
from tests.plan_samples import CLIENTS
from tests.samples import household, picture

PROVIDER = picture(provider=ProviderView("gmx", "GMX", (), (), "", "domain", quota_mb=1000))
MB = 1_000_000


def told(**wishes):
    return volume(picture(), household(**wishes))


def test_the_size_comes_from_the_answer_then_from_the_profile():
    assert volume(PROVIDER, household()).quota_mb == 1000
    assert volume(PROVIDER, household(quota_mb=5)).quota_mb == 5
    assert volume(picture(), household()).quota_mb is None
    assert "profile gmx: quota_mb = 1000" in volume(PROVIDER, household()).because


def test_what_nobody_said_is_assumed_and_named():
    seen = volume(PROVIDER, household())
    assert seen.assumed
    assert seen.monthly_mb == ASSUMED_MONTHLY
    assert [one for one in seen.because if one.startswith("assumption")] == [
        "assumption used_mb = 0", "assumption monthly_mb = 50 (20 to 150)"]
    assert not told(quota_mb=1, used_mb=1, monthly_mb=1).assumed


def test_what_was_measured_comes_first():
    seen = msgspec.structs.replace(PROVIDER, measured=Measured(2000, 300, 40, ("measured over imap",)))
    numbers = volume(seen, household(quota_mb=1, used_mb=1, monthly_mb=1))
    assert (numbers.quota_mb, numbers.used_mb, numbers.monthly_mb[1]) == (2000, 300, 40)
    assert numbers.because == ("measured over imap",)
    assert not numbers.assumed
    assert advise(seen, household(), CLIENTS).forecast.full_in == 43


def test_what_could_not_be_measured_is_filled_in():
    seen = msgspec.structs.replace(PROVIDER, measured=Measured(None, 300, None, ("measured over pop3",)))
    numbers = volume(seen, household(monthly_mb=7))
    assert (numbers.quota_mb, numbers.used_mb, numbers.monthly_mb[1]) == (1000, 300, 7)
    assert len(numbers.because) == 3


def survey(**changes):
    return Survey(**{"protocol": "imap", "day": "2026-11-23", **changes})


def test_surveys_become_numbers():
    samples = (Sample("INBOX", 100, 100, True, 80 * MB, 50, 24 * MB, oldest="2024-01-01"),
               Sample("Sent", 9, 9, True, 9 * MB, 9, 6 * MB, oldest="2025-01-01"))
    folders = (MailFolder("INBOX", messages=100, size=80 * MB), MailFolder("Sent", messages=9, size=9 * MB))
    seen = {"samples": samples, "folders": folders}
    full = measured(Account(surveys=(survey(quota=Quota(90 * MB, 1000 * MB), **seen),)))
    assert (full.quota_mb, full.used_mb, full.monthly_mb) == (1000, 90, 3)      # rounded up
    assert measured(Account(surveys=(survey(**seen),))).used_mb == 89
    inbox = measured(Account(surveys=(survey(protocol="pop3", inbox_size=5 * MB + 1),)))
    # POP3 sees the inbox only: how full the mailbox is cannot be told from it.
    assert (inbox.quota_mb, inbox.used_mb, inbox.monthly_mb) == (None, None, None)
    assert measured(Account()) is None
    assert measured(None) is None
