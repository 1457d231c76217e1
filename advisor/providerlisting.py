"""The providers that this version knows, as `mail-advisor list providers` shows them: which class, which
servers, what to prepare, what is peculiar, and how old and how sure all of that is. Pure.
"""

from collections.abc import Sequence
from typing import Any

from advisor.i18n import Speaker
from advisor.model.provider import CLOSED, FACTS, Profile, ProfileServer
from advisor.model.text import text
from advisor.wrapped import Page


def entries(profiles: Sequence[Profile], own: frozenset[str], speaker: Speaker) -> list[dict[str, Any]]:
    """One entry a provider, by id. own: ids of the person's own profiles."""
    return [_entry(profile, profile.id in own, speaker)
            for profile in sorted(profiles, key=lambda one: one.id)]


def class_of(profile: Profile) -> str:
    """mailbox, filter, forwarder, or closed."""
    return "closed" if profile.became == CLOSED else profile.mx_class


def _entry(profile: Profile, own: bool, speaker: Speaker) -> dict[str, Any]:
    return {
        "id": profile.id, "name": profile.name, "class": class_of(profile),
        "domains": list(profile.domains), "mx": list(profile.mx), "servers": [
            {"protocol": one.protocol, "host": one.host, "port": one.port, "security": one.security,
             "username": one.username, "domains": list(one.domains)} for one in profile.servers],
        "auth": list(profile.auth), "absent": list(profile.absent),
        "needs": [speaker.code("need", code) for code in profile.needs], "need_codes": list(profile.needs),
        "quirks": [speaker.code("quirk", code) for code in profile.quirks],
        "quirk_codes": list(profile.quirks),
        "became": profile.became, "pop3": {"decides": profile.pop3.decides,
                                           "poll_minutes": profile.pop3.poll_minutes,
                                           "keeps_days": profile.pop3.keeps_days},
        "quota_mb": profile.quota_mb, "message_mb": profile.message_mb, "help": profile.help,
        "checked": profile.checked.isoformat(), "stale_after_days": profile.believed_days,
        "confidence": profile.confidence, "confidence_in": {
            fact: profile.confidence_in(fact) for fact in FACTS if _speaks_of(profile, fact)},
        "sources": list(profile.sources), "own": own}


def _speaks_of(profile: Profile, fact: str) -> bool:
    match fact:
        case "imap" | "pop3" | "smtp":
            return fact in profile.absent or any(one.protocol == fact for one in profile.servers)
        case "username":
            return bool(profile.servers)
    return bool(getattr(profile, fact))


def lines(listed: Sequence[dict[str, Any]], profiles: Sequence[Profile], speaker: Speaker,
          width: int) -> list[str]:
    """The same for a person, wrapped to `width` columns."""
    page = Page(speaker, width)
    by_id = {profile.id: profile for profile in profiles}
    for entry in listed:
        profile = by_id[entry["id"]]
        if page.lines:
            page.blank()
        page.line(f"{profile.id}: {profile.name}", "", "  ")
        page.say(text("{kind}; checked on {day}; confidence {confidence}"), "  ",
                 kind=speaker.code("class", entry["class"]), day=entry["checked"],
                 confidence=profile.confidence)
        if entry["own"]:
            page.say(text("This is a profile of your own."), "  ")
        if profile.became:
            page.line(speaker.code("noticed", profile.became), "  ")
        for server in profile.servers:
            page.line(_server(server), "  ", "    ")
        for kind in profile.absent:
            page.say(text("{protocol}: not offered"), "  ", protocol=kind.upper())
        for sentence in (*entry["needs"], *entry["quirks"]):
            page.item(sentence)
        if profile.help:
            page.line(profile.help, "  ")
    return page.lines


def _server(server: ProfileServer) -> str:
    where = f" ({', '.join(server.domains)})" if server.domains else ""
    return f"{server.protocol.upper()} {server.host}:{server.port} {server.security.upper()}{where}"
