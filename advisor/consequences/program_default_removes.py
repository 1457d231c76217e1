"""Some programs remove mail from the server unless they are told otherwise."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.model.text import text

_REMOVES = ("removes", "keeps-7-days", "keeps-14-days")
_FOR_GOOD = ("pop3-keep", "pop3-keep-until-deleted")


def _look(seat: Seat) -> Finding | None:
    if seat.mode not in _FOR_GOOD or seat.client.pop3_default not in _REMOVES:
        return None
    return about(
        seat, "program-default-removes", "note",
        text("Left to itself, {program} removes POP3 mail from the server, at once or after some days. The "
             "settings here say otherwise.", program=seat.client.name),
        f"client {seat.client.id}: pop3_default = {seat.client.pop3_default}",
        do=text("After setting it up on {device}, check that \"leave messages on server\" is on.",
                device=seat.device.name))


CONSEQUENCE = Consequence(
    "program-default-removes", "note", ("devices.mode", "devices.client", "client.pop3_default"),
    of_device=_look,
    sources=("RFC 1939 §8",), proof="C1")
