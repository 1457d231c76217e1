"""Reads one profile and says everything that is wrong in it, each mistake with its file and line.

The same check holds for the shipped profiles (in the test run) and for a person's own ones (when they are
read): somebody who describes a regional hoster must hear what to mend, and where. Pure: the day comes in.
"""

import datetime
from collections.abc import Iterable, Iterator
from pathlib import Path

from advisor.model.mistake import Mistake
from advisor.model.provider import Profile
from advisor.model.text import Text, text
from advisor.tomlfile import decode, line_of, read_file

KINDS_OF_SOURCE = ("mozilla-database", "chatmail-database", "programs", "projects", "measured")
WAYS_TO_LOG_IN = ("password", "password-encrypted", "oauth2", "app-password", "client-certificate")
LOGIN_NAMES = ("%EMAILADDRESS%", "%EMAILLOCALPART%")


def check(path: Path, today: datetime.date) -> tuple[Profile | None, tuple[Mistake, ...]]:
    """The profile in the file, None where it cannot be read at all, and its mistakes."""
    content, unread = read_file(path, path.name)
    if content is None:
        return None, unread
    profile, mistakes = decode(path.name, content, Profile)
    if profile is None:
        return None, mistakes
    return profile, mistakes_of(profile, path.name, content.decode("utf-8"), today)


def mistakes_of(profile: Profile, name: str, written: str, today: datetime.date) -> tuple[Mistake, ...]:
    """What is wrong in a profile beyond its types. name: of the file. written: what is in it."""
    return tuple(Mistake(name, line_of(written, words), says)
                 for says, words in _wrong(profile, name, today))


def doubles(files: Iterable[tuple[str, str, Profile]]) -> tuple[Mistake, ...]:
    """Domains and MX suffixes that a second profile lists again. files: name, content and profile of each."""
    owners: dict[tuple[str, str], str] = {}
    found = []
    for name, written, profile in files:
        for kind, listed in (("domains", profile.domains), ("mx", profile.mx)):
            for one in listed:
                first = owners.setdefault((kind, one), name)
                if first != name:
                    found.append(Mistake(name, line_of(written, one), text(
                        "{name} is listed in {file} already.", name=one, file=first)))
    return tuple(found)


def _wrong(profile: Profile, name: str, today: datetime.date) -> Iterator[tuple[Text, str]]:
    """What is wrong beyond the types, and the words that it is about."""
    from advisor.address import is_host
    from advisor.suffixes import is_registry

    if profile.id != name.removesuffix(".toml"):
        yield text("The id is {id}, so the file has to be called {file}.", id=profile.id,
                   file=f"{profile.id}.toml"), profile.id
    for domain in profile.domains:
        bare = domain.removeprefix("*.")
        # By ICANN's rules alone: a hoster may well have its own name in the private section (kinghost.net).
        if not is_host(bare) or is_registry(bare):
            yield text("{name} is no mail domain.", name=domain), domain
    for suffix in profile.mx:
        if not is_host(suffix):
            yield text("{name} is no host name.", name=suffix), suffix
        elif is_registry(suffix):
            yield text("{name} is a public suffix: it would match the mail of strangers.",
                       name=suffix), suffix
    yield from _servers(profile)
    for way in profile.auth:
        if way not in WAYS_TO_LOG_IN:
            yield text("{way} is no way to log in; there are: {ways}.", way=way,
                       ways=", ".join(WAYS_TO_LOG_IN)), way
    yield from _origins(profile, today)
    yield from _codes(profile)
    if profile.servers and not profile.auth:
        yield text("There are servers and no way to log in."), "auth"
    if not profile.servers and profile.mx_class == "mailbox" and not (profile.became or profile.needs):
        yield text("There are no servers, and no code says why."), profile.id
    if not (profile.domains or profile.mx):
        yield text("Without domains and MX suffixes nobody can be recognised by it."), profile.id


def _servers(profile: Profile) -> Iterator[tuple[Text, str]]:
    from advisor.address import is_host

    for server in profile.servers:
        filled = server.host.replace("{domain}", "d.example").replace("{domain-with-dashes}", "d-example")
        if not is_host(filled):
            yield text("{name} is no host name.", name=server.host), server.host
        if not 0 < server.port < 65536:
            yield text("{port} is no port.", port=server.port), str(server.port)
        if server.security == "plain":
            yield text("{name} would get the password without encryption.", name=server.host), "plain"
        if not set(server.domains) <= set(profile.domains):
            yield text("{name} serves a domain that is not among the domains of the profile.",
                       name=server.host), server.host
        if server.username not in LOGIN_NAMES:
            yield text("{name} is no login name; there are: {names}.", name=server.username,
                       names=", ".join(LOGIN_NAMES)), server.username
        if server.protocol in profile.absent:
            yield text("{protocol} is said to be absent and has a server.",
                       protocol=server.protocol), "absent"
    offered = {server.protocol for server in profile.servers}
    if offered and not ("smtp" in offered and offered & {"imap", "pop3"}):
        yield text("The servers do not suffice to read and to send."), "servers"


def _origins(profile: Profile, today: datetime.date) -> Iterator[tuple[Text, str]]:
    """Every fact comes from somewhere, and from before today."""
    if not profile.sources:
        yield text("There is no source for any of it."), "sources"
    for source in profile.sources:
        if not source.startswith("https://") and source not in KINDS_OF_SOURCE:
            yield text("{source} is no source: give a https page, or one of {kinds}.", source=source,
                       kinds=", ".join(KINDS_OF_SOURCE)), source
    numbers = {"quota_mb": profile.quota_mb, "message_mb": profile.message_mb}
    for key, value in numbers.items():
        if value is not None and not any(source.startswith("https://") for source in profile.sources):
            yield text("{key} has no page as its source.", key=key), key
    if profile.help and not profile.help.startswith("https://"):
        yield text("{page} is no https page.", page=profile.help), profile.help
    if profile.checked > today:
        yield text("{day} is in the future.", day=profile.checked.isoformat()), profile.checked.isoformat()
    if profile.stale_after is not None and profile.stale_after < 1:
        yield text("stale_after is a number of days."), "stale_after"


def _codes(profile: Profile) -> Iterator[tuple[Text, str]]:
    """Every code has a text in every language."""
    from advisor.i18n import Speaker, languages

    codes = [*(("need", code) for code in profile.needs), *(("quirk", code) for code in profile.quirks)]
    if profile.became:
        codes.append(("noticed", profile.became))
    for family, code in codes:
        lacking = [language for language in languages() if not Speaker(language).has_code(family, code)]
        if lacking:
            yield text("The code {code} has no text in: {languages}.", code=code,
                       languages=", ".join(lacking)), code
