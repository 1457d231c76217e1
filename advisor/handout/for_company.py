"""The page for a client company: all its people and devices, who holds copies, what expires or fills up.

It says what the people's plans say, and leads to the sheet and the record of each; nothing on it is secret.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from advisor import clients
from advisor.handout import calling, page
from advisor.handout.logo import Logo
from advisor.i18n import Speaker
from advisor.model.company import Certificate, DeviceOnFile, Person, ServerOnFile
from advisor.model.files import OutputFile
from advisor.model.household import Technician
from advisor.model.text import Text, counted, text
from advisor.sight import way_of

PATH = "company.html"
SOON_DAYS = 30          # a certificate that expires by then needs somebody now
SOON_MONTHS = 12

_WORDS: Mapping[str, Text] = {
    "title": text("Mail of the company"),
    "large": text("Large type"),
    "secret": text("No password is on this sheet. Do not write one on it."),
    "people": text("People"),
    "person": text("Person"),
    "devices": text("Devices"),
    "device": text("Device"),
    "copy": text("Copy of the mail"),
    "full": text("Mailbox full"),
    "worst": text("Worst finding"),
    "expires": text("Expires"),
    "certificate": text("Next certificate to expire"),
    "sheets": text("Sheets"),
    "handout": text("for the person"),
    "record": text("for the technician"),
    "program": text("Mail program"),
    "way": text("How it reads mail"),
    "incoming": text("Incoming server"),
    "outgoing": text("Outgoing server"),
    "servers": text("Servers"),
    "server": text("Server and port"),
    "used_by": text("Used by"),
    "left": text("Days left"),
    "unknown": text("not known"),
    "none": text("none"),
    "call": text("Whom to call"),
    "call_by_hand": text("Name and telephone:"),
}


def company(people: Sequence[Person], name: str, speaker: Speaker, *, technician: Technician | None = None,
            logo: Logo | None = None) -> OutputFile:
    """`company.html`. people: in the order in which they shall stand. name: the company's."""
    content = page.render("company.html", {
        "lang": speaker.language,
        "words": page.words(_WORDS, speaker),
        "address": name,
        "summary": _summary(people, speaker),
        "people": [_person(one, speaker) for one in people],
        "devices": [row for one in people for row in _devices(one, speaker)],
        "servers": _servers(people, speaker),
        "technician": technician or Technician(), "call": calling.lines(technician or Technician()),
        "logo": logo}, pictures=logo is not None)
    return OutputFile(PATH, content, "text/html", "company")


def full_on(person: Person) -> date | None:
    """The month in which the mailbox is full, as its first day; None where the day of the plan is not known,
    or it does not fill up.
    """
    if person.seen is None or person.plan.forecast.full_in is None:
        return None
    years, month = divmod(person.seen.year * 12 + person.seen.month - 1 + person.plan.forecast.full_in, 12)
    return date(years, month + 1, 1) if years <= date.max.year else None


def copy_of(person: Person, speaker: Speaker) -> str:
    """Who holds the copy, and of what; empty where nobody does."""
    backup = person.plan.backup
    if backup.kind == "none" or backup.device is None:
        return ""
    covers = text("everything") if backup.kind == "archive" else text("inbox")
    return f"{backup.device}: {speaker.say(covers)}"


def full_said(person: Person, speaker: Speaker) -> str:
    """When the mailbox is full, for a person."""
    months = person.plan.forecast.full_in
    if months is None:
        return speaker.say(text("not known") if person.plan.forecast.quota_mb is None else
                           text("not within ten years"))
    said = speaker.say(counted("in {n} month", "in {n} months", n=months) if months else text("now"))
    day = full_on(person)
    return f"{said} ({day:%Y-%m})" if day else said


def _summary(people: Sequence[Person], speaker: Speaker) -> str:
    said = [counted("{n} person", "{n} people", n=len(people)),
            counted("{n} device", "{n} devices", n=sum(len(one.plan.devices) for one in people)),
            counted("{n} without a copy of the mail", "{n} without a copy of the mail",
                    n=sum(not copy_of(one, speaker) for one in people))]
    return ", ".join(speaker.say(one) for one in said)


def _person(one: Person, speaker: Speaker) -> dict[str, Any]:
    months = one.plan.forecast.full_in
    return {
        "address": one.plan.address, "name": one.plan.name, "devices": len(one.plan.devices),
        "holds": copy_of(one, speaker), "full": full_said(one, speaker),
        "full_soon": months is not None and months <= SOON_MONTHS,
        "worst": speaker.code("severity", one.plan.worst) if one.plan.worst else "",
        "grave": one.plan.worst in ("loses-mail", "hides-mail", "blocks"),
        "certificate": _certificate(min(one.certificates, default=None)),
        "sheets": [(f"{one.link}/{sheet}", speaker.say(_WORDS[sheet.removesuffix(".html")]))
                   for sheet in one.sheets]}


def _certificate(one: Certificate | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"expires": one.expires.isoformat(), "left": one.days_left, "soon": one.days_left < SOON_DAYS,
            "host": one.host}


def _devices(person: Person, speaker: Speaker) -> list[dict[str, Any]]:
    backup = person.plan.backup
    rows = []
    for one in person.plan.devices:
        client = clients.load().get(one.client)
        said = speaker.code("client", one.client)
        holds = backup.kind == "archive" and backup.device == one.name
        rows.append({
            "address": person.plan.address, "name": one.name,
            "program": client.name if client and said == client.id else said,
            "way": speaker.code("mode", way_of(one.mode, usable=one.usable, only_sends=one.only_sends,
                                              archives=holds)),
            "servers": [_where(server, speaker) if used else ("", "") for server, used in _used(one)]})
    return rows


def _used(one: DeviceOnFile) -> Sequence[tuple[ServerOnFile, bool]]:
    """The servers of a device, incoming and outgoing, and whether it uses them."""
    return (one.settings.incoming, one.usable), (one.settings.outgoing, one.usable or one.only_sends)


def _where(server: ServerOnFile, speaker: Speaker) -> tuple[str, str]:
    """The host, and what follows it: between them a line may be broken."""
    return server.host, f":{server.port} {speaker.code('security', server.security)}"


def _servers(people: Sequence[Person], speaker: Speaker) -> list[dict[str, Any]]:
    """Every server of every device once, with the people who use it and its certificate."""
    used: dict[tuple[str, str, int, tuple[str, str]], dict[str, None]] = {}
    expiry: dict[tuple[str, int], Certificate] = {}
    for person in people:
        for one in person.certificates:
            # Seen more than once: the day that comes first is the one to be ready for.
            expiry[one.host, one.port] = min(one, expiry.get((one.host, one.port), one))
        for device in person.plan.devices:
            for server in (server for server, uses in _used(device) if uses):
                key = (server.protocol.upper(), server.host, server.port, _where(server, speaker))
                used.setdefault(key, {})[person.plan.address] = None
    return [{"protocol": protocol, "server": where, "people": list(addresses),
             "certificate": _certificate(expiry.get((host, port)))}
            for (protocol, host, port, where), addresses in sorted(used.items())]
