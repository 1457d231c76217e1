"""The report on one screen, for a technician to read out on the telephone: what works, what does not, what it
means for the devices, and what to switch on at the provider. Pure; the JSON holds the same sentences.
"""

import textwrap
from collections.abc import Iterable
from typing import Any

from advisor import overriding
from advisor.i18n import Speaker
from advisor.model.account import Login
from advisor.model.endpoint import PROTOCOLS, Protocol
from advisor.model.evidence import Evidence, Visit
from advisor.model.picture import Candidate, Picture
from advisor.model.text import Text, counted, text
from advisor.onescreen_means import meanings
from advisor.wrapped import printable

SOON = 14               # days: a certificate that ends earlier is worth a warning
_MOST_MEANINGS = 7      # more would not be read out
_NAMES: dict[Protocol, Text] = {"imap": text("IMAP"), "pop3": text("POP3"), "smtp": text("Sending")}
_TITLES = {"works": text("Works"), "confirm": text("To be confirmed"), "fails": text("Does not work"),
           "means": text("What it means"), "switch_on": text("To do at the provider")}


def document(evidence: Evidence, picture: Picture, speaker: Speaker) -> dict[str, Any]:
    """`address`, `provider`, `link`, and sentences: `works`, `confirm`, `fails`, `means`, `switch_on`.

    `confirm` holds what nobody vouches for or nobody tried yet: neither is a failure.
    """
    provider = picture.provider
    return {
        "address": evidence.address.full, "provider": provider.name if provider else None,
        "works": _works(evidence, picture, speaker), "confirm": _confirm(evidence, picture, speaker),
        "fails": _fails(evidence, picture, speaker),
        "means": [speaker.say(one) for one in meanings(evidence, picture)][:_MOST_MEANINGS],
        "switch_on": [speaker.code("need", need) for need in (provider.needs if provider else ())],
        "link": provider.help if provider and provider.help else None}


def lines(evidence: Evidence, picture: Picture, speaker: Speaker, width: int) -> list[str]:
    """The same for people, wrapped to `width` columns."""
    told = document(evidence, picture, speaker)
    page: list[str] = []

    def put(words: str, indent: str = "", rest: str = "") -> None:
        page.extend(textwrap.wrap(printable(words), max(width, 20), initial_indent=indent,
                                  subsequent_indent=rest, break_long_words=False, break_on_hyphens=False))

    put(" · ".join(one for one in (told["address"], told["provider"]) if one))
    if not told["works"] and not told["confirm"]:
        told["works"] = [speaker.say(text("Nothing."))]
    for name, title in _TITLES.items():
        if told[name]:
            put(speaker.say(title))
        for one in told[name]:
            put(one, "  - ", "    ")
    if told["link"]:
        put(told["link"], "    ", "    ")
    return page


def _works(evidence: Evidence, picture: Picture, speaker: Speaker) -> list[str]:
    found = []
    for one in _best(picture):
        login = _login(evidence, one)
        if one.standing != "usable" or _refused(login):
            continue
        parts = [speaker.say(text("{host}, port {port}", host=one.endpoint.host, port=one.endpoint.port)),
                 *_protection(_visit(evidence, one), speaker)]
        if login is not None and login.outcome == "worked":
            parts.append(speaker.say(text("login as {name} works", name=login.username)))
        found.append(_of(one.endpoint.protocol, ", ".join(parts), speaker))
    return found


def _protection(visit: Visit | None, speaker: Speaker) -> list[str]:
    if visit is None or visit.tls is None:
        return []
    told = [visit.tls.version.replace("TLSv", "TLS ")]
    if visit.tls.days_left <= SOON:
        told.append(speaker.say(counted("certificate ends in {n} day", "certificate ends in {n} days",
                                        n=max(visit.tls.days_left, 0))))
    return told


def _confirm(evidence: Evidence, picture: Picture, speaker: Speaker) -> list[str]:
    return [_of(best.endpoint.protocol, f"{best.endpoint.host}:{best.endpoint.port}: "
                f"{speaker.code('because', best.because)}", speaker)
            for best in _best(picture) if best.standing == "confirm" and not _refused(_login(evidence, best))]


def _fails(evidence: Evidence, picture: Picture, speaker: Speaker) -> list[str]:
    found = []
    for protocol in PROTOCOLS:
        best = picture.best(protocol)
        if best is None:
            found += _missing(protocol, evidence, picture, speaker)
        else:
            found += _doubt(best, _login(evidence, best), speaker)
    for visit in evidence.visits():
        fact = next((fact for fact in evidence.facts
                     if fact.name == "starttls-lists" and fact.endpoint == visit.endpoint), None)
        if fact is not None and fact.answer == "no":
            told = " ".join(overriding.about_lists(fact, speaker))
            found.append(_of(visit.endpoint.protocol, told, speaker))
    return list(dict.fromkeys(found))


def _missing(protocol: Protocol, evidence: Evidence, picture: Picture, speaker: Speaker) -> list[str]:
    """Why there is no server: what is wrong with the one that comes closest."""
    refused = [one for one in picture.candidates if one.endpoint.protocol == protocol]
    telling = next((one for one in refused if one.because not in ("no-address", "denied-by-srv", "refused")),
                   next(iter(refused), None))
    if telling is None:
        return [_of(protocol, speaker.say(text("no server was found.")), speaker)]
    words = f"{telling.endpoint.host}:{telling.endpoint.port}: {speaker.code('because', telling.because)}"
    if speaker.has_code("certificate-do", telling.because):
        words += " " + speaker.code("certificate-do", telling.because)
    return [_of(protocol, words, speaker)]


def _refused(login: Login | None) -> bool:
    return login is not None and login.outcome not in ("worked", "not-tried")


def _doubt(best: Candidate, login: Login | None, speaker: Speaker) -> list[str]:
    if login is not None and _refused(login):
        words = f"{speaker.code('login', login.outcome)} {speaker.code('login-do', login.outcome)}"
        said = login.attempts[-1].said if login.attempts else ""
        return [_of(best.endpoint.protocol,
                    f"{words} {speaker.say(text('The server said: {words}', words=said))}" if said else words,
                    speaker)]
    return []


def _of(protocol: Protocol, words: str, speaker: Speaker) -> str:
    return f"{speaker.say(_NAMES[protocol])}: {words}"


def _best(picture: Picture) -> Iterable[Candidate]:
    return (one for one in map(picture.best, PROTOCOLS) if one is not None)


def _login(evidence: Evidence, candidate: Candidate) -> Login | None:
    logins = evidence.account.logins if evidence.account else ()
    return next((one for one in logins if one.endpoint == candidate.endpoint), None)


def _visit(evidence: Evidence, candidate: Candidate) -> Visit | None:
    """The last visit: after a login it knows more."""
    return next((one for one in reversed(evidence.visits()) if one.endpoint == candidate.endpoint), None)
