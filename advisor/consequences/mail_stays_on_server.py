"""The person wants mail off the server, but no device can remove it without harm to others."""

from advisor.consequences import Consequence, Finding, Whole, answered
from advisor.model.text import text


def _look(whole: Whole) -> Finding | None:
    if not whole.household.wishes.keep_off_server or whole.shape.takers:
        return None
    because = (answered("wishes.keep_off_server", True),)
    if whole.shape.active > 1:
        return Finding(
            "mail-stays-on-server", "blocks", (),
            text("Mail stays on the server, although you would rather not have it there: with several "
                 "devices, removing it would take it away from the others."), because,
            do=text("Delete or move old mail by hand once it is saved elsewhere."))
    return Finding(
        "mail-stays-on-server", "blocks", (),
        text("Mail stays on the server, although you would rather not have it there: this device is not a "
             "safe place for the only copy, or cannot remove it."), because,
        do=text("Read this mail on a computer that stays in one place, and save its mail folder to another "
                "disk."))


CONSEQUENCE = Consequence(
    "mail-stays-on-server", "blocks", ("devices.mode", "wishes.keep_off_server"), of_mailbox=_look,
    sources=("RFC 1939 §8",), proof="C7")
