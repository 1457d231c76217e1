"""Moving a device from POP3 to IMAP: the order in which nothing is ever risked, and a text for every step."""

import itertools

import msgspec
import pytest

from advisor.advise import advise
from advisor.i18n import Speaker
from advisor.migration import SPECIFIC, migration
from advisor.model.household import Device
from tests.plan_samples import CLIENTS
from tests.plans import planned
from tests.samples import DESKTOP, PHONE, household, picture


def moved(today="pop3-remove", mode="imap", client="thunderbird", kind="desktop", usable=True):
    one = planned(client, mode)
    device = msgspec.structs.replace(one.device, today=today, kind=kind)
    return msgspec.structs.replace(one, device=device, usable=usable)


def codes(*plans):
    return [step.code.partition(".")[0] for step in migration(plans)]


@pytest.mark.parametrize("kind", ["desktop", "laptop", "phone", "tablet", "server"])
@pytest.mark.parametrize("today", ["pop3-remove", "pop3-keep"])
@pytest.mark.parametrize("client", ["thunderbird", "outlook-classic", "apple-mail", "generic"])
def test_the_old_account_goes_last_and_a_second_copy_comes_first(today, kind, client):
    steps = codes(moved(today, kind=kind, client=client))
    assert steps[-3:] == ["verify", "wait", "remove-old"]
    # Fetching on would take away again what is uploaded.
    assert steps.index("pause-old") < steps.index("add-imap") < steps.index("verify")
    brought = [step for step in steps if step.startswith(("upload", "forward"))]
    assert len(brought) == 1
    assert steps.index("add-imap") < steps.index(brought[0]) < steps.index("verify")
    if kind not in ("phone", "tablet"):
        assert steps[0] == "export"
        assert ("upload-all" in steps) == (today == "pop3-remove")


@pytest.mark.parametrize("one", [
    moved("none"), moved("imap"), moved(mode="pop3-keep"), moved("pop3-keep", "pop3-keep"),
    moved(usable=False)])
def test_nothing_moves_where_nothing_changes(one):
    assert migration((one,)) == ()


def test_each_device_has_its_own_steps_one_device_after_the_other():
    first = moved()
    second = msgspec.structs.replace(first, device=msgspec.structs.replace(first.device, name="Laptop"))
    steps = migration((first, second))
    assert [name for name, _ in itertools.groupby(step.device for step in steps)] == ["Office PC", "Laptop"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_step_has_a_text_in_both_languages(language):
    speaker = Speaker(language)
    steps = {step.code for kind, client, today in itertools.product(
        ("desktop", "phone"), ("thunderbird", "outlook-classic", "apple-mail", "generic"),
        ("pop3-remove", "pop3-keep")) for step in migration((moved(today, kind=kind, client=client),))}
    assert steps >= SPECIFIC
    assert all(speaker.has_code("migration", code) for code in steps)


def test_the_articles_own_case():
    """Outlook removed everything for years; now there is a phone too."""
    office = Device("Office PC", "desktop", "outlook-classic", stays=True, today="pop3-remove")
    plan = advise(picture(), household(office, PHONE), CLIENTS)
    assert [step.code for step in plan.migration] == [
        "export.outlook-classic", "pause-old.outlook-classic", "add-imap", "check-room",
        "upload-all.outlook-classic", "verify", "wait", "remove-old.outlook-classic"]
    assert advise(picture(), household(DESKTOP, PHONE), CLIENTS).migration == ()
