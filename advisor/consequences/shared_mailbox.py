"""Several people read one mailbox: what one of them reads, answers or deletes is so for all."""

from advisor.consequences import Consequence, Finding, Whole, answered
from advisor.mailbox import Arrive, Read, Story, Sync
from advisor.model.text import text


def _look(whole: Whole) -> Finding | None:
    if not whole.household.wishes.shared:
        return None
    return Finding(
        "shared-mailbox", "note", (),
        text("Several people read this mailbox. With IMAP, what one of them reads or deletes is read or "
             "deleted for all."), (answered("wishes.shared", True),),
        do=text("Agree on a mark for mail that somebody is answering."))


CONSEQUENCE = Consequence(
    "shared-mailbox", "note", ("wishes.shared",), of_mailbox=_look,
    sources=("RFC 9051 §2.3.2 (flags)",), proof="C6",
    example=Story((("phone", "imap"), ("tablet", "imap")), (
        Arrive("bill"), Sync("phone"), Sync("tablet"), Read("phone", "bill"), Sync("tablet"))))
