"""What the findings claim, against the mailbox model: thousands of households, each claim played through.

For each ordered pair of devices a claim about what one does to the other must be true exactly where the
finding is there. The model itself is compared with a real server in tests/real/test_mailbox.py.
"""

import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import registry
from advisor.advise import advise
from advisor.consequences import Seat, Shape, Whole
from advisor.mailbox import (
    SENT,
    Arrive,
    Change,
    Delete,
    Lose,
    LoseServer,
    Move,
    Pass,
    Read,
    Send,
    SetUp,
    Sync,
    play,
)
from advisor.model.household import MODES, Device
from advisor.modes import IMAP_MODES, access
from tests.mailbox.scripts import QUIET, scripts
from tests.plan_samples import CLIENTS
from tests.samples import candidate, fact, household, picture

DAYS = 14
KINDS = ("desktop", "laptop", "phone", "tablet", "shared", "server")
FAMILY = registry.collect("advisor.consequences", "CONSEQUENCE")
VIEW, CLIENT = picture(), CLIENTS["thunderbird"]
ACCESS = access(VIEW, CLIENT)
EXPIRES = picture(candidate("imap"), candidate("pop3", facts=(
    fact("pop3-uidl"), fact("pop3-expire", value=30))), candidate("smtp"))


class House:
    """Devices in given modes, with all findings about them by (id, device); device "" for the mailbox."""

    def __init__(self, devices, modes, view=VIEW, one=ACCESS, backup="inbox"):
        home = household(*devices, backup=backup)
        seats = [Seat(device, number, mode, CLIENT, one, len(modes) > 1, home, view, DAYS)
                 for number, (device, mode) in enumerate(zip(devices, modes, strict=True), 1)]
        shape = Shape()
        for seat in seats:
            shape = shape.joined(seat.shape)
        entire = Whole(shape, home, view, CLIENTS, (one,) * len(seats))
        self.seats = {seat.device.name: seat for seat in seats}
        self.modes = {seat.device.name: seat.mode for seat in seats}
        self.found = {}
        for rule in FAMILY:
            for seat in seats if rule.of_device else ():
                self.found[rule.id, seat.device.name] = rule.of_device(seat)
            if rule.of_mailbox:
                self.found[rule.id, ""] = rule.of_mailbox(entire)

    def says(self, id, device=""):
        return self.found[id, device] is not None

    def play(self, *script, only=None, **rules):
        modes = {name: self.modes[name] for name in only} if only else self.modes
        return play(modes, script, days=DAYS, **rules)

    def pairs(self):
        return itertools.permutations(self.modes, 2)

    def all_look(self):
        return [Sync(name) for name in self.modes]


def houses(seed, sizes):
    """Every combination of modes for so many devices; what the devices are is drawn."""
    draw = random.Random(seed)
    for size in sizes:
        for modes in itertools.product(MODES, repeat=size):
            devices = tuple(Device(f"d{n}", draw.choice(KINDS), "thunderbird", draw.random() < 0.5)
                            for n in range(size))
            yield House(devices, modes)


SMALL = [house for seed in range(8) for house in houses(seed, (1, 2, 3))]
LARGE = list(houses(8, (4,)))


def test_who_takes_mail_away_from_whom():
    for house in SMALL:
        for one, other in house.pairs():
            at_once = house.play(Arrive("m"), Sync(one), Sync(other), only=(one, other))
            later = house.play(Arrive("m"), Sync(one), Pass(DAYS), Sync(one), Sync(other), only=(one, other))
            assert house.says("removed-from-server", one) == ("m" in at_once.hidden_from(other))
            assert (house.says("remover-vs-imap", one) or house.says("removed-from-server", one)) == (
                "m" in later.hidden_from(other))


def test_what_is_lost_with_a_device():
    for house in SMALL:
        for one in house.modes:
            alone = house.play(Arrive("m"), Sync(one), Pass(DAYS), Sync(one), Lose(one), only=(one,))
            assert house.says("single-copy", one) == ("m" in alone.lost)


def test_what_is_a_download_and_what_is_a_view():
    for house in SMALL:
        for one, other in house.pairs():
            if house.modes[other] in IMAP_MODES:
                after = house.play(Arrive("m"), Sync(one), Delete(other, "m"), LoseServer(), Sync(one),
                                   only=(one, other))
                stays = "m" in after.devices[one].messages
                assert house.says("pop-is-a-download", one) == stays
                assert house.says("imap-is-a-view", one) == (not stays)


def test_marks():
    for house in SMALL:
        for one, other in house.pairs():
            if "server" in (house.seats[one].device.kind, house.seats[other].device.kind):
                continue        # nobody reads there
            both = (one, other)
            after = house.play(Arrive("m"), Sync(other), Sync(one), Read(one, "m"), Sync(one), Sync(other),
                               only=both, marks_fetched=False)
            shared = "m" in after.devices[other].marked("seen")
            assert (any(house.says("read-marks-not-shared", name) for name in both)) == (not shared)


