"""With POP3, what is deleted on one device is not deleted on the others, or only after a detour."""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Delete, Story, Sync
from advisor.model.text import text
from advisor.modes import open_candidates


def _look(seat: Seat) -> Finding | None:
    if not seat.pop3 or not seat.company or not seat.read_here:
        return None
    device = seat.device.name
    if seat.mode == "pop3-keep-until-deleted":
        says = text("What you delete on {device} disappears from the server and from the IMAP devices. What "
                    "you delete elsewhere stays on {device}.", device=device)
    elif seat.mode == "pop3-remove":
        says = text("What you delete on another device stays on {device}, if {device} had fetched it.",
                    device=device)
    else:
        says = text("What you delete on {device} is still there on the other devices, and the other way "
                    "round.",
                    device=device)
    do = (text("Tidy up the mailbox on a device with IMAP or on the provider's web page, not on {device}.",
               device=device) if open_candidates(seat.picture, "imap") else
          text("Tidy up the mailbox on the provider's web page, not on {device}.", device=device))
    return about(seat, "deletion-not-shared", "diverges", says, do=do)


CONSEQUENCE = Consequence(
    "deletion-not-shared", "diverges", ("devices.mode", "devices.kind", "candidates"), of_device=_look,
    sources=("RFC 1939 §5 (DELE), §8",), proof="C3",
    example=Story((("computer", "pop3-keep"), ("phone", "imap")), (
        Arrive("bill"), Sync("computer"), Sync("phone"), Delete("computer", "bill"),
        Sync("computer"), Sync("phone"))))
