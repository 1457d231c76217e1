"""What this version knows, as `mail-advisor list` prints it: one entry a member, keys only ever added."""

from typing import Any

import msgspec

from advisor import clients, providers, registry
from advisor.i18n import Speaker
from advisor.model.client import Client
from advisor.model.evidence import Evidence
from advisor.model.household import Household
from advisor.model.plan import Plan


def document(what: str, speaker: Speaker) -> dict[str, Any]:
    """The JSON of `list what`: `{"schema": 1, what: [...]}`; each entry has an `id`."""
    entries = {"clients": _clients, "providers": _providers, "consequences": _consequences,
               "sources": _sources, "schemas": _schemas}[what]
    return {"schema": 1, what: entries(speaker)}


def lines(what: str, listed: dict[str, Any]) -> list[str]:
    """The same for a person: the id, then the rest in brief."""
    entries = listed[what]
    width = max((len(entry["id"]) for entry in entries), default=0)
    return [f"{entry['id']:<{width}}  {_brief(entry)}".rstrip() for entry in entries]


def _brief(entry: dict[str, Any]) -> str:
    parts = [", ".join(value) if isinstance(value, list) else str(value)
             for key, value in entry.items() if key != "id" and isinstance(value, str | list) and value]
    return " · ".join(parts)


def _clients(speaker: Speaker) -> list[dict[str, Any]]:
    return [{"id": client.id, "name": client.name, "kinds": list(client.kinds),
             "platforms": list(client.platforms), "protocols": list(client.protocols),
             "oauth2": client.oauth2, "files": list(dict.fromkeys(file.path for file in client.files)),
             "accepted": _accepted(client, speaker),
             "notes": [speaker.code("note", code) for code in client.notes]}
            for client in clients.load().values()]


def _accepted(client: Client, speaker: Speaker) -> list[str]:
    """Who took each file as it is written: `path: who (version)`. A sheet is for people."""
    files = [file for file in client.files if file.role != "sheet"]
    return list(dict.fromkeys(
        f"{file.path}: {speaker.code('accepted', file.accepted)}"
        + (f" ({file.accepted_by})" if file.accepted_by else "") for file in files))


def _providers(speaker: Speaker) -> list[dict[str, Any]]:
    return [{"id": profile.id, "name": profile.name, "auth": list(profile.auth),
             "needs": [speaker.code("need", code) for code in profile.needs],
             "checked": profile.checked.isoformat(), "confidence": profile.confidence}
            for profile in providers.load() if profile.mx_class == "mailbox"]     # filters keep no mail


def _consequences(speaker: Speaker) -> list[dict[str, Any]]:
    return [{"id": one.id, "severity": one.severity, "says": speaker.code("consequence", one.id)}
            for one in registry.collect("advisor.consequences", "CONSEQUENCE")]


def _sources(speaker: Speaker) -> list[dict[str, Any]]:
    return [{"id": source.id, "says": speaker.code("source", source.id), "rank": source.rank,
             "online": source.online, "third_party": source.third_party, "flag": source.flag}
            for source in registry.collect("advisor.sources", "SOURCE")]


def _schemas(speaker: Speaker) -> list[dict[str, Any]]:
    return [{"id": name, "schema": msgspec.json.schema(kind)}
            for name, kind in (("answers", Household), ("evidence", Evidence), ("plan", Plan))]
