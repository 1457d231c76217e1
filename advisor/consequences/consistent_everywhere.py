"""When every device uses IMAP, all of them show the same mail, folders and marks."""

from advisor.consequences import Consequence, Finding, Whole
from advisor.mailbox import Arrive, Delete, Read, Story, Sync
from advisor.model.text import text


def _look(whole: Whole) -> Finding | None:
    if whole.shape.active < 2 or whole.shape.pop3:
        return None
    return Finding(
        "consistent-everywhere", "note", (),
        text("All your devices work on the server (IMAP), so they show the same: what is read, sent, moved "
             "or deleted on one is so on all."),
        ("every mode is imap or imap-offline",))


CONSEQUENCE = Consequence(
    "consistent-everywhere", "note", ("devices.mode",), of_mailbox=_look,
    sources=("RFC 9051 §2.3.2 (flags), §6.4.3 (EXPUNGE)",), proof="C8",
    example=Story((("computer", "imap"), ("phone", "imap")), (
        Arrive("bill"), Arrive("photos"), Sync("computer"), Sync("phone"), Read("computer",
        "bill"), Delete("phone", "photos"), Sync("phone"), Sync("computer"))))
