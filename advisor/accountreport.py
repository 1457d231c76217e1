"""What logging in told, for a person and for programs: who let us in, what lies there, what it means.

Pure. The block is short enough to be read out on the telephone.
"""

import textwrap
from datetime import date
from typing import Any

import msgspec

from advisor.i18n import Speaker
from advisor.model.account import Account, Login, SpecialUse, Survey
from advisor.model.endpoint import Protocol
from advisor.model.picture import Picture
from advisor.model.text import Text, counted, text
from advisor.survey import measured, totals, use_of
from advisor.wrapped import printable

NEARLY_FULL = 80        # per cent
_SHOWN: tuple[SpecialUse, ...] = ("sent", "drafts", "trash", "junk", "archive")
_PROTOCOLS: dict[Protocol, Text] = {
    "imap": text("IMAP"), "pop3": text("POP3"), "smtp": text("Sending")}


def document(account: Account | None) -> dict[str, Any] | None:
    """The JSON of an account: `logins`, `surveys` and `measured`; None where nobody logged in."""
    if account is None:
        return None
    found = measured(account)
    return {**msgspec.to_builtins(account), "measured": {
        "quota_mb": found.quota_mb, "used_mb": found.used_mb, "monthly_mb": found.monthly_mb,
        "folders": dict(found.folders), "prefix": found.prefix, "separator": found.separator}}


def lines(account: Account | None, picture: Picture, speaker: Speaker, width: int) -> list[str]:
    """The block for a person, wrapped to `width` columns; nothing where nobody logged in."""
    if account is None:
        return []
    page = _Page(speaker, width)
    page.title(text("Logging in"))
    if not account.logins:
        page.item(text("No server was found that could be given a password."))
    for login in account.logins:
        _login(page, login, picture)
    imap, pop3 = account.survey("imap"), account.survey("pop3")
    survey = imap or pop3
    if survey is not None:
        page.title(text("The mailbox"))
        _space(page, survey)
        _mail(page, survey)
        _folders(page, survey)
        _by_pop3(page, imap, pop3)
        if survey.missing:
            page.item(text("Not everything could be looked at: {what}.", what=", ".join(
                speaker.code("survey-missing", one) for one in survey.missing)))
        page.item(text("Nothing in the mailbox was changed."))
    return page.lines


class _Page:
    """Lines in one language, wrapped, without control characters."""

    def __init__(self, speaker: Speaker, width: int) -> None:
        self.speaker = speaker
        self.lines: list[str] = []
        self._width = max(width, 20)

    def title(self, sentence: Text) -> None:
        self.lines.append("")
        self.plain(self.speaker.say(sentence))

    def item(self, sentence: Text) -> None:
        self.plain(self.speaker.say(sentence), "  - ", "    ")

    def more(self, words: str) -> None:
        self.plain(words, "    ", "    ")

    def plain(self, words: str, indent: str = "", rest: str = "") -> None:
        self.lines += textwrap.wrap(printable(words), self._width, initial_indent=indent,
                                    subsequent_indent=rest, break_on_hyphens=False)


def _login(page: _Page, login: Login, picture: Picture) -> None:
    speaker = page.speaker
    where = speaker.say(_PROTOCOLS[login.endpoint.protocol])
    if login.outcome == "worked":
        page.item(text("{what} ({host}): works. Login name: {name}", what=where, host=login.endpoint.host,
                       name=login.username))
        return
    if login.outcome == "not-tried":
        page.item(text("{what} ({host}): not tried. {why}", what=where, host=login.endpoint.host,
                       why=speaker.code("login-because", login.because)))
        return
    page.item(text("{what} ({host}): {why}", what=where, host=login.endpoint.host,
                   why=speaker.code("login", login.outcome)))
    last = login.attempts[-1] if login.attempts else None
    if login.outcome == "line-failed":
        page.more(speaker.code("because", login.because))
    if last is not None and last.said:
        page.more(speaker.say(text("The server said: {words}", words=last.said)))
    page.more(speaker.code("login-do", login.outcome))
    if last is not None and last.link:
        page.more(last.link)
    if login.outcome in ("refused", "app-password", "basic-off", "protocol-off") and picture.provider:
        for need in picture.provider.needs:
            page.more(speaker.code("need", need))
        if picture.provider.help:
            page.more(picture.provider.help)


