"""Some programs remove mail from the server unless they are told otherwise."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.model.text import text

_DAYS = {"removes": 0, "keeps-7-days": 7, "keeps-14-days": 14}
_FOR_GOOD = ("pop3-keep", "pop3-keep-until-deleted")


def _look(seat: Seat) -> Finding | None:
    days = _DAYS.get(seat.client.pop3_default)
    if seat.mode not in _FOR_GOOD or days is None:
        return None
    says = (text("Left to itself, {program} removes POP3 mail from the server at once. The settings here say "
                 "otherwise.", program=seat.client.name) if days == 0 else
            text("Left to itself, {program} removes POP3 mail from the server after {days} days. The "
                 "settings here say otherwise.", program=seat.client.name, days=days))
    return about(
        seat, "program-default-removes", "note", says,
        f"client {seat.client.id}: pop3_default = {seat.client.pop3_default}",
        do=text("After setting it up on {device}, check that \"leave messages on server\" is on.",
                device=seat.device.name))


CONSEQUENCE = Consequence(
    "program-default-removes", "note", ("devices.mode", "devices.client", "client.pop3_default"),
    of_device=_look,
    sources=("RFC 1939 §8",), proof="C1")
