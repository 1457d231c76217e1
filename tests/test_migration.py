"""Moving a device from POP3 to IMAP, or to POP3 that keeps: nothing is risked at any step, and every step has
a text.
"""

import itertools

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advise import advise
from advisor.i18n import Speaker
from advisor.mailbox import INBOX, Arrive, Change, Lose, LoseServer, SetUp, Simulation, Sync, Upload
from advisor.migration import PHONES, SPECIFIC, heading, migration
from advisor.model.household import Device
from tests.plan_samples import CLIENTS
from tests.plans import planned
from tests.samples import DESKTOP, PHONE, household, picture

PROGRAMS = ("thunderbird", "outlook-classic", "apple-mail", "claws-mail", "evolution", "generic")


def moved(today="pop3-remove", mode="imap", client="thunderbird", kind="desktop", usable=True):
    one = planned(client, mode)
    device = msgspec.structs.replace(one.device, today=today, kind=kind)
    return msgspec.structs.replace(one, device=device, usable=usable)


WITH_IMAP = moved("none")
WAYS = [("pop3-remove", "imap", True), ("pop3-keep", "imap", True), ("pop3-remove", "pop3-keep", True),
        ("pop3-remove", "pop3-keep-days", True), ("pop3-remove", "imap", False)]


def codes(*plans):
    return [step.code.partition(".")[0] for step in migration(plans)]


@pytest.mark.parametrize("kind", ["desktop", "laptop", "phone", "tablet", "server"])
@pytest.mark.parametrize("today", ["pop3-remove", "pop3-keep"])
@pytest.mark.parametrize("client", PROGRAMS)
def test_the_old_account_goes_last_and_a_second_copy_comes_first(today, kind, client):
    steps = codes(moved(today, kind=kind, client=client))
    assert [step.partition("-")[0] for step in steps[-3:]] == ["verify", "wait", "remove"]
    pause, verify = steps[kind not in PHONES], steps[-3]
    # Fetching on would take away again what is uploaded.
    assert pause.startswith("pause")
    assert steps.index(pause) < steps.index("add-imap") < steps.index(verify)
    brought = [step for step in steps if step.startswith(("upload", "forward"))]
    assert len(brought) == 1
    assert steps.index("add-imap") < steps.index(brought[0]) < steps.index(verify)
    if kind not in PHONES:
        assert steps[0] == "export"
        assert ("upload-all" in steps) == (today == "pop3-remove")


@pytest.mark.parametrize("one", [
    moved("none"), moved("imap"), moved("pop3-keep", "pop3-keep"), moved("pop3-remove", "pop3-remove"),
    moved("none", usable=False)])
def test_nothing_moves_where_nothing_changes(one):
    assert migration((one,)) == ()


def test_a_device_that_stays_with_pop3_changes_its_setting_before_it_fetches_again():
    staying = moved(mode="pop3-keep")
    assert codes(staying) == ["export", "keep-setting", "try-keep"]
    assert codes(moved(mode="pop3-keep-days"))[1] == "keep-days-setting"
    # Beside devices with IMAP, the old mail can be shown to them, in a folder that POP3 does not fetch.
    assert codes(staying, WITH_IMAP)[3:] == [
        "show-old-add", "check-room", "show-old-copy", "verify", "show-old-end"]


def test_where_the_provider_decides_nobody_knows_what_is_still_there():
    """Gmail may have kept what the program was told to remove."""
    [first, second, *_] = migration((moved(mode="pop3-keep"),), server_decides=True)
    assert (first.code, second.code) == ("export.thunderbird", "keep-setting-web")
    steps = [step.code for step in migration((moved(),), server_decides=True)]
    assert "compare" in steps
    assert "upload-all.thunderbird" not in steps


def test_a_device_that_is_left_out_stops_taking_mail_away():
    assert codes(moved(usable=False), WITH_IMAP) == ["export", "stop-fetching"]
    assert codes(moved(usable=False, kind="phone")) == ["stop-fetching"]


@pytest.mark.parametrize("way", WAYS)
def test_the_heading_says_what_is_done(way):
    today, mode, usable = way
    words = heading(migration((moved(today, mode, usable=usable),)), "Office PC").template
    assert ("Moving" in words) == (usable and mode == "imap")
    assert ("Before anything" in words) == (not usable)


