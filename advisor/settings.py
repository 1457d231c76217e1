"""The settings of one device: which servers, how to sign in, how often to look, and what POP3 leaves
behind.

Every part of the POP3 policy is written out, because mail programs differ in what they do when nothing is
said.
"""

from collections.abc import Sequence

from advisor.consequences import Seat
from advisor.model.endpoint import Protocol
from advisor.model.household import Device, Mode
from advisor.model.picture import Picture
from advisor.model.plan import Pop3Policy, Server, Settings
from advisor.modes import IMAP_MODES, Access, least_minutes, open_candidates

IMAP_MINUTES = 10
POP3_MINUTES = 15
DAYS = 14
MAPPED = ("archive", "drafts", "junk", "sent", "trash")     # folders that a program can be told
DAYS_FOR_ABSENCE = 30       # some device is often not connected, and must still see the mail


def days_kept(devices: Sequence[Device], expiry: int | None) -> int:
    """How long `pop3-keep-days` leaves mail on the server: longer than any device is away, shorter than
    EXPIRE.
    """
    wanted = DAYS if all(device.connection == "always" for device in devices) else DAYS_FOR_ABSENCE
    return wanted if expiry is None else max(1, min(wanted, expiry - 1))


def settings(seat: Seat, readers: int) -> Settings:
    """What is written into the program of `seat`. readers: number of devices that ask the POP3 server.

    A device that is left out gets what its provider offers best, to be shown and not to be written.
    """
    mode = nominal(seat)
    incoming = seat.access.server(mode) or _first(seat.picture, "imap" if mode == "imap" else "pop3")
    outgoing = seat.access.outgoing or _first(seat.picture, "smtp")
    return Settings(incoming, outgoing, _policy(mode, seat.days),
                    _minutes(mode, seat.picture, seat.access, readers), mode == "imap-offline",
                    _folders(mode, seat.picture),
                    (seat.picture.measured.separator if seat.picture.measured else "") or "/",
                    seat.picture.provider.account if seat.picture.provider else "")


def nominal(seat: Seat) -> Mode:
    """The mode of a seat; for a device that is left out, the one that would be best if its program could."""
    if seat.mode is not None:
        return seat.mode
    return "imap" if open_candidates(seat.picture, "imap") else "pop3-keep"


def _first(picture: Picture, protocol: Protocol) -> Server:
    best = open_candidates(picture, protocol)[0]
    return Server(best.endpoint, best.username, best.auth[0] if best.auth else "password")


def _policy(mode: Mode, days: int) -> Pop3Policy | None:
    return {
        "pop3-keep": Pop3Policy(True, None, False),
        "pop3-keep-days": Pop3Policy(True, days, False),
        "pop3-keep-until-deleted": Pop3Policy(True, None, True),
        "pop3-remove": Pop3Policy(False, None, False),
    }.get(mode)


def _folders(mode: Mode, picture: Picture) -> tuple[tuple[str, str], ...]:
    """Which folders are for what, as a login showed it (SPECIAL-USE, RFC 6154, or their names)."""
    if mode not in IMAP_MODES or picture.measured is None:
        return ()
    return tuple((use, name) for use, name in picture.measured.folders if use in MAPPED)


def _minutes(mode: Mode, picture: Picture, access: Access, readers: int) -> int:
    """LOGIN-DELAY counts for the mailbox, so devices that read it with POP3 share it."""
    if mode in IMAP_MODES:
        return IMAP_MINUTES
    return max(POP3_MINUTES, (least_minutes(picture, access) or 0) * max(1, readers))
