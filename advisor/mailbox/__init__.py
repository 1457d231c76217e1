"""A mailbox and the devices that read it, as a model that can be played through.

Things happen in a fixed order: mail arrives, devices look, somebody deletes, a laptop is stolen. Afterwards
the model says what each device sees, what is lost and how full the mailbox is. The same scripts are played
against a real server in tests/real/test_mailbox.py; where the two differ, the model is wrong.
"""

from advisor.mailbox.events import (
    Answer,
    Arrive,
    Change,
    Delete,
    Event,
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
from advisor.mailbox.playing import Outcome, Sight, Simulation, play
from advisor.mailbox.server import INBOX, SENT
from advisor.mailbox.story import Story

__all__ = [
    "INBOX", "SENT", "Answer", "Arrive", "Change", "Delete", "Event", "Lose", "LoseServer", "Move", "Outcome",
    "Pass", "Read", "Send", "SetUp", "Sight", "Simulation", "Story", "Sync", "Upload", "play"]
