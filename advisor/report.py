"""What `discover` reports: the JSON document for programs, and the page for a person.

Both are pure and say the same: what was found, who said so, how sure it is, what disagreed, what could not
be asked, and who learned what.
"""

from collections.abc import Iterable
from typing import Any

from advisor import announcing, overriding, providerlines, telling
from advisor.deadends import TOLD, way_out
from advisor.disclosures import ON_THE_WAY
from advisor.exits import Exit
from advisor.i18n import Speaker
from advisor.model.endpoint import PROTOCOLS, Endpoint, Protocol
from advisor.model.evidence import Evidence, Fact, Visit
from advisor.model.picture import Candidate, Picture, ProviderView
from advisor.model.text import Text, text
from advisor.wrapped import Page

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
    Exit.UNCONFIRMED: text("Next: compare the servers with what your provider says, and use them only if "
                           "they agree (where nothing is asked: --accept-unconfirmed)."),
    Exit.NO_SERVER: text("Next: ask your provider for the names of its IMAP or POP3 and SMTP servers."),
    Exit.NETWORK: text("Next: check the connection of this computer and try again.")}


def exit_of(picture: Picture) -> Exit:
    """How the search ended: DONE needs a usable incoming server and a usable SMTP server."""
    incoming = [found for found in (picture.best("imap"), picture.best("pop3")) if found is not None]
    outgoing = picture.best("smtp")
    usable = any(found.standing == "usable" for found in incoming)
    if not usable and {"network-down", "network-intercepted"} & set(picture.notes):
        return Exit.NETWORK
    if not incoming:
        return Exit.NO_SERVER
    complete = usable and outgoing is not None and outgoing.standing == "usable"
    return Exit.DONE if complete else Exit.UNCONFIRMED


def discover_document(evidence: Evidence, picture: Picture) -> dict[str, Any]:
    """The JSON of `discover` (schema 1), every key always there, in the same order for the same evidence."""
    address = evidence.address
    return {
        "schema": 1,
        "address": {"given": address.given, "local": address.local, "domain": address.domain,
                    "ascii_domain": address.ascii_domain},
        "answers": [
            {**_endpoint(one.endpoint), "username": one.username, "auth": list(one.auth),
             "identity": one.identity, "evidence": one.evidence, "sources": list(one.sources),
             "standing": one.standing, "because": one.because} for one in picture.candidates],
        "sources": [{"id": run.id, "status": run.status, "ms": run.ms, "note": run.note,
                     "pages": [{"kind": one.kind, "url": one.url, "says": one.says, "lang": one.lang}
                               for one in run.pages]} for run in evidence.runs],
        "probes": [_probe(visit, evidence.facts, picture.provider) for visit in evidence.visits()],
        "conflicts": [{"code": one.code, "protocol": one.protocol, "sides": list(one.sides),
                       "advised": one.advised} for one in picture.conflicts],
        "unheard": list(picture.unheard),
        "provider": providerlines.document(picture.provider),
        "contradictions": providerlines.contradictions_document(picture),
        "disclosures": [{"to": one.to, "what": one.what} for one in evidence.disclosures],
        "notes": [*address.notes, *picture.notes],
        "troubles": [{"where": one.where, "what": one.what} for one in evidence.troubles],
        "timings": {"network_ms": evidence.network_ms}}


