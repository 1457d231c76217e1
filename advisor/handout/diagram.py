"""The picture of the server and the devices: who holds a copy and who only looks.

Places are worked out here, in the units of the drawing; the template draws. What a line means is said in
words inside each box, and again for those who cannot see it; colour carries nothing alone.
"""

import unicodedata
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from advisor.handout.sight import does
from advisor.i18n import Speaker
from advisor.model.plan import DevicePlan, Plan
from advisor.model.text import Text, text
from advisor.sight import sight

Kind = Literal["inbox", "mirror", "archive", "look", "sends", "none"]

WIDTH = 460
_BOX, _GAP = 56, 10
_LEAST = 2 * _BOX + _GAP
_COLUMNS = 21         # what fits into a box, in letters of the name

_SAYS: Mapping[Kind, Text] = {
    "inbox": text("keeps a copy of the inbox"), "mirror": text("keeps a copy like the server"),
    "archive": text("keeps a copy of everything"), "look": text("only looks, no copy"),
    "sends": text("only sends"), "none": text("nothing is set up")}


class Box(Struct, frozen=True):
    """One device in the drawing. both: mail goes both ways, not only to the device. top: its upper edge;
    middle: where its line arrives.
    """

    kind: Kind
    both: bool
    name: str
    says: str
    top: int
    middle: int


class Diagram(Struct, frozen=True):
    """The whole drawing. text: the same in sentences. server_middle: the middle of the server's box."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    text: str
    server_middle: int


def draw(plan: Plan, speaker: Speaker) -> Diagram:
    """The drawing for the plan, one box a device from top to bottom."""
    inner = len(plan.devices) * (_BOX + _GAP) - _GAP
    height = max(inner, _LEAST) + 4
    start = (height - inner) // 2
    boxes = tuple(_box(one, plan, start + number * (_BOX + _GAP), speaker)
                  for number, one in enumerate(plan.devices))
    told = " ".join(speaker.say(does(one, plan)) for one in plan.devices)
    return Diagram(WIDTH, height, boxes, told, height // 2)


def _box(one: DevicePlan, plan: Plan, top: int, speaker: Speaker) -> Box:
    seen = sight(one, plan)
    kind: Kind = "sends" if one.only_sends else "none"
    if seen.inbox:
        kind = "look" if seen.copy == "none" else seen.copy
    return Box(kind, seen.marks == "all", shortened(one.device.name, _COLUMNS), speaker.say(_SAYS[kind]), top,
               top + _BOX // 2)


def shortened(name: str, columns: int) -> str:
    """The name, cut with an ellipsis where it takes more columns than that; wide letters take two."""
    taken = 0
    for place, letter in enumerate(name):
        taken += 2 if unicodedata.east_asian_width(letter) in "WF" else not unicodedata.combining(letter)
        if taken > columns:
            return name[:place].rstrip() + "…"
    return name
