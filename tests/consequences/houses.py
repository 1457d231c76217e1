"""Households with all that the findings say of them, to be played through in the mailbox model."""

import itertools
import random

from advisor import registry
from advisor.consequences import Seat, Shape, Whole
from advisor.mailbox import (
    Sync,
    play,
)
from advisor.model.household import MODES, Device
from advisor.modes import access
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
