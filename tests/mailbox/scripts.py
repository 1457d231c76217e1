"""Scripts for the mailbox model: the twelve cases of the advice, and scripts made up at random."""

from hypothesis import strategies as st

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
    Sync,
    Upload,
)
from advisor.model.household import MODES

BIG = 60_000
# name -> (devices, script, quota in bytes or None). Devices look in the order in which they are written.
CASES = {
    "C1 default POP3 empties the other device's view": (
        {"PC": "pop3-remove", "Phone": "imap"},
        [Arrive("m1"), Arrive("m2"), Sync("Phone"), Sync("PC"), Sync("Phone")], None),
    "C2 single copy lost": (
        {"PC": "pop3-remove"}, [Arrive("m1"), Sync("PC"), Arrive("m2"), Lose("PC"), SetUp("PC"), Sync("PC")],
        None),
    "C3 keep: what is deleted here stays there": (
        {"PC": "pop3-keep", "Phone": "imap"},
        [Arrive("m1"), Arrive("m2"), Sync("PC"), Delete("PC", "m1"), Sync("PC"), Sync("Phone")], None),
    "C4 a new set-up downloads everything again": (
        {"PC": "pop3-keep"},
        [Arrive("m1"), Arrive("m2"), Sync("PC"), Read("PC", "m1"), SetUp("PC"), Sync("PC"), Sync("PC")],
        None),
    "C5 the quota is reached and mail is refused": (
        {"PC": "pop3-keep", "Phone": "imap"},
        [Arrive("m1", BIG), Sync("PC"), Delete("PC", "m1"), Arrive("m2", BIG), Sync("PC"), Arrive("m3", BIG),
         Send("Phone", "s1", BIG), Delete("Phone", "m1"), Arrive("m4", BIG), Sync("PC"), Sync("Phone")],
        2 * BIG + 1000),
    "C6 marks are shared over IMAP, not over POP3": (
        {"PC": "pop3-keep", "Phone": "imap", "Laptop": "imap-offline"},
        [Arrive("m1"), Arrive("m2"), Arrive("m3"), Sync("PC"), Sync("Phone"), Sync("Laptop"),
         Read("PC", "m1"), Read("Phone", "m2"), Answer("Laptop", "m3"), Sync("PC"), Sync("Phone"),
         Sync("Laptop")], None),
    "C7 keep-days takes mail away from under IMAP": (
        {"PC": "pop3-keep-days", "Phone": "imap"},
        [Arrive("m1"), Sync("PC"), Pass(7), Arrive("m2"), Sync("PC"), Sync("Phone"), Pass(7), Sync("PC"),
         Sync("Phone"), Pass(7), Sync("PC"), Sync("Phone")], None),
    "C8 what is deleted with IMAP is gone everywhere": (
        {"Phone": "imap", "Laptop": "imap-offline", "PC": "pop3-keep"},
        [Arrive("m1"), Arrive("m2"), Sync("Laptop"), Sync("PC"), Delete("Phone", "m1"), Sync("Laptop"),
         Sync("PC")], None),
    "C9 headers are far smaller than everything": (
        {"Phone": "imap", "Laptop": "imap-offline", "PC": "pop3-keep"},
        [*(Arrive(f"m{n}", BIG) for n in range(10)), Sync("Phone"), Sync("Laptop"), Sync("PC"),
         Read("Phone", "m1")], None),
    "C10 POP3 sees no folders": (
        {"PC": "pop3-keep", "Phone": "imap", "Laptop": "imap"},
        [Arrive("m1"), Arrive("m2"), Arrive("spam", folder="Junk"), Move("Phone", "m1", "Work"),
         Send("Laptop", "s1"), Sync("PC"), Sync("Phone"), Sync("Laptop"), Move("Phone", "m1", "INBOX"),
         Sync("PC"), Move("PC", "m2", "Here"), Send("PC", "s2"), Sync("Phone")], None),
    "C11 keep until deleted": (
        {"PC": "pop3-keep-until-deleted", "Phone": "imap", "Old": "pop3-keep"},
        [Arrive("m1"), Arrive("m2"), Sync("PC"), Sync("Old"), Sync("Phone"), Delete("PC", "m1"),
         Sync("Phone"), Sync("PC"), Sync("Phone"), Sync("Old")], None),
    "C12 the family plan, and the server is lost": (
        {"Office PC": "pop3-keep", "Laptop": "imap", "Phone": "imap"},
        [Arrive("m1"), Arrive("m2"), Sync("Office PC"), Sync("Laptop"), Read("Phone", "m1"),
         Send("Laptop", "s1"), LoseServer(), Sync("Laptop"), Sync("Phone"), Arrive("m3"), Sync("Office PC"),
         Sync("Phone")], None),
    "C12 the family plan, and a device is lost": (
        {"Office PC": "pop3-keep", "Laptop": "imap", "Phone": "imap"},
        [Arrive("m1"), Send("Laptop", "s1"), Sync("Office PC"), Lose("Office PC"), Arrive("m2"),
         Lose("Phone"),
         Lose("Laptop"), SetUp("Phone"), Sync("Phone"), SetUp("Office PC"), Sync("Office PC")], None),
}

