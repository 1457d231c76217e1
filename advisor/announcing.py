"""Everything that a server announces, each with what it means for a person. Pure.

The meanings stand in the catalogues (`means:imap:IDLE`): one more capability is one more entry there. What
nobody has written a word about is named all the same.
"""

from collections.abc import Iterable

from advisor.i18n import Speaker
from advisor.model.endpoint import Protocol
from advisor.model.evidence import Visit
from advisor.model.text import Text, text
from advisor.wrapped import Page

_STAGES: tuple[tuple[str, Text], ...] = (
    ("before_tls", text("Before the line is encrypted")), ("after_tls", text("Inside TLS")),
    ("after_login", text("After logging in")))


def announcements(page: Page, visits: Iterable[Visit]) -> None:
    """What every server said at each stage that was reached, with the meaning of each word."""
    for visit in visits:
        stages = [(title, lines) for name, title in _STAGES
                  if (lines := getattr(visit, name)) is not None]
        if not stages:
            continue
        where = f"{visit.endpoint.protocol.upper()} {visit.endpoint.host}:{visit.endpoint.port}"
        page.title(text("What {server} announces", server=where))
        known: set[str] = set()
        for title, lines in stages:
            page.line(page.speaker.say(title), "  ")
            _stage(page, visit.endpoint.protocol, lines, known)


def _stage(page: Page, protocol: Protocol, lines: tuple[str, ...], known: set[str]) -> None:
    """One list: what is new in it with its meaning, and what was said before by name alone."""
    again: list[str] = []
    for word in words(protocol, lines):
        told = meaning(protocol, word, page.speaker)
        if told and word not in known:
            page.line(f"{word}: {told}", "    - ", "      ")
        else:
            again.append(word)
        known.add(word)
    if again:
        page.line(page.speaker.say(text("And: {words}", words=", ".join(again))), "    - ", "      ")
    if not lines:
        page.line(page.speaker.say(text("Nothing.")), "    - ", "      ")


def words(protocol: Protocol, lines: Iterable[str]) -> tuple[str, ...]:
    """The announcements one by one: ways of logging in as `AUTH PLAIN`, the rest as it was said."""
    found: list[str] = []
    for line in lines:
        keyword, *rest = line.split() or [""]
        if protocol != "imap" and keyword in ("SASL", "AUTH"):
            found += [f"{keyword} {one}" for one in rest]
        elif keyword.startswith("AUTH=") and len(keyword) > 5:
            found += [f"AUTH {one}" for one in (keyword[5:], *rest)]
        elif line.strip():
            found.append(line)
    return tuple(dict.fromkeys(found))


def meaning(protocol: Protocol, word: str, speaker: Speaker) -> str:
    """What it means, or "" where nobody has written that down."""
    keyword, *rest = word.split()
    if keyword in ("AUTH", "SASL") and rest:
        name = "SCRAM" if rest[0].startswith("SCRAM-") else rest[0]
        keys = [f"auth:{name}"]
    else:
        keys = [f"{protocol}:{keyword}", f"{protocol}:{keyword.partition('=')[0]}"]
    return next((speaker.code("means", key) for key in keys if speaker.has_code("means", key)), "")
