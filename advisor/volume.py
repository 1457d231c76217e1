"""How much mail there is: how much the mailbox holds, what lies in it, and what comes each month.

What a login measured is best, then the answers, then the provider's profile. What nobody knows is assumed,
and every assumption is named.
"""

from msgspec import Struct

from advisor import survey
from advisor.because import answered, ruled
from advisor.model.account import Account
from advisor.model.household import Household
from advisor.model.picture import Measured, Picture

ASSUMED_MONTHLY = (20, 50, 150)     # MB a month of a private mailbox: few, usual, many
_SURE = (2, 3), (3, 2)              # a number may be off by half: clearly less, clearly more


class Volume(Struct, frozen=True):
    """In MB. quota_mb None: the size of the mailbox is not known. monthly_mb: low, expected, high.

    assumed: the monthly figure, or what is in use, is neither measured nor answered.
    """

    quota_mb: int | None
    used_mb: int
    monthly_mb: tuple[int, int, int]
    assumed: bool
    because: tuple[str, ...]


def volume(picture: Picture, household: Household) -> Volume:
    """What is measured, answered, known of the provider or assumed about the amount of mail."""
    wishes, provider = household.wishes, picture.provider
    seen = picture.measured or Measured(None, None, None, ())
    because = list(seen.because)
    quota, used, monthly = seen.quota_mb, seen.used_mb, seen.monthly_mb
    if quota is None and wishes.quota_mb is not None:
        quota = wishes.quota_mb
        because.append(answered("wishes.quota_mb", quota))
    elif quota is None and provider is not None and provider.quota_mb is not None:
        quota = provider.quota_mb
        because.append(ruled(provider, "quota_mb"))
    if used is None and wishes.used_mb is not None:
        used = wishes.used_mb
        because.append(answered("wishes.used_mb", used))
    if monthly is None and wishes.monthly_mb is not None:
        monthly = wishes.monthly_mb
        because.append(answered("wishes.monthly_mb", monthly))
    if used is None:
        because.append("assumption used_mb = 0")
    if monthly is None:
        rates = ASSUMED_MONTHLY
        because.append("assumption monthly_mb = {1} ({0} to {2})".format(*rates))
    else:
        less, more = ((monthly * up + down - 1) // down for up, down in _SURE)
        rates = less, monthly, more
    return Volume(quota, used or 0, rates, used is None or monthly is None, tuple(because))


def measured(account: Account | None) -> Measured | None:
    """What the surveys of a login amount to; None where there is none.

    IMAP tells more than POP3, and what the provider counts more than the sum of the folders.
    """
    seen = (account.survey("imap") or account.survey("pop3")) if account else None
    if seen is None:
        return None
    found = survey.measured(account)
    return Measured(found.quota_mb, found.used_mb, found.monthly_mb,
                    (f"measured over {seen.protocol} on {seen.day}",), found.folders, found.separator)