# The article's own case: for years a program took everything; now its mail goes up. The two accounts of the
# old computer are two devices here, and both are lost with it.
OLD_MAIL = [Arrive("m1"), Arrive("m2"), Sync("Old account")]
UPLOADED = [Upload("New account", "m1"), Upload("New account", "m2", "Work")]
MOVING = {"Old account": "pop3-remove", "New account": "imap", "Phone": "imap"}
LOST = [Lose("Old account"), Lose("New account"), Sync("Phone")]
CASES |= {
    "C13 moving from POP3 to IMAP, the old account paused": (MOVING, [*OLD_MAIL, *UPLOADED, *LOST], None),
    "C13 moving from POP3 to IMAP, the old account still fetching": (
        MOVING, [*OLD_MAIL, *UPLOADED, Sync("Old account"), Sync("New account"), *LOST], None),
    "C15 what POP3 sends stays where it was sent": (
        {"PC": "pop3-keep", "Phone": "imap", "Old": "pop3-remove"},
        [Arrive("m1"), Sync("PC"), Send("PC", "s1"), Send("Phone", "s2"), Send("Old", "s3"), Sync("PC"),
         Sync("Phone"), Lose("PC"), Lose("Old"), SetUp("PC"), Sync("PC")], None),
    "C16 a program that removed is told to keep, and its old mail goes into a folder": (
        {"PC": "pop3-remove", "PC with IMAP": "imap", "Phone": "imap"},
        [Arrive("m1"), Sync("PC"), Change("PC", "pop3-keep"), Arrive("m2"), Sync("PC"), Sync("Phone"),
         Upload("PC with IMAP", "m1", "Old mail"), Sync("PC"), Sync("Phone"), Lose("PC")], None),
    "C13 moving from POP3 to IMAP, switched first": (
        MOVING, [*OLD_MAIL, SetUp("New account"), Sync("New account"), SetUp("Old account"), Sync("Phone")],
        None)}

# The server itself deletes after some days. A day of this case is a second on the real server, whose rule is
# set accordingly (autoexpunge); see tests/real/test_expiry.py.
EXPIRY = 30
EXPIRING = {
    "C14 the server deletes what is old, POP3 keeps its copy": (
        {"PC": "pop3-keep", "Phone": "imap", "Laptop": "imap-offline"},
        [Arrive("m1"), Arrive("m2"), Sync("PC"), Sync("Phone"), Sync("Laptop"), Read("Phone", "m1"),
         Pass(EXPIRY), Sync("PC"), Sync("Phone"), Sync("Laptop"), Arrive("m3"), Sync("PC"), Sync("Phone")],
        None)}

NAMES = ("a", "b", "c")
_DEVICE, _MESSAGE = st.sampled_from(NAMES), st.sampled_from([f"m{n}" for n in range(6)])
FOLDERS = st.sampled_from(("INBOX", "Work", "Junk"))
QUIET = st.one_of(
    st.builds(Sync, _DEVICE), st.builds(Sync, _DEVICE), st.builds(Read, _DEVICE, _MESSAGE),
    st.builds(Answer, _DEVICE, _MESSAGE), st.builds(Move, _DEVICE, _MESSAGE, FOLDERS),
    st.builds(Pass, st.integers(1, 20)), st.just("arrive"), st.just("arrive"), st.just("send"))
DELETING = st.one_of(QUIET, QUIET, st.builds(Delete, _DEVICE, _MESSAGE))
LOSING = st.one_of(DELETING, DELETING, st.builds(Lose, _DEVICE), st.builds(SetUp, _DEVICE),
                   st.just(LoseServer()))
DEVICES = st.fixed_dictionaries({name: st.sampled_from(MODES) for name in NAMES})


@st.composite
def scripts(draw, events, most=30):
    """A list of events in which every message arrives, or is sent, once."""
    script, number = [], 0
    for event in draw(st.lists(events, max_size=most)):
        if event == "arrive":
            event = Arrive(f"m{number}", draw(st.integers(1, 9)) * 1000)
            number += 1
        elif event == "send":
            event = Send(draw(_DEVICE), f"m{number}", draw(st.integers(1, 9)) * 1000)
            number += 1
        script.append(event)
    return script