def test_each_device_has_its_own_steps_one_device_after_the_other():
    first = moved()
    second = msgspec.structs.replace(first, device=msgspec.structs.replace(first.device, name="Laptop"))
    steps = migration((first, second))
    assert [name for name, _ in itertools.groupby(step.device for step in steps)] == ["Office PC", "Laptop"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_step_has_a_text_in_both_languages(language):
    speaker = Speaker(language)
    steps = {step.code for kind, client, (today, mode, usable) in itertools.product(
        ("desktop", "phone"), PROGRAMS, WAYS)
        for decides in (False, True)
        for step in migration((moved(today, mode, client, kind, usable), WITH_IMAP), server_decides=decides)}
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


def test_the_articles_own_case_with_a_copy():
    """The same Outlook, now the one that carries the copy: it keeps its account and changes one setting."""
    office = Device("Office PC", "desktop", "outlook-classic", stays=True, today="pop3-remove")
    plan = advise(picture(), household(office, PHONE, backup="inbox"), CLIENTS)
    assert plan.devices[0].mode == "pop3-keep"
    assert [step.code for step in plan.migration][:3] == [
        "export.outlook-classic", "keep-setting.outlook-classic", "try-keep"]
    assert "old-mail-only-here" in {finding.id for finding in plan.devices[0].findings}


# --- every step played on the model, with an end at every point ---

OLD_MAIL = tuple(f"old{number}" for number in range(3))
DISASTERS = {"the person stops here": (), "the computer dies": (Lose("old"), Lose("new")),
             "the server is lost": (LoseServer(), Sync("phone"), Sync("new"))}


class Household:
    """A computer with its old account and perhaps a new one, a phone, and what was exported to a disk."""

    def __init__(self, today):
        self.modes = {"old": today, "new": "imap", "phone": "imap"}
        self.script = [*(Arrive(name) for name in OLD_MAIL), Sync("old"), Sync("phone")]
        self.disk, self.fetching, self.number = set(), True, 0

    def now(self, *more):
        simulation = Simulation(self.modes)
        for event in (*self.script, *more):
            simulation.happen(event)
        return simulation.outcome()

    def weeks(self):
        """Mail comes, and whatever fetches by itself does so."""
        self.number += 1
        self.script += [Arrive(f"new{self.number}"), *([Sync("old")] if self.fetching else []), Sync("phone")]

    def upload(self, message, folder):
        """One message more; the others may never follow."""
        if message not in {name for held in self.now().server.values() for name, _ in held}:
            self.script.append(Upload("new", message, folder))

    def safe(self, disaster):
        """Nothing of the old mail may be nowhere: neither on a device, nor on the server, nor on the disk."""
        return not self.now(*DISASTERS[disaster]).lost & set(OLD_MAIL) - self.disk


def parts(step, house):
    """What a step does, in the smallest parts after which somebody can be interrupted."""
    old = sorted(house.now().devices["old"].complete)
    match step:
        case "export":
            yield lambda: house.disk.update(old)
        case "pause-old":
            yield lambda: setattr(house, "fetching", False)
        case "keep-setting":
            yield lambda: house.script.append(Change("old", "pop3-keep"))
        case "upload-all" | "upload-missing":
            yield from (lambda message=message: house.upload(message, INBOX) for message in old)
        case "show-old-copy":
            yield from (lambda message=message: house.upload(message, "Old mail") for message in old)
        case "verify":
            assert set(OLD_MAIL) <= house.now(Sync("new")).devices["new"].messages
        case "remove-old":
            yield lambda: house.script.append(SetUp("old"))


@pytest.mark.parametrize("today", ["pop3-remove", "pop3-keep"])
@pytest.mark.parametrize("mode", ["imap", "pop3-keep"])
@settings(max_examples=40, deadline=None)
@given(busy=st.lists(st.booleans(), min_size=30, max_size=30))
def test_wherever_it_is_interrupted_the_only_copy_is_never_lost(today, mode, busy):
    """busy: whether mail comes, and is fetched by whatever still fetches, after each part."""
    house, busy = Household(today), iter(busy)
    for step in codes(moved(today, mode), WITH_IMAP):
        for part in parts(step, house):
            part()
            for disaster in DISASTERS:
                assert house.safe(disaster), f"{disaster} in step {step}"
            if next(busy):
                house.weeks()
    if mode == "imap":
        # At the end the server has everything, and the phone shows it.
        assert set(OLD_MAIL) <= house.now(Sync("phone")).devices["phone"].messages
    elif today == "pop3-remove":
        # Nothing came twice on the device that stays with POP3.
        held = [name for name, _ in house.now(Sync("old")).devices["old"].folders[INBOX]]
        assert len(held) == len(set(held))


def test_the_check_can_fail():
    """Switched first, as people do: the old account goes, and its mail with it."""
    house = Household("pop3-remove")
    house.script.append(SetUp("old"))
    assert not house.safe("the person stops here")