def discover_lines(evidence: Evidence, picture: Picture, speaker: Speaker, width: int, *,
                   explain: bool = False, brief: bool = False) -> list[str]:
    """The page for a person, in the speaker's language, wrapped to `width` columns.

    explain: every source with its answer and its time, instead of only those that gave none. brief: for a
    conversation that goes on: what was found and what speaks against it, not who was asked and what next.
    """
    page = Page(speaker, width)
    verdict = exit_of(picture)
    page.say(_VERDICTS[verdict], address=f"{evidence.address.local}@{evidence.address.domain}")
    if evidence.address.domain != evidence.address.ascii_domain:
        page.say(text("In DNS the domain is called {domain}."), domain=evidence.address.ascii_domain)
    for note in (*evidence.address.notes, *picture.notes):
        if note == "provisional" and picture.unheard:
            page.say(text("Provisional, because somebody who knows better gave no usable answer: {sources}"),
                     sources="; ".join(speaker.code("source", one) for one in picture.unheard))
        else:
            page.line(speaker.code("noticed", note))
        if note == "sub-address":
            page.say(text("If the login name with it is refused, try {name}."),
                     name=f"{evidence.address.local.partition('+')[0]}@{evidence.address.ascii_domain}")
    way = way_out(picture) if verdict is Exit.NO_SERVER else None
    if picture.provider is not None:
        providerlines.named(page, picture.provider, way)
    alike = _alike(picture)
    for protocol in PROTOCOLS if any(map(picture.best, PROTOCOLS)) else ():
        _servers(page, evidence, picture, protocol, alike=alike is not None)
    if alike is not None:
        page.title(text("For each of these servers"))
        _standing(page, alike)
    _refused(page, evidence, picture)
    telling.disagreements(page, picture)
    providerlines.contradicted(page, picture)
    _warnings(page, evidence)
    if not brief:
        _asked(page, evidence, explain=explain)
    if picture.provider is not None:
        providerlines.prepared(page, picture.provider, TOLD if way else frozenset())
    _pages(page, evidence)
    if brief and verdict is Exit.DONE:
        return page.lines
    _learned(page, evidence)
    if way is None:
        page.blank()
        page.line(speaker.say(_next_step(picture, verdict)))
    for sentence in telling.steps(evidence, picture, verdict):
        page.item(speaker.say(sentence))
    return page.lines


def _servers(page: Page, evidence: Evidence, picture: Picture, protocol: Protocol, *, alike: bool) -> None:
    page.title(_TITLES[protocol])
    good = [one for one in picture.candidates
            if one.endpoint.protocol == protocol and one.standing != "refused"]
    if not good:
        page.say(text("Nothing found that can be used."), "  ")
        return
    best, *others = good
    speaker = page.speaker
    page.line(telling.where(best.endpoint, speaker), "  ", "    ")
    if not alike:
        _standing(page, best)
    for sentence in telling.protection(evidence, best, picture.provider, speaker):
        page.line(sentence, "  ")
    can = telling.abilities(best, speaker, picture.provider)
    if can:
        page.say(text("What it says it can do: {abilities}"), "  ", abilities=can)
    with_letters = telling.letters(evidence, best, speaker)
    if with_letters:
        page.line(with_letters, "  ")
    recommended = telling.hints(evidence, best, speaker)
    if recommended:
        page.say(text("The provider recommends: {hints}"), "  ", hints=recommended)
    for other in others:
        page.say(text("Also: {server}. {reason}"), "  ", server=telling.where(other.endpoint, speaker),
                 reason=speaker.code("because", other.because))


def _next_step(picture: Picture, verdict: Exit) -> Text:
    if verdict is Exit.NO_SERVER and "forwarding-only" in picture.notes:
        return text("Next: search for the address that the mail is forwarded to.")
    if verdict is Exit.NO_SERVER and "null-mx" in picture.notes:
        return text("Next: check the address, because nobody can receive mail there.")
    return _NEXT[verdict]


def _standing(page: Page, server: Candidate) -> None:
    """How to log in, how sure it is, and who says so."""
    speaker = page.speaker
    if server.username:
        page.say(text("Login name: {name}"), "  ", name=server.username)
    if server.auth:
        page.say(text("Log in with: {ways}"), "  ",
                 ways=", ".join(speaker.code("auth", one) for one in server.auth))
    page.line(speaker.code("because", server.because), "  ")
    page.say(text("According to: {sources}"), "  ",
             sources="; ".join(speaker.code("source", one) for one in server.sources))


def _alike(picture: Picture) -> Candidate | None:
    """The best server of any protocol, where the same can be said of all of them; else None."""
    best = [one for one in map(picture.best, PROTOCOLS) if one is not None]
    same = {(one.username, one.auth, one.because, one.sources) for one in best}
    return best[0] if len(best) > 1 and len(same) == 1 else None


