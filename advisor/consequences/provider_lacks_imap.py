"""Where no IMAP server may be used, every device downloads its mail, and nothing is shared between them."""

from advisor.consequences import Consequence, Finding, Whole
from advisor.mailbox import Arrive, Read, Story, Sync
from advisor.model.text import text
from advisor.modes import only_plain_text, open_candidates


def _look(whole: Whole) -> Finding | None:
    if not whole.shape.active or open_candidates(whole.picture, "imap"):
        return None
    because = tuple(f"candidate {one.endpoint}: {one.because}" for one in whole.picture.candidates
                    if one.endpoint.protocol == "imap")
    says = (text("The provider offers IMAP only without encryption, so mail is downloaded (POP3).")
            if only_plain_text(whole.picture, "imap") else
            text("No usable IMAP server was found at the provider, so mail is downloaded (POP3)."))
    return Finding("provider-lacks-imap", "note", (), says, because or ("no IMAP server was found",),
                   do=text("Ask the provider for IMAP if you read mail on more than one device."))


CONSEQUENCE = Consequence(
    "provider-lacks-imap", "note", ("candidates",), of_mailbox=_look,
    sources=("RFC 1939 §3",), proof="C6",
    example=Story((("computer", "pop3-keep"), ("phone", "pop3-keep")), (
        Arrive("bill"), Sync("computer"), Sync("phone"), Read("computer", "bill"),
        Sync("computer"), Sync("phone"))))
