"""What `discover` reports: the JSON document for programs, and the page for a person.

Both are pure and say the same: what was found, who said so, how sure it is, what disagreed, what could not
be asked, and who learned what.
"""

import textwrap
from collections.abc import Iterable
from typing import Any

from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.endpoint import PROTOCOLS, Endpoint, Protocol
from advisor.model.evidence import Evidence, Fact, Visit
from advisor.model.picture import Candidate, Picture
from advisor.model.text import Text, text

_TITLES: dict[Protocol, Text] = {
    "imap": text("Receiving with IMAP"), "pop3": text("Receiving with POP3"), "smtp": text("Sending")}
_VERDICTS: dict[Exit, Text] = {
    Exit.DONE: text("The mail servers of {address} were found and verified."),
    Exit.UNCONFIRMED: text("Mail servers of {address} were found, but not all of them can be relied on "
                           "without your confirmation."),
    Exit.NO_SERVER: text("No mail server that can be used was found for {address}."),
    Exit.NETWORK: text("The network did not answer, so nothing could be verified for {address}.")}
_NEXT: dict[Exit, Text] = {
    Exit.DONE: text("Next: let mail-advisor say which device should use IMAP and which POP3."),
    Exit.UNCONFIRMED: text("Next: compare the servers with what your provider says, then go on with "
                           "--accept-unconfirmed."),
    Exit.NO_SERVER: text("Next: ask your provider for the names of its IMAP or POP3 and SMTP servers."),
    Exit.NETWORK: text("Next: check the connection of this computer and try again.")}


def exit_of(picture: Picture) -> Exit:
    """How the search ended: DONE needs a usable incoming server and a usable SMTP server."""
    incoming = [found for found in (picture.best("imap"), picture.best("pop3")) if found is not None]
    outgoing = picture.best("smtp")
    usable = any(found.standing == "usable" for found in incoming)
    if not usable and "network-down" in picture.notes:
        return Exit.NETWORK
    if not incoming:
        return Exit.NO_SERVER
    complete = usable and outgoing is not None and outgoing.standing == "usable"
    return Exit.DONE if complete else Exit.UNCONFIRMED


def discover_document(evidence: Evidence, picture: Picture) -> dict[str, Any]:
    """The JSON of `discover` (schema 1), every key always there, in the same order for the same evidence."""
    address, provider = evidence.address, picture.provider
    return {
        "schema": 1,
        "address": {"given": address.given, "local": address.local, "domain": address.domain,
                    "ascii_domain": address.ascii_domain},
        "answers": [
            {**_endpoint(one.endpoint), "username": one.username, "auth": list(one.auth),
             "identity": one.identity, "evidence": one.evidence, "sources": list(one.sources),
             "standing": one.standing, "because": one.because} for one in picture.candidates],
        "sources": [{"id": run.id, "status": run.status, "ms": run.ms, "note": run.note}
                    for run in evidence.runs],
        "probes": [_probe(visit, evidence.facts) for visit in evidence.visits()],
        "conflicts": [{"code": one.code, "protocol": one.protocol, "sides": list(one.sides)}
                      for one in picture.conflicts],
        "provider": None if provider is None else {
            "id": provider.id, "name": provider.name, "needs": list(provider.needs)},
        "disclosures": [{"to": one.to, "what": one.what} for one in evidence.disclosures],
        "notes": [*address.notes, *picture.notes],
        "troubles": [{"where": one.where, "what": one.what} for one in evidence.troubles],
        "timings": {"network_ms": evidence.network_ms}}


def discover_lines(evidence: Evidence, picture: Picture, speaker: Speaker, width: int) -> list[str]:
    """The page for a person, in the speaker's language, wrapped to `width` columns."""
    page = _Page(speaker, width)
    verdict = exit_of(picture)
    page.say(_VERDICTS[verdict], address=f"{evidence.address.local}@{evidence.address.domain}")
    if evidence.address.domain != evidence.address.ascii_domain:
        page.say(text("In DNS the domain is called {domain}."), domain=evidence.address.ascii_domain)
    for note in (*evidence.address.notes, *picture.notes):
        page.line(speaker.code("noticed", note))
    if picture.provider is not None:
        page.say(text("Provider: {name}"), name=picture.provider.name)
    for protocol in PROTOCOLS:
        _servers(page, [one for one in picture.candidates if one.endpoint.protocol == protocol], protocol)
    _refused(page, picture)
    _disagreements(page, picture)
    _not_answered(page, evidence)
    if picture.provider is not None and picture.provider.needs:
        page.title(text("What to prepare at the provider"))
        for need in picture.provider.needs:
            page.item(speaker.code("need", need))
        if picture.provider.help:
            page.item(picture.provider.help)
    _learned(page, evidence)
    page.blank()
    page.say(_NEXT[verdict])
    return page.lines


