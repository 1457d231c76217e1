"""Many servers mark mail as read as soon as POP3 has fetched it: then it no longer looks new with IMAP.

Dovecot, which most providers use, does so unless it is told otherwise (pop3_no_flag_updates);
tests/real/test_mailbox.py shows it. No server announces it, so it is always an assumption.
"""

from advisor.consequences import Consequence, Finding, Seat, about
from advisor.mailbox import Arrive, Story, Sync
from advisor.model.text import text
from advisor.modes import KEEP_MODES, open_candidates


def _look(seat: Seat) -> Finding | None:
    provider = seat.picture.provider
    if seat.mode not in KEEP_MODES or not seat.company:
        return None
    if provider is not None and provider.pop3_decides == "server":
        return None         # what becomes of fetched mail is set on its web page (`server-decides-pop`)
    says = (text("On many servers, mail that {device} has fetched looks read on the web page and on devices "
                 "with IMAP, although nobody has read it.", device=seat.device.name)
            if open_candidates(seat.picture, "imap") else
            text("On many servers, mail that {device} has fetched looks read on the provider's web page, "
                 "although nobody has read it.", device=seat.device.name))
    return about(
        seat, "fetched-looks-read", "diverges", says,
        "assumption the server marks as read what POP3 fetches (Dovecot's default)",
        do=text("Try it with a test message. If it happens, let {device} fetch mail less often, for example "
                "once a day.", device=seat.device.name))


CONSEQUENCE = Consequence(
    "fetched-looks-read", "diverges", ("devices.mode", "provider.pop3_decides", "candidates"),
    of_device=_look,
    sources=("Dovecot: pop3_no_flag_updates",), proof="C6",
    example=Story((("computer", "pop3-keep"), ("phone", "imap")), (
        Arrive("bill"), Sync("computer"), Sync("phone")), marks_fetched=True))
