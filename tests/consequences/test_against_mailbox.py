"""What the findings claim, against the mailbox model: thousands of households, each claim played through.

For each ordered pair of devices a claim about what one does to the other must be true exactly where the
finding is there. The model itself is compared with a real server in tests/real/test_mailbox.py.
"""

import itertools
import random

import pytest

from advisor.mailbox import (
    Arrive,
    Change,
    Delete,
    Lose,
    LoseServer,
    Pass,
    Read,
    Send,
    SetUp,
    Sync,
    play,
)
from advisor.model.household import MODES, Device
from advisor.modes import IMAP_MODES, access
from tests.consequences.houses import CLIENT, DAYS, EXPIRES, KINDS, LARGE, SMALL, House


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