class _Page:
    """Lines in one language, wrapped; what must be copied (hosts, names) is never broken in the middle."""

    def __init__(self, speaker: Speaker, width: int) -> None:
        self.speaker = speaker
        self.lines: list[str] = []
        self._width = max(width, 20)

    def blank(self) -> None:
        self.lines.append("")

    def title(self, sentence: Text) -> None:
        self.blank()
        self.line(self.speaker.say(sentence))

    def say(self, sentence: Text, indent: str = "", /, **values: str) -> None:
        self.line(self.speaker.say(Text(sentence.template, tuple(sorted(values.items())))), indent)

    def item(self, words: str) -> None:
        self.line(words, "  - ", "    ")

    def line(self, words: str, indent: str = "", rest: str | None = None) -> None:
        self.lines += textwrap.wrap(
            words, self._width, initial_indent=indent, subsequent_indent=indent if rest is None else rest,
            break_long_words=False, break_on_hyphens=False)


def _servers(page: _Page, candidates: list[Candidate], protocol: Protocol) -> None:
    page.title(_TITLES[protocol])
    good = [one for one in candidates if one.standing != "refused"]
    if not good:
        page.say(text("Nothing found that can be used."), "  ")
        return
    best, *others = good
    speaker = page.speaker
    page.line(_where(best.endpoint, speaker), "  ", "    ")
    if best.username:
        page.say(text("Login name: {name}"), "  ", name=best.username)
    if best.auth:
        page.say(text("Log in with: {ways}"), "  ",
                 ways=", ".join(speaker.code("auth", one) for one in best.auth))
    page.line(speaker.code("because", best.because), "  ")
    page.say(text("According to: {sources}"), "  ",
             sources="; ".join(speaker.code("source", one) for one in best.sources))
    for other in others:
        reason = speaker.code("because", other.because)
        page.say(text("Also: {server} ({reason})"), "  ", server=_where(other.endpoint, speaker),
                 reason=reason.rstrip("."))


def _refused(page: _Page, picture: Picture) -> None:
    """Servers that somebody named; mere guesses only where nothing better was found."""
    refused = [one for one in picture.candidates if one.standing == "refused"
               and (one.sources != ("guess",) or picture.best(one.endpoint.protocol) is None)]
    if refused:
        page.title(text("Looked at and not used"))
    for one in refused:
        page.item(f"{one.endpoint.protocol.upper()} {_where(one.endpoint, page.speaker)}: "
                  f"{page.speaker.code('because', one.because)}")


def _disagreements(page: _Page, picture: Picture) -> None:
    for conflict in picture.conflicts:
        page.title(text("The sources disagree"))
        page.line(page.speaker.code("conflict", conflict.code), "  ")
        for side in conflict.sides:
            page.item(side)


def _not_answered(page: _Page, evidence: Evidence) -> None:
    silent = [run for run in evidence.runs if run.status in ("failed", "timeout", "skipped")]
    if silent:
        page.title(text("Could not be asked, or was not asked"))
    for run in silent:
        note = f" ({run.note})" if run.note and run.status == "failed" else ""
        page.item(f"{page.speaker.code('source', run.id)}: {page.speaker.code('status', run.status)}{note}")
    for trouble in evidence.troubles:
        page.item(page.speaker.say(text("A part of mail-advisor broke: {where} ({what})", where=trouble.where,
                                        what=trouble.what)))


def _learned(page: _Page, evidence: Evidence) -> None:
    """Who learned what, one line for each thing learned."""
    if not evidence.disclosures:
        page.title(text("Nobody outside this computer learned anything."))
        return
    page.title(text("Who learned what"))
    for what in dict.fromkeys(one.what for one in evidence.disclosures):
        who = [page.speaker.say(text("the DNS resolver")) if one.to == "resolver" else one.to
               for one in evidence.disclosures if one.what == what]
        page.item(f"{page.speaker.code('disclosure', what)}: {', '.join(who)}")


def _where(endpoint: Endpoint, speaker: Speaker) -> str:
    return speaker.say(text("{host}, port {port}, {security}", host=endpoint.host, port=endpoint.port,
                            security=speaker.code("security", endpoint.security)))


def _endpoint(endpoint: Endpoint) -> dict[str, Any]:
    return {"protocol": endpoint.protocol, "host": endpoint.host, "port": endpoint.port,
            "security": endpoint.security}


def _probe(visit: Visit, facts: Iterable[Fact]) -> dict[str, Any]:
    tls = visit.tls
    return {
        "endpoint": _endpoint(visit.endpoint), "outcome": visit.outcome, "address": visit.address,
        "tls": None if tls is None else {
            "version": tls.version, "cipher": tls.cipher, "issuer": tls.issuer, "subject": tls.subject,
            "names": list(tls.names), "not_after": tls.not_after, "days_left": tls.days_left},
        "capabilities": {"before_tls": _list(visit.before_tls), "after_tls": _list(visit.after_tls),
                         "after_login": _list(visit.after_login)},
        "facts": [{"name": fact.name, "answer": fact.answer, "value": fact.value, "because": fact.because}
                  for fact in facts if fact.endpoint == visit.endpoint]}


def _list(capabilities: tuple[str, ...] | None) -> list[str] | None:
    return None if capabilities is None else list(capabilities)