def test_mail_that_looks_read_although_nobody_read_it():
    for house in SMALL:
        for one, other in house.pairs():
            if house.modes[other] not in IMAP_MODES:
                continue        # the finding speaks of the devices with IMAP
            after = house.play(Arrive("m"), Sync(one), Sync(other), only=(one, other))
            assert house.says("fetched-looks-read", one) == ("m" in after.devices[other].marked("seen"))


def test_deletions():
    for house in SMALL:
        for one, other in house.pairs():
            if "server" in (house.seats[one].device.kind, house.seats[other].device.kind):
                continue
            stays = [
                "m" in house.play(Arrive("m"), Sync(second), Sync(first), Delete(first, "m"), Sync(first),
                                  Sync(second), only=(one, other)).devices[second].messages
                for first, second in ((one, other), (other, one))]
            assert any(house.says("deletion-not-shared", name) for name in (one, other)) == any(stays)


def test_what_is_deleted_here_frees_nothing_there():
    for house in SMALL:
        for one in house.modes:
            script = [Arrive("m"), Sync(one), Delete(one, "m"), Sync(one), Pass(365), Sync(one)]
            after = house.play(*script, only=(one,))
            assert house.says("kept-copy-not-deleted", one) == (after.used > 0)


def test_who_sees_folders():
    for house in SMALL:
        for one in house.modes:
            if house.seats[one].read_here:
                after = house.play(Arrive("m", folder="Work"), Sync(one), only=(one,))
                assert house.says("all-folders", one) == ("m" not in after.devices[one].messages)


@pytest.mark.parametrize("houses_of_a_size", [SMALL, LARGE], ids=["up to three devices", "four"])
def test_whether_all_show_the_same(houses_of_a_size):
    for house in houses_of_a_size:
        first = next(iter(house.modes))
        after = house.play(Arrive("m"), Arrive("n"), Arrive("w", folder="Work"), *house.all_look(),
                           Send(first, "s"), Read(first, "m"), Delete(first, "n"), *house.all_look())
        views = [sight.folders for sight in after.devices.values()]
        same = all(view == views[0] for view in views)
        assert house.says("consistent-everywhere") == (same and len(views) > 1)


@pytest.mark.parametrize("houses_of_a_size", [SMALL, LARGE], ids=["up to three devices", "four"])
def test_what_survives_the_server(houses_of_a_size):
    for house in houses_of_a_size:
        names = list(house.modes)
        after = house.play(Arrive("m"), Arrive("w", folder="Work"), *house.all_look(), LoseServer(),
                           *house.all_look())
        holders = {name for name in names if "m" in after.devices[name].complete}
        if not house.says("no-local-copy"):
            assert any(house.seats[name].copies for name in holders) or house.says("two-removers") or any(
                house.modes[name] == "pop3-remove" for name in names)
        assert bool(holders) == any(mode not in IMAP_MODES for mode in house.modes.values())
        for name in holders:
            if house.says("pop-copy-lacks-sent", name):
                assert "w" in after.lost


def test_what_is_sent_from_a_device():
    for house in SMALL:
        for one in house.modes:
            after = house.play(Arrive("m"), Sync(one), Send(one, "s"), Lose(one), only=(one,))
            alone = "s" in after.lost and house.seats[one].device.kind != "server"
            assert house.says("sent-stays-here", one) == alone


def test_what_was_taken_until_today():
    """A device that removed until today, whatever it does from now on: is its old mail lost with it?"""
    draw = random.Random(11)
    for mode in MODES:
        for company in (False, True):
            device = Device("d0", draw.choice(KINDS), "thunderbird", True, today="pop3-remove")
            others = (Device("d1", "phone", "thunderbird", False),) if company else ()
            house = House((device, *others), (mode, "imap")[:1 + company])
            story = [Arrive("m"), Sync("d0")]
            if mode not in IMAP_MODES:
                story += [Change("d0", mode), Arrive("n"), Sync("d0")]
            after = play({"d0": "pop3-remove", "d1": "imap"}, [*story, Sync("d1"), Lose("d0")], days=DAYS)
            told = {"old-mail-only-here", "migrate-pop-to-imap", "single-copy"}
            assert "m" in after.lost
            assert any(house.says(id, "d0") for id in told)
            if mode not in (*IMAP_MODES, "pop3-remove"):
                assert house.says("old-mail-only-here", "d0")
                assert "n" not in after.lost or mode == "pop3-keep-days"


