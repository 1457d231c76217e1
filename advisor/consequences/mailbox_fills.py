"""A mailbox from which nothing is ever removed fills up; then new mail is refused.

At some providers a full mailbox cannot send either. Only numbers that somebody gave make this count in the
choice of a plan; assumed ones give a remark.
"""

from advisor.consequences import Consequence, Finding, Whole
from advisor.forecast import FORESEEABLE, SOON, full_in
from advisor.mailbox import Arrive, Delete, Story, Sync
from advisor.model.plan import Severity
from advisor.model.text import counted, text
from advisor.volume import volume


def _look(whole: Whole) -> Finding | None:
    told = volume(whole.picture, whole.household)
    quota, monthly = told.quota_mb, told.monthly_mb[1]
    if quota is None or not whole.shape.active:
        return None
    # What is removed within a month cannot pile up to more than a month's mail.
    removed = whole.shape.takers or (whole.shape.pop3 and any(one.expiry for one in whole.accesses))
    if removed and monthly <= quota:
        return None
    months = full_in(quota, told.used_mb, monthly)
    if months is None or months > FORESEEABLE:
        return None
    do = text("Delete or move old mail in time, or ask the provider for more space.")
    because = (*told.because, "assumption nobody deletes mail")
    if months == 0:
        return Finding("mailbox-fills", "blocks", (),
                       text("Your mailbox is full: new mail is refused, and at some providers you cannot "
                            "send."),
                       because, do)
    says = (counted(
        "If as much mail comes as is usual, your mailbox is full in about {n} month. Then new mail is "
        "refused.",
        "If as much mail comes as is usual, your mailbox is full in about {n} months. Then new mail is "
        "refused.",
        n=months) if told.assumed else counted(
        "Your mailbox will be full in about {n} month if nobody deletes mail. Then new mail is refused.",
        "Your mailbox will be full in about {n} months if nobody deletes mail. Then new mail is refused.",
        n=months))
    severity: Severity = "note" if told.assumed else "blocks" if months <= SOON else "costs"
    return Finding("mailbox-fills", severity, (), says, because, do)


CONSEQUENCE = Consequence(
    "mailbox-fills", "blocks",
    ("devices.mode", "wishes.quota_mb", "measured", "wishes.used_mb", "wishes.monthly_mb",
     "provider.quota_mb"), of_mailbox=_look,
    sources=("RFC 9208 (QUOTA)",
             "RFC 5321 §4.2.2 (552)"), proof="C5",
    example=Story((("computer", "pop3-keep"),), (
        Arrive("bill"), Sync("computer"), Delete("computer", "bill"), Arrive("photos"),
        Arrive("invitation")), quota=9000))
