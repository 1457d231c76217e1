"""Whatever happens, in whatever order: no harm comes untold, and the plan that is advised keeps its word."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.advise import advise
from advisor.mailbox import (
    SENT,
    Arrive,
    Lose,
    LoseServer,
    Move,
    Pass,
    Send,
    Sync,
    play,
)
from advisor.model.household import MODES, Device
from tests.consequences.houses import DAYS, KINDS, House
from tests.mailbox.scripts import QUIET, scripts
from tests.plan_samples import CLIENTS
from tests.samples import candidate, household, picture

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
