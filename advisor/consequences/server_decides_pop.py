"""Some servers decide themselves what happens to mail that POP3 fetched, whatever the program is set to.

Gmail has a switch for it on the web; others announce after how many days they delete (RFC 2449 section 6.7).
"""

from advisor.consequences import Consequence, Finding, Seat, about, ruled, ruling
from advisor.mailbox import Arrive, Pass, Story, Sync
from advisor.model.picture import ProviderView
from advisor.model.text import Text, counted, text
from advisor.modes import KEEP_MODES


def _look(seat: Seat) -> Finding | None:
    if not seat.pop3:
        return None
    provider = seat.picture.provider
    if provider is not None and provider.pop3_decides == "server":
        return about(
            seat, "server-decides-pop", "costs",
            text("{provider} decides what happens to mail that {device} has fetched, not the mail program.",
                 provider=provider.name, device=seat.device.name),
            ruled(provider, "pop3_decides"),
            do=text("On the web page of {provider}, set POP3 so that it keeps the mail in the inbox.",
                    provider=provider.name))
    expiry = seat.access.expiry
    if not expiry or seat.mode not in KEEP_MODES:
        return None
    return about(
        seat, "server-decides-pop", "hides-mail" if seat.company else "costs",
        _limit(provider, expiry, seat.device.name), *seat.fact("pop3-expire"),
        *ruling(provider, "pop3_keeps_days"),
        do=text("Let {device} fetch mail at least once a week, and save its mail folder to another disk.",
                device=seat.device.name))


def _limit(provider: ProviderView | None, days: int, device: str) -> Text:
    """Who says how long mail stays once it was fetched: the provider's page, or the server itself."""
    if provider is not None and provider.pop3_keeps_days == days:
        return counted("{provider} keeps mail for {n} day only once it has been downloaded (POP3). Older "
                       "mail may then be on {device} alone.",
                       "{provider} keeps mail for {n} days only once it has been downloaded (POP3). Older "
                       "mail may then be on {device} alone.", n=days, provider=provider.name, device=device)
    return counted("The server promises to keep mail for {n} day only (EXPIRE). Older mail may then be on "
                   "{device} alone.",
                   "The server promises to keep mail for {n} days only (EXPIRE). Older mail may then be on "
                   "{device} alone.", n=days, device=device)


CONSEQUENCE = Consequence(
    "server-decides-pop", "hides-mail",
    ("devices.mode", "pop3-expire", "provider.pop3_decides", "provider.pop3_keeps_days"), of_device=_look,
    sources=("RFC 2449 §6.7 (EXPIRE)",
             "https://support.google.com/mail/answer/7104828"), proof="C14",
    example=Story((("computer", "pop3-keep"), ("phone", "imap")), (
        Arrive("bill"), Sync("computer"), Sync("phone"), Pass(30), Sync("computer"),
        Sync("phone")), expires=30))
