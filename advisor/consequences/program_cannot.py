"""The mail program on a device cannot do what this provider or this household needs.

A device that nothing fits is left out: the plan says so, and no file is written for it.
"""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.model.household import MODES
from advisor.model.text import Text, text
from advisor.modes import gentle, kept_days, pop3_candidate

_ANOTHER = text("Use another mail program there, such as Thunderbird, or read this mail in the browser.")

_BROWSER = text("Read this mail in the browser there.")


def _look(seat: Seat) -> Finding | None:
    closed = tuple(f"client {seat.client.id}: {mode} closed, {seat.access.closed[mode]}"
                   for mode in MODES if mode in seat.access.closed)
    if seat.client.only_sends:
        return about(
            seat, "program-cannot", "note",
            text("{program} on {device} only sends. It is set up for that, and reads no mail.",
                 program=seat.client.name, device=seat.device.name), *seat.answer("client"),
            do=text("To read mail there too, use a program that fetches it beside {program}, such as mbsync, "
                    "getmail or fetchmail.", program=seat.client.name))
    if seat.mode is None:
        return about(seat, "program-cannot", "blocks", _why(seat), *seat.answer("client"), *closed,
                     do=_BROWSER if _only_one(seat) else _ANOTHER)
    if seat.pop3 and seat.access.closed.get("imap") == "program-lacks-imap":
        return about(
            seat, "program-cannot", "note",
            text("{program} on {device} has no IMAP, so it can only download mail (POP3).",
                 program=seat.client.name, device=seat.device.name), *seat.answer("client"), *closed,
                 do=_ANOTHER)
    return None


def _only_one(seat: Seat) -> bool:
    """Whether the server is the cause: it has no IMAP, and what POP3 fetches cannot stay on it."""
    fetched = pop3_candidate(seat.picture, seat.access.pop3)
    keeps_nothing = fetched is not None and (
        fetched.fact("pop3-uidl").answer == "no" or kept_days(seat.picture, fetched) == 0)
    return keeps_nothing and not gentle(seat.picture) and "pop3" in seat.client.protocols


def _why(seat: Seat) -> Text:
    if _only_one(seat):
        return text("This server hands its mail to one device only: what one has fetched is gone from it. So "
                    "nothing is set up on {device}.", device=seat.device.name)
    reasons = set(seat.access.closed.values())
    program, device = seat.client.name, seat.device.name
    if seat.access.modes:
        return text("{program} on {device} could read this mail only by taking it off the server, so nothing "
                    "is set up there.", program=program, device=device)
    if reasons & {"sign-in", "outgoing-sign-in"}:
        return text("{program} on {device} cannot sign in the way this provider demands.",
                    program=program, device=device)
    if "program-setting" in reasons:
        return text("{program} on {device} cannot be set so that your mail is safe.",
                    program=program, device=device)
    return text("{program} on {device} and this provider have no way of reading mail in common.",
                program=program, device=device)


CONSEQUENCE = Consequence(
    "program-cannot", "blocks",
    ("devices.mode", "devices.client", "client.protocols", "client.oauth2", "client.pop3_modes",
     "candidates"),
    of_device=_look,
    sources=("mail-advisor list clients --json",))