def _space(page: _Page, survey: Survey) -> None:
    quota = survey.quota
    if quota is None:
        if survey.protocol == "imap":
            page.item(text("The server does not say how much space there is."))
        return
    share = round(100 * quota.used / quota.limit)
    page.item(text("Space: {used} of {limit} used ({share} %).", used=amount(quota.used, page.speaker),
                   limit=amount(quota.limit, page.speaker), share=share))
    monthly = totals(survey).monthly
    if quota.used >= quota.limit:
        page.item(text("The mailbox is full: no more mail comes in until something is taken out."))
    elif monthly and (quota.limit - quota.used) / monthly < 60:
        months = int((quota.limit - quota.used) / monthly)
        page.item(counted("At this rate it is full in about {n} month.", "At this rate it is full in about "
                          "{n} months.", n=months) if months else
                  text("At this rate it is full in less than a month."))
    elif share >= NEARLY_FULL:
        page.item(text("It is nearly full: old mail should be moved to a computer that stays at home."))


def _mail(page: _Page, survey: Survey) -> None:
    speaker, whole = page.speaker, totals(survey)
    if survey.inbox_messages is not None:
        page.item(text("Inbox: {count}{size}.", count=_count(survey.inbox_messages, speaker),
                       size=_size(survey.inbox_size, speaker)))
    if survey.protocol == "imap" and whole.messages is not None:
        page.item(text("In all folders: {count}{size}.", count=_count(whole.messages, speaker),
                       size=_size(whole.size, speaker)))
    if whole.oldest:
        page.item(text("The oldest message came on {day}; the largest seen has {size}.",
                       day=_day(whole.oldest, speaker), size=amount(whole.largest or 0, speaker)))
    elif whole.largest is not None:
        page.item(text("The largest message has {size}.", size=amount(whole.largest, speaker)))
    if whole.monthly is not None and whole.monthly_messages is not None:
        page.item(text("In the last twelve months about {count} a month came and stayed ({size}).",
                       count=_count(whole.monthly_messages, speaker), size=amount(whole.monthly, speaker)))


def _folders(page: _Page, survey: Survey) -> None:
    """Which folder is for what, in one line each for told and for guessed."""
    told = {use: one for one in survey.folders if (use := one.use) in _SHOWN}
    proposed = {use: one for one in survey.folders if one.use is None and (use := use_of(one)) in _SHOWN}
    for found, sentence in ((told, text("Folders: {folders}.")),
                            (proposed, text("By their names, please check: {folders}."))):
        if found:
            names = ", ".join(f"{page.speaker.code('folder', use)} = {found[use].name}"
                              for use in _SHOWN if use in found)
            page.item(Text(sentence.template, (("folders", names),)))
    if survey.prefix:
        page.item(text("All folders lie below {prefix}: programs may have to be told.", prefix=survey.prefix))


def _by_pop3(page: _Page, imap: Survey | None, pop3: Survey | None) -> None:
    """What a POP3 device would get of all this."""
    if pop3 is None or pop3.inbox_messages is None:
        return
    whole = totals(imap).messages if imap else None
    if whole is not None and whole > pop3.inbox_messages:
        page.item(text("POP3 sees {some} of these {all} messages: the inbox only.", some=pop3.inbox_messages,
                       all=whole))
    if pop3.unique_ids is False:
        page.item(text("Over POP3 the server cannot tell messages apart: leaving mail there does not work."))


def amount(octets: int, speaker: Speaker) -> str:
    """A size as people read it: KB, MB, GB in steps of 1000."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6)):
        if octets >= factor:
            value = octets / factor
            shown = f"{value:.0f}" if value >= 10 else f"{value:.1f}"
            return f"{shown.replace('.', ',') if speaker.language == 'es' else shown} {unit}"
    return f"{-(-octets // 1000)} KB"


def _size(octets: int | None, speaker: Speaker) -> str:
    return "" if octets is None else f", {amount(octets, speaker)}"


def _count(messages: int, speaker: Speaker) -> str:
    return speaker.say(counted("{n} message", "{n} messages", n=messages))


def _day(iso: str, speaker: Speaker) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day}/{day.month}/{day.year}" if speaker.language == "es" else iso
