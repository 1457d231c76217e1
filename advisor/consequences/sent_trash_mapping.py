"""Without SPECIAL-USE (RFC 6154) the server does not say which folder is for sent or deleted mail.

Then each program picks or makes its own, and what one has sent is not where the other looks.
"""

from advisor.consequences import Consequence, Finding, Seat, about, known
from advisor.model.text import Text, text
from advisor.modes import IMAP_MODES, open_candidates


def _look(seat: Seat) -> Finding | None:
    if seat.mode not in IMAP_MODES or seat.access.imap is None:
        return None
    for candidate in open_candidates(seat.picture, "imap"):
        special = candidate.fact("imap-special-use")
        if candidate.endpoint == seat.access.imap.endpoint and special.answer == "no":
            do, because = _choice(seat)
            return about(
                seat, "sent-trash-mapping", "costs" if seat.company else "note",
                text("The server does not say which folders are for sent, deleted and draft mail. {device} "
                     "may use others than your other programs do.", device=seat.device.name),
                known(special), *because, do=do)
    return None


def _choice(seat: Seat) -> tuple[Text, tuple[str, ...]]:
    """What to choose: by name where somebody logged in and saw the folders; and where that was seen."""
    device, seen = seat.device.name, seat.picture.measured
    names = dict(seen.folders) if seen else {}
    if seen is None or not {"sent", "trash", "drafts"} <= names.keys():
        return text("In the settings of {device}, choose the folders for sent, deleted and draft mail that "
                    "the provider's web page uses.", device=device), ()
    return text("In the settings of {device}, choose {sent} for sent mail, {trash} for deleted mail and "
                "{drafts} for drafts.", device=device, sent=names["sent"], trash=names["trash"],
                drafts=names["drafts"]), seen.because


CONSEQUENCE = Consequence(
    "sent-trash-mapping", "costs", ("devices.mode", "imap-special-use", "measured"), of_device=_look,
    sources=("RFC 6154 (SPECIAL-USE)",))
