"""What this version knows, as `mail-advisor list` prints it: one entry a member, keys only ever added."""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import msgspec

from advisor import clients, providerlisting, providers, registry
from advisor.i18n import Speaker
from advisor.model.client import Client, ClientFile
from advisor.model.evidence import Evidence
from advisor.model.household import Household
from advisor.model.plan import Plan
from advisor.model.text import text
from advisor.ui.table import table
from advisor.ui.words import wrap

_PLATFORMS = {"windows": "Windows", "macos": "macOS", "linux": "Linux", "android": "Android", "ios": "iOS"}

# The id begins the line; what a consequence rests on is told by `explain`.
_ONLY_JSON = ("id", "rests_on", "sources")


def document(what: str, speaker: Speaker) -> dict[str, Any]:
    """The JSON of `list what`: `{"schema": 1, what: [...]}`; each entry has an `id`."""
    entries = {"clients": _clients, "providers": _providers, "consequences": _consequences,
               "sources": _sources, "schemas": _schemas}[what]
    return {"schema": 1, what: entries(speaker)}


def lines(what: str, listed: dict[str, Any], speaker: Speaker, width: int, *,
          plain: bool = False) -> list[str]:
    """The same for a person: a table of the clients; of the others the id, then the rest in brief."""
    if what == "clients":
        return [*table(*client_table(speaker), width, plain=plain), "", *client_words(speaker, width)]
    entries = listed[what]
    if what == "providers":
        return providerlisting.lines(entries, providers.load(), speaker, width)
    width = max((len(entry["id"]) for entry in entries), default=0)
    return [f"{entry['id']:<{width}}  {_brief(entry)}".rstrip() for entry in entries]


def client_table(speaker: Speaker) -> tuple[Sequence[str], list[tuple[str, ...]]]:
    """Heads and rows: each mail program with its platforms, its files, what it can do and who took them."""
    say = speaker.say
    heads = (say(text("Program")), say(text("Platform")), say(text("Files")),
             "IMAP, POP3, OAuth2", say(text("Accepted by")))
    return heads, [
        (client.id, ", ".join(_PLATFORMS.get(one, one) for one in client.platforms),
         ", ".join(dict.fromkeys(_file(file) for file in _shown(client))),
         ", ".join([one.upper() for one in ("imap", "pop3") if one in client.protocols]
                   + ["OAuth2"] * client.oauth2) or say(text("only sends")), _takers(client, speaker))
        for client in clients.load().values()]


def client_words(speaker: Speaker, width: int) -> list[str]:
    """What the words of the last column mean."""
    told = []
    for code in ("program", "reader", "nobody", "sheet"):
        told += wrap(f"{speaker.code('taker', code)}: {speaker.code('taker-means', code)}", width, "  ")
    return told


def _own(client: Client) -> list[ClientFile]:
    """Its files but for the sheet, which every program has."""
    return [file for file in client.files if file.role != "sheet"]


def _shown(client: Client) -> Sequence[ClientFile]:
    """The files worth naming: the sheet only where there is nothing for the program itself."""
    own = _own(client)
    return own if any(file.role != "data" for file in own) else client.files


def _file(file: ClientFile) -> str:
    """The file's name; what is different for each address is a star."""
    path = PurePosixPath(file.path)
    return f"*{path.suffix}" if "{" in path.name else path.name


def _takers(client: Client, speaker: Speaker) -> str:
    """Who took the program's files: the program, a reader of the format, nobody; or a sheet for people."""
    files = _own(client)
    took = [(code, list(dict.fromkeys(_brief_taker(file) for file in files if file.accepted == code)))
            for code in ("program", "reader", "nobody") if any(file.accepted == code for file in files)]
    words = [f"{speaker.code('taker', code)}: {', '.join(who)}" if any(who) else speaker.code("taker", code)
             for code, who in took]
    return "; ".join(words) or speaker.code("taker", "sheet")


def _brief_taker(file: ClientFile) -> str:
    """Who took the file, without what exactly was looked at (behind a colon or a comma; not in brackets)."""
    return re.split(r"[:,](?![^(]*\))", file.accepted_by)[0]


def _brief(entry: dict[str, Any]) -> str:
    told = [value for key, value in entry.items() if key not in _ONLY_JSON and value]
    parts = [", ".join(value) if isinstance(value, list) else str(value)
             for value in told if isinstance(value, str | list)]
    return " · ".join(parts)


def _clients(speaker: Speaker) -> list[dict[str, Any]]:
    return [{"id": client.id, "name": client.name, "kinds": list(client.kinds),
             "platforms": list(client.platforms), "protocols": list(client.protocols),
             "oauth2": client.oauth2, "formats": list(dict.fromkeys(file.format for file in client.files)),
             "files": list(dict.fromkeys(file.path for file in client.files)),
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
    known = providers.load()
    return providerlisting.entries(known, known.own, speaker)


def _consequences(speaker: Speaker) -> list[dict[str, Any]]:
    return [{"id": one.id, "severity": one.severity, "says": speaker.code("consequence", one.id),
             "rests_on": list(one.needs), "sources": list(one.sources)}
            for one in registry.collect("advisor.consequences", "CONSEQUENCE")]


def _sources(speaker: Speaker) -> list[dict[str, Any]]:
    return [{"id": source.id, "says": speaker.code("source", source.id), "rank": source.rank,
             "online": source.online, "third_party": source.third_party, "flag": source.flag}
            for source in registry.collect("advisor.sources", "SOURCE")]


def _schemas(speaker: Speaker) -> list[dict[str, Any]]:
    return [{"id": name, "schema": msgspec.json.schema(kind)}
            for name, kind in (("answers", Household), ("evidence", Evidence), ("plan", Plan))]