def _refused(page: Page, evidence: Evidence, picture: Picture) -> None:
    """Servers that somebody named; mere guesses only where nothing better was found."""
    refused = [one for one in picture.candidates if one.standing == "refused"
               and (one.sources != ("guess",) or picture.best(one.endpoint.protocol) is None)]
    if refused:
        page.title(text("Looked at and not used"))
    said = {visit.endpoint: f" “{visit.greeting}”" for visit in evidence.visits()
            if visit.outcome == "turned-away"}
    for one in refused:
        page.item(f"{one.endpoint.protocol.upper()} {telling.where(one.endpoint, page.speaker)}: "
                  f"{page.speaker.code('because', one.because)}{said.get(one.endpoint, '')}"
                  f"{telling.mending(evidence, one, page.speaker)}")


def _warnings(page: Page, evidence: Evidence) -> None:
    found = telling.warnings(evidence, page.speaker)
    if found:
        page.title(text("Worth knowing about the sources"))
    for one in found:
        page.item(one)


def _pages(page: Page, evidence: Evidence) -> None:
    found = telling.pages(evidence, page.speaker)
    if found:
        page.title(text("What the provider says about it, in its own words"))
    for one in found:
        page.item(one)


def _asked(page: Page, evidence: Evidence, *, explain: bool) -> None:
    if explain:
        page.title(text("Who was asked"))
        for run in evidence.runs:
            took = f", {run.ms} ms" if run.status != "skipped" else ""
            page.item(f"{page.speaker.code('source', run.id)}: {telling.ending(run, page.speaker)}{took}")
        announcing.announcements(page, _last_visits(evidence))
    else:
        silent = telling.unasked(evidence.runs, page.speaker)
        if silent:
            page.title(text("Could not be asked, or was not asked"))
        for line in silent:
            page.item(line)
    for trouble in evidence.troubles:
        page.item(page.speaker.say(text("A part of mail-advisor broke: {where} ({what})", where=trouble.where,
                                        what=trouble.what)))


def _last_visits(evidence: Evidence) -> Iterable[Visit]:
    """One visit for each server that spoke: the last, which knows most."""
    return {visit.endpoint: visit for visit in evidence.visits() if visit.outcome == "spoke"}.values()


def _learned(page: Page, evidence: Evidence) -> None:
    """Who learned what, one line for each thing learned."""
    if not evidence.disclosures:
        page.title(text("Nobody outside this computer learned anything."))
        return
    page.title(text("Who learned what"))
    for what in dict.fromkeys(one.what for one in evidence.disclosures):
        who = [_who(one.to, page.speaker) for one in evidence.disclosures if one.what == what]
        page.item(f"{page.speaker.code('disclosure', what)}: {', '.join(who)}")


def _who(name: str, speaker: Speaker) -> str:
    known = {"resolver": text("the DNS resolver"),
             ON_THE_WAY: text("everybody on the way, because it was not encrypted")}
    return speaker.say(known[name]) if name in known else name


def _endpoint(endpoint: Endpoint) -> dict[str, Any]:
    return {"protocol": endpoint.protocol, "host": endpoint.host, "port": endpoint.port,
            "security": endpoint.security}


def _probe(visit: Visit, facts: Iterable[Fact], provider: ProviderView | None) -> dict[str, Any]:
    tls = visit.tls
    return {
        "endpoint": _endpoint(visit.endpoint), "outcome": visit.outcome, "address": visit.address,
        "greeting": visit.greeting,
        "tls": None if tls is None else {
            "version": tls.version, "cipher": tls.cipher, "issuer": tls.issuer, "subject": tls.subject,
            "names": list(tls.names), "not_after": tls.not_after, "days_left": tls.days_left,
            "chain": list(tls.chain)},
        "capabilities": {"before_tls": _list(visit.before_tls), "after_tls": _list(visit.after_tls),
                         "after_login": _list(visit.after_login)},
        "facts": [_fact(fact, provider) for fact in facts if fact.endpoint == visit.endpoint]}


def _fact(fact: Fact, provider: ProviderView | None) -> dict[str, Any]:
    """A fact as it was measured; with `overridden_by` where somebody else's rules count instead of it."""
    measured = {"name": fact.name, "answer": fact.answer, "value": fact.value, "because": fact.because}
    if provider is None or overriding.overridden(fact, provider) == fact:
        return measured
    return {**measured, "overridden_by": f"profile {provider.id}"}


def _list(capabilities: tuple[str, ...] | None) -> list[str] | None:
    return None if capabilities is None else list(capabilities)
