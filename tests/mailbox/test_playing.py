"""The mailbox model: the twelve cases as a person would tell them, and what holds for every script."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advise import advise
from advisor.mailbox import (
    Arrive,
    Delete,
    Lose,
    LoseServer,
    Move,
    Pass,
    Read,
    Send,
    SetUp,
    Simulation,
    Sync,
    play,
)
from tests.mailbox.scripts import CASES, DELETING, DEVICES, LOSING, NAMES, QUIET, scripts
from tests.plan_samples import CLIENTS
from tests.samples import household, picture


def case(start, upto=None, **rules):
    devices, script, quota = next(value for name, value in CASES.items() if name.startswith(start))
    return play(devices, script[:upto], quota=quota, **rules)


def seen(outcome, device):
    return sorted(outcome.devices[device].messages)


def test_c1_a_remover_empties_the_view_of_the_others():
    assert seen(case("C1", 3), "Phone") == ["m1", "m2"]
    after = case("C1")
    assert (seen(after, "PC"), seen(after, "Phone")) == (["m1", "m2"], [])
    assert after.hidden_from("Phone") == {"m1", "m2"}
    assert (after.used, after.lost) == (0, frozenset())


def test_c2_the_only_copy_goes_with_the_device():
    after = case("C2")
    assert after.lost == {"m1"}
    assert seen(after, "PC") == ["m2"]


def test_c3_deleting_on_a_keeper_deletes_nowhere_else():
    after = case("C3")
    assert (seen(after, "PC"), seen(after, "Phone")) == (["m2"], ["m1", "m2"])


def test_c4_a_new_set_up_fetches_all_again_and_knows_no_marks():
    before, after = case("C4", 4), case("C4")
    assert (before.devices["PC"].bytes, after.devices["PC"].bytes) == (8000, 16000)
    assert before.devices["PC"].marked("seen") == {"m1"}
    assert after.devices["PC"].marked("seen") == set()


def test_c5_a_full_mailbox_refuses_until_something_is_deleted_on_the_server():
    full, after = case("C5", 7), case("C5")
    assert full.refused == ("m3", "s1")
    assert full.full_on == 0
    assert seen(after, "PC") == ["m2", "m4"]
    assert seen(after, "Phone") == ["m2", "m4"]
    assert after.lost == set()


def test_c6_marks_travel_with_imap_only():
    after = case("C6", marks_fetched=False)
    assert after.devices["PC"].marked("seen") == {"m1"}
    for device in ("Phone", "Laptop"):
        assert after.devices[device].marked("seen") == {"m2"}
        assert after.devices[device].marked("answered") == {"m3"}


def test_c6_many_servers_mark_as_read_whatever_pop3_fetches():
    after = case("C6", 6)
    assert after.devices["PC"].marked("seen") == set()
    assert after.devices["Phone"].marked("seen") == {"m1", "m2", "m3"}


def test_c7_days_are_counted_from_the_day_of_fetching():
    assert seen(case("C7", 6), "Phone") == ["m1", "m2"]
    assert seen(case("C7", 9), "Phone") == ["m2"]
    after = case("C7")
    assert (seen(after, "Phone"), seen(after, "PC")) == ([], ["m1", "m2"])


def test_c8_imap_deletes_for_all_but_the_downloader():
    after = case("C8")
    assert (seen(after, "Laptop"), seen(after, "Phone"), seen(after, "PC")) == (["m2"], ["m2"], ["m1", "m2"])
    assert after.devices["Laptop"].complete == {"m2"}


def test_c9_headers_first():
    after = case("C9")
    phone, laptop, pc = (after.devices[name].bytes for name in ("Phone", "Laptop", "PC"))
    assert phone < 0.2 * pc <= 0.2 * laptop


def test_c10_folders_are_for_imap_and_moving_back_makes_a_second_copy():
    after = case("C10")
    assert seen(after, "Phone") == ["m1", "m2", "s1", "spam"]
    assert seen(after, "PC") == ["m1", "m2", "s2"]
    assert set(after.devices["PC"].folders) == {"INBOX", "Here", "Sent"}
    # Filed and taken back, a message has a new number, and POP3 takes it for a new one.
    twice = play({"PC": "pop3-keep", "Phone": "imap"}, [
        Arrive("m1"), Sync("PC"), Move("Phone", "m1", "Work"), Move("Phone", "m1", "INBOX"), Sync("PC")])
    assert [message for message, _ in twice.devices["PC"].folders["INBOX"]] == ["m1", "m1"]


def test_c11_keep_until_deleted():
    assert seen(case("C11", 7), "Phone") == ["m1", "m2"]
    after = case("C11")
    assert (seen(after, "Phone"), seen(after, "PC"), seen(after, "Old")) == (["m2"], ["m2"], ["m1", "m2"])


def test_c12_the_family_plan_survives_the_server_but_for_sent_mail():
    after = next(play(devices, script) for name, (devices, script, _) in CASES.items()
                 if name.startswith("C12") and "server" in name)
    assert seen(after, "Office PC") == ["m1", "m2", "m3"]
    assert after.lost == {"s1"}
    assert seen(after, "Phone") == ["m3"]


def test_c12_the_family_plan_survives_the_loss_of_all_its_devices():
    after = next(play(devices, script) for name, (devices, script, _) in CASES.items()
                 if name.startswith("C12") and "device" in name)
    assert after.lost == set()
    assert seen(after, "Phone") == ["m1", "m2", "s1"]
    assert seen(after, "Office PC") == ["m1", "m2"]
    assert after.devices["Laptop"].lost


def test_c12_plays_the_plan_that_is_advised():
    plan = advise(picture(), household(backup="inbox"), CLIENTS)
    advised = {one.device.name: one.mode for one in plan.devices}
    assert [devices for name, (devices, _, _) in CASES.items() if name.startswith("C12")] == [advised] * 2


def outcomes(start):
    return [play(devices, script) for name, (devices, script, _) in CASES.items() if name.startswith(start)]


def test_c13_why_the_old_account_is_paused_before_anything_is_uploaded():
    paused, fetching, switched = outcomes("C13")
    assert (paused.lost, seen(paused, "Phone")) == (set(), ["m1", "m2"])
    assert (fetching.lost, seen(fetching, "Phone")) == ({"m1"}, ["m2"])     # taken away again from the inbox
    assert switched.lost == {"m1", "m2"}


def test_a_server_that_expires_what_was_fetched():
    devices = {"PC": "pop3-keep", "Phone": "imap"}
    after = play(devices, [Arrive("m1"), Sync("PC"), Arrive("m2"), Pass(30), Sync("Phone")], expires=30)
    assert seen(after, "Phone") == ["m2"]
    assert after.hidden_from("Phone") == {"m1"}


# --- what holds for every script ---

@settings(max_examples=150, deadline=None)
@given(DEVICES, scripts(LOSING), st.sampled_from((None, 12_000)))
def test_nothing_comes_from_nowhere_and_the_books_balance(devices, script, quota):
    simulation, known, lost = Simulation(devices, quota=quota), set(), frozenset()
    for event in script:
        if isinstance(event, Arrive | Send):
            known.add(event.message)
        simulation.happen(event)
        after = simulation.outcome()
        there = {message for held in after.server.values() for message, _ in held}
        for sight in after.devices.values():
            there |= sight.messages
        assert there <= known
        assert lost <= after.lost           # what is lost stays lost
        assert not after.lost & there - {
            message for name in NAMES for message in after.devices[name].messages
            if devices[name] == "imap"}     # at most a header of it is still remembered somewhere
        assert quota is None or after.used <= quota
        lost = after.lost
    sizes = {event.message: event.size for event in script if isinstance(event, Arrive | Send)}
    assert after.used == sum(sizes[m] for held in after.server.values() for m, _ in held) if script else True
    assert simulation.outcome() == play(devices, script, quota=quota)


@settings(max_examples=150, deadline=None)
@given(DEVICES, scripts(DELETING))
def test_nothing_is_lost_as_long_as_nothing_breaks(devices, script):
    assert play(devices, script).lost == set()


@settings(max_examples=150, deadline=None)
@given(DEVICES, scripts(LOSING))
def test_without_removers_no_lost_device_takes_received_mail_with_it(devices, script):
    kept = {name: mode if mode.startswith("imap") else "pop3-keep" for name, mode in devices.items()}
    quiet = [event for event in script if not isinstance(event, LoseServer)]
    received = {event.message for event in quiet if isinstance(event, Arrive)}
    assert not play(kept, quiet).lost & received


@settings(max_examples=150, deadline=None)
@given(DEVICES, scripts(LOSING))
def test_a_remover_that_looks_leaves_the_inbox_empty(devices, script):
    after = play({**devices, "a": "pop3-remove"}, [*script, SetUp("a"), Sync("a")])
    assert after.server.get("INBOX", ()) == ()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(("a", "b", "arrive")), max_size=30))
def test_two_removers_split_the_mail(turns):
    script = [Arrive(str(n)) if turn == "arrive" else Sync(turn) for n, turn in enumerate(turns)]
    after = play({"a": "pop3-remove", "b": "pop3-remove"}, [*script, Sync("a"), Sync("b")])
    one, other = (after.devices[name].messages for name in ("a", "b"))
    assert not one & other
    assert one | other == {event.message for event in script if isinstance(event, Arrive)}


@settings(max_examples=100, deadline=None)
@given(st.fixed_dictionaries({name: st.sampled_from(("imap", "imap-offline")) for name in NAMES}),
       scripts(LOSING))
def test_devices_with_imap_show_the_same(devices, script):
    anew = [event for name in NAMES for event in (SetUp(name), Sync(name))]
    after = play(devices, [*script, *anew])
    assert after.devices["a"].folders == after.devices["b"].folders == after.devices["c"].folders
    assert after.devices["a"].folders == after.server


@settings(max_examples=100, deadline=None)
@given(DEVICES, scripts(QUIET))
def test_pop3_shows_only_what_came_into_the_inbox_or_was_sent_from_it(devices, script):
    after = play({**devices, "a": "pop3-keep"}, script)
    own = {event.message for event in script if isinstance(event, Send) and event.device == "a"}
    arrived = {event.message for event in script if isinstance(event, Arrive)}
    moved = {event.message for event in script if isinstance(event, Move) and event.folder == "INBOX"}
    assert after.devices["a"].messages <= arrived | own | moved


@settings(max_examples=100, deadline=None)
@given(DEVICES, scripts(LOSING))
def test_looking_twice_changes_nothing(devices, script):
    once = play(devices, [*script, Sync("a")])
    assert play(devices, [*script, Sync("a"), Sync("a")]) == once


@pytest.mark.parametrize("event", [Sync("a"), Read("a", "m"), Delete("a", "m"), Send("a", "s")])
def test_a_lost_device_does_nothing(event):
    before = [Arrive("m"), Sync("a"), Lose("a")]
    devices = {"a": "pop3-remove"}
    assert play(devices, [*before, event]) == play(devices, before)
