"""Two devices that remove mail at once split it between them: each message lands on whichever asks first."""

from advisor.consequences import Consequence, Finding, Whole
from advisor.mailbox import Arrive, Story, Sync
from advisor.model.text import text


def _look(whole: Whole) -> Finding | None:
    if whole.shape.removers < 2:
        return None
    return Finding(
        "two-removers", "hides-mail", (),
        text("Two devices take mail off the server. Each message ends up on the one that asks first, so your "
             "mail is split between them."),
        ("two devices with mode pop3-remove",),
        do=text("Let at most one device remove mail."))


CONSEQUENCE = Consequence(
    "two-removers", "hides-mail", ("devices.mode",), of_mailbox=_look,
    sources=("RFC 1939 §5 (DELE), §6 (QUIT)",), proof="C1",
    example=Story((("computer", "pop3-remove"), ("laptop", "pop3-remove")), (
        Arrive("bill"), Sync("computer"), Arrive("photos"), Sync("laptop"), Sync("computer"))))
