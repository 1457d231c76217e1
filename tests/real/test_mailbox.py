"""The proof of the mailbox model: the same scripts against real Dovecot, compared after every single event.

C1 to C12 are the cases of the advice, C13 is the move from POP3 to IMAP, C15 what POP3 sends, C16 a setting
that changes; after them come scripts made up at random. Where the two differ, the model is wrong.
"""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from advisor.mailbox import (
    Answer,
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
    Simulation,
    Sync,
    Upload,
)
from tests.mailbox.scripts import CASES, DEVICES, LOSING, scripts
from tests.real.lab.mailroom import Mailroom
from tests.real.lab.programs_at_work import ImapReader, Pop3Reader, letter

DAYS = 14
LARGE = 50_000_000
SMALL = next(quota for name, (_, _, quota) in CASES.items() if name.startswith("C5"))


@pytest.fixture(scope="module")
def rooms():
    """Mail hosts by the quota of their mailboxes, with Dovecot as it comes."""
    with Mailroom("large", LARGE) as large, Mailroom("small", SMALL) as small:
        yield {None: large, SMALL: small}


@pytest.fixture(scope="module")
def unmarking():
    """A mail host that leaves messages unread when POP3 fetches them."""
    with Mailroom("unmark", LARGE, "pop3_no_flag_updates = yes") as room:
        yield room


class Reality:
    """A mailbox on Dovecot and its devices, to which the same events happen."""

    def __init__(self, room, devices):
        self.room, self.user, self.day = room, room.fresh(), 0
        self.programs = {name: (ImapReader if mode.startswith("imap") else Pop3Reader)(
            room, self.user, mode, DAYS) for name, mode in devices.items()}
        self.gone, self.taken, self.deleted, self.refused = set(), set(), set(), []

    def happen(self, event):
        """Let it happen, with real sessions."""
        if isinstance(event, Lose | SetUp):
            self.programs[event.device].set_up()
            (self.gone.add if isinstance(event, Lose) else self.gone.discard)(event.device)
        elif isinstance(event, Pass):
            self.day += event.days
        elif isinstance(event, LoseServer):
            self.lose_server()
        elif isinstance(event, Arrive):
            content = letter(event.message, event.size).replace(b"\r\n", b"\n")
            self.note(event.message, self.room.deliver(self.user, content, event.folder))
        elif isinstance(event, Change):
            self.programs[event.device].mode = event.mode
        elif event.device not in self.gone:
            with self.room.inside():
                self.act(event, self.programs[event.device])

    def act(self, event, program):
        if isinstance(event, Sync):
            program.sync(self.day)
        elif isinstance(event, Read):
            program.mark(event.message, "seen")
        elif isinstance(event, Answer):
            program.mark(event.message, "answered")
        elif isinstance(event, Delete):
            if program.delete(event.message):
                self.deleted.add(event.message)
        elif isinstance(event, Move):
            program.move(event.message, event.folder)
        elif isinstance(event, Send):
            self.note(event.message, program.send(event.message, event.size))
        elif isinstance(event, Upload):
            self.note(event.message, program.upload(event.message, event.size, event.folder))

    def note(self, message, taken):
        (self.taken.add if taken else self.refused.append)(message)

    def lose_server(self):
        """The new mailbox's UIDVALIDITY is the second in which it is made: wait for another one."""
        with self.room.inside(), ImapReader(self.room, self.user, "imap", 0).session() as client:
            validity = client.select_folder("INBOX")[b"UIDVALIDITY"]
        self.room.wipe(self.user)
        while int(time.time()) <= validity:
            time.sleep(0.02)

    def state(self):
        """Everything that the model speaks of, as it really is."""
        witness = ImapReader(self.room, self.user, "imap", 0)
        with self.room.inside():
            witness.sync(0)
        there = {name for _, name, _ in witness.shows()}
        safe = there.union(self.deleted, *(program.complete() for program in self.programs.values()))
        return {
            "server": folders(witness.shows()), "refused": tuple(self.refused),
            "devices": {name: folders(program.shows()) for name, program in self.programs.items()},
            "complete": {name: program.complete() for name, program in self.programs.items()},
            "lost": self.taken - safe}


def folders(shown):
    found = {}
    for folder, name, marks in sorted(shown):
        found.setdefault(folder, []).append((name, marks))
    return {folder: tuple(held) for folder, held in found.items()}


def modelled(simulation):
    """The same of the model."""
    after = simulation.outcome()
    return {"server": after.server, "refused": after.refused,
            "devices": {name: sight.folders for name, sight in after.devices.items()},
            "complete": {name: set(sight.complete) for name, sight in after.devices.items()},
            "lost": set(after.lost)}


def compare(room, devices, script, quota, reality=Reality, **rules):
    model, reality = Simulation(devices, quota=quota, days=DAYS, **rules), reality(room, devices)
    for number, event in enumerate(script):
        model.happen(event)
        reality.happen(event)
        assert modelled(model) == reality.state(), f"after event {number}, {event}"


@pytest.mark.parametrize("name", CASES)
def test_the_model_does_what_dovecot_does(rooms, name):
    devices, script, quota = CASES[name]
    compare(rooms[quota], devices, script, quota)


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith(("C6", "C11"))])
def test_a_server_that_leaves_fetched_mail_unread(unmarking, name):
    devices, script, quota = CASES[name]
    compare(unmarking, devices, script, quota, marks_fetched=False)


@settings(max_examples=8, deadline=None, derandomize=True, database=None, phases=(Phase.generate,),
          suppress_health_check=list(HealthCheck))
@given(devices=DEVICES, script=scripts(LOSING, most=12))
def test_the_model_does_what_dovecot_does_whatever_happens(rooms, devices, script):
    compare(rooms[None], devices, script, None)


def received():
    """Bytes that have come over this thread's network so far."""
    row = next(line for line in Path("/proc/thread-self/net/dev").read_text().splitlines() if " lo:" in line)
    return int(row.split(":")[1].split()[0])


def test_headers_cost_far_less_on_the_wire_than_everything(rooms):
    """C9, in bytes that really went over the line, with TLS and all."""
    devices, script, _ = next(value for name, value in CASES.items() if name.startswith("C9"))
    model, reality = Simulation(devices, days=DAYS), Reality(rooms[None], devices)
    cost = {}
    for event in script:
        model.happen(event)
        with reality.room.inside():
            before = received()
            reality.happen(event)
            if isinstance(event, Sync):
                cost[event.device] = received() - before
            else:
                break_even = before
        if len(cost) == 3:
            break
    said = {name: sight.bytes for name, sight in model.outcome().devices.items()}
    assert break_even
    assert cost["Phone"] < 0.1 * min(cost["Laptop"], cost["PC"])
    for device in ("Laptop", "PC"):
        assert said[device] == pytest.approx(cost[device], rel=0.15)
    assert cost["Phone"] < 3 * said["Phone"]