HARMS = {"hidden": ("removed-from-server", "remover-vs-imap"), "lost": ("single-copy", "sent-stays-here")}


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(MODES), min_size=1, max_size=3), scripts(QUIET, most=20),
       st.sampled_from(("a", "b", "c")), st.integers(0, 20))
def test_no_harm_comes_that_nobody_was_told_of(modes, script, lost, days):
    """Whatever happens in whatever order: what is hidden or lost has a finding that says so."""
    names = ("a", "b", "c")[:len(modes)]
    house = House(tuple(Device(name, "laptop", "thunderbird", False) for name in names), modes)
    lived = [Arrive("first"), *house.all_look(),
             *(event for event in script if getattr(event, "device", "a") in names),
             Pass(days), *house.all_look(), *house.all_look()]
    after = house.play(*lived)
    told = [name for name in names if any(house.says(id, name) for id in HARMS["hidden"])]
    inbox = {message for sight in after.devices.values() for message, _ in sight.folders.get("INBOX", ())}
    moved = {event.message for event in lived if isinstance(event, Move)}
    for name in names:
        if (after.hidden_from(name) & inbox) - moved:
            assert [other for other in told if other != name]
    if lost in names:
        gone = house.play(*lived, Lose(lost)).lost
        assert not gone or any(house.says(id, lost) for id in HARMS["lost"])


def test_a_mirror_follows_deletions():
    for house in SMALL:
        for one, other in house.pairs():
            if house.modes[other] in IMAP_MODES:
                both = (one, other)
                before = house.play(Arrive("m"), Sync(one), LoseServer(), only=both)
                after = house.play(Arrive("m"), Sync(one), Delete(other, "m"), Sync(one), only=both)
                mirror = "m" in before.devices[one].complete and "m" not in after.devices[one].messages
                assert house.says("mirror-is-not-backup", one) == mirror


def test_two_removers_split_the_mail():
    for house in (*SMALL, *LARGE):
        removers = [name for name, mode in house.modes.items() if mode == "pop3-remove"]
        turns = [(Arrive(f"m{n}"), Sync(removers[n % len(removers)])) for n in range(8) if removers]
        after = house.play(*itertools.chain(*turns))
        shares = [after.devices[name].messages for name in removers]
        split = len(removers) > 1 and all(shares) and not frozenset.intersection(*shares)
        assert house.says("two-removers") == split


def test_what_setting_up_again_costs():
    for house in SMALL:
        for one in house.modes:
            script = [Arrive("m"), Sync(one), SetUp(one), Sync(one)]
            again = house.play(*script, only=(one,)).devices[one].bytes >= 2 * 4000
            assert house.says("redownload-on-setup", one) == (again and house.modes[one] not in IMAP_MODES)


def test_a_server_that_expires_hides_mail():
    one_access = access(EXPIRES, CLIENT)
    devices = (Device("a", "desktop", "thunderbird", True), Device("b", "phone", "thunderbird", False))
    for modes in itertools.product(one_access.modes, repeat=2):
        house = House(devices, modes, EXPIRES, one_access)
        for one, other in house.pairs():
            after = house.play(Arrive("m"), Sync(one), Pass(30), Sync(other), only=(one, other), expires=30)
            hides = any(house.says(id, one) for id in ("server-decides-pop", "removed-from-server"))
            assert hides == ("m" in after.hidden_from(other))


def test_the_plan_that_is_advised_keeps_its_word():
    """Whatever one device is lost, nothing received is; and the copy that the plan promises is there."""
    draw = random.Random(3)
    servers = (picture(), picture(candidate("imap"), candidate("smtp")),
               picture(candidate("pop3"), candidate("smtp")))
    for _ in range(400):
        devices = tuple(Device(f"d{n}", draw.choice(KINDS), draw.choice(("thunderbird", "generic")),
                               draw.random() < 0.5) for n in range(draw.randint(1, 4)))
        home = household(*devices, backup=draw.choice(("none", "inbox", "everything")),
                         keep_off_server=draw.random() < 0.2)
        plan = advise(draw.choice(servers), home, CLIENTS)
        modes = {one.device.name: one.mode for one in plan.devices if one.usable}
        told = {name for one in plan.devices for finding in one.findings if finding.id == "single-copy"
                for name in finding.devices}
        look = [Sync(name) for name in modes]
        lived = [Arrive("m"), *look, Pass(DAYS), Arrive("n"), *look]
        for name in modes:
            after = play(modes, [*lived, Lose(name)], days=DAYS)
            assert not after.lost or name in told
            assert not after.hidden_from(name) or after.devices[name].lost
        if plan.backup.device:
            after = play(modes, [*lived, Send(plan.backup.device, "s"), LoseServer(), *look], days=DAYS)
            assert {"m", "n"} <= after.devices[plan.backup.device].messages
            assert SENT in after.devices[plan.backup.device].folders
