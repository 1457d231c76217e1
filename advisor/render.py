"""Turns a plan into the files that mail programs import. Nothing is written to disk here.

Templates see a small flat context and never the plan; every value they print goes through the one encoder
of the file's format. Each finished file is read back by that format's own reader and compared with the
plan. What a file cannot say truthfully is refused, with the reason.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

from msgspec import Struct

from advisor import data, sheet
from advisor.errors import AdvisorError
from advisor.exits import Exit
from advisor.formats import Facts, Format, Value, _values
from advisor.formats._never import NEVER
from advisor.i18n import Speaker
from advisor.model.client import Client, ClientFile
from advisor.model.files import OutputFile, Refusal
from advisor.model.plan import DevicePlan, Plan
from advisor.model.text import Text, text
from advisor.registry import collect

if TYPE_CHECKING:
    from jinja2 import Environment

# Names that Windows keeps for devices, with any ending (Microsoft, "Naming Files, Paths, and Namespaces").
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")})
_LONGEST_NAME = 40


class Rendered(Struct, frozen=True):
    """All files of a plan, in household order, and what could not be written truthfully."""

    files: tuple[OutputFile, ...]
    refused: tuple[Refusal, ...]


def render(plan: Plan, clients: Mapping[str, Client], authority: bytes = b"") -> Rendered:
    """The files for every device of `plan`, below one folder a device.

    authority: a provider's own certificates (PEM), for the programs whose files can have them installed.
    AdvisorError for a mail program that is not in `clients`; RuntimeError (ours) for a file that does not
    read back as the plan says.
    """
    files: list[OutputFile] = []
    refused: list[Refusal] = []
    speaker = Speaker(plan.language)
    folders = folder_names(planned.device.name for planned in plan.devices)
    for planned, folder in zip(plan.devices, folders, strict=True):
        client = clients.get(planned.device.client)
        if client is None:
            raise AdvisorError(
                "unknown-client", text("There is no mail program called “{client}”.",
                                       client=planned.device.client), Exit.USAGE,
                hint=text("`mail-advisor list clients` shows all of them."))
        facts = facts_of(plan, planned)
        if why := cannot(client, planned) or _values.refuses(facts):
            refused.append(Refusal(planned.device.name, client.id, folder, why))
            continue
        for wanted in client.files:
            if planned.settings.incoming.endpoint.protocol not in wanted.protocols:
                continue
            path = f"{folder}/{_path(wanted, facts)}"
            if never := NEVER.get(wanted.format):
                refused.append(Refusal(planned.device.name, client.id, path, never))
                continue
            form = format_called(wanted.format)
            if why := form.refuses(facts):
                refused.append(Refusal(planned.device.name, client.id, path, why))
                continue
            made = written(client, wanted, [facts], path, planned.device.name, speaker, authority)
            if isinstance(made, Text):
                refused.append(Refusal(planned.device.name, client.id, path, made))
            else:
                files += made
    return Rendered(tuple(files), tuple(refused))


def facts_of(plan: Plan, planned: DevicePlan) -> dict[str, Value]:
    """What the files of one device have to say, flat. `days` 0 is never. Names are in NFC (UAX 15).

    account: a UUID that is always the same for the address. folder: the address as a folder's name.
    """
    incoming, outgoing = planned.settings.incoming, planned.settings.outgoing
    facts: dict[str, Value] = {
        "device": planned.device.name,
        "name": unicodedata.normalize("NFC", plan.name).strip(" "),
        "address": plan.address.full,
        "local": plan.address.local,
        "domain": plan.address.ascii_domain,
        "account": _account(plan.address.full),
        "folder": _mail_folder(plan.address.local, plan.address.ascii_domain),
        "certificate": "",
        "account_kind": planned.settings.account,
        "incoming_protocol": incoming.endpoint.protocol,
        "check_minutes": planned.settings.check_minutes,
        "offline_copy": planned.settings.offline_copy,
    }
    for side, server in (("incoming", incoming), ("outgoing", outgoing)):
        facts[f"{side}_host"] = server.endpoint.host
        facts[f"{side}_port"] = server.endpoint.port
        facts[f"{side}_security"] = server.endpoint.security
        facts[f"{side}_username"] = server.username
        facts[f"{side}_auth"] = server.auth
    folders: dict[str, str] = dict(planned.settings.folders)
    for use in _values.FOLDERS:
        # What a server calls its folders is no reason to refuse all files: without it programs ask or guess.
        named = _levels(folders.get(use, ""), planned.settings.separator)
        facts[f"{use}_folder"] = named if _values.is_fit(named) else ""
    policy = planned.settings.pop3
    if (policy is not None) != (incoming.endpoint.protocol == "pop3"):
        raise ValueError(f"{planned.device.name}: a POP3 policy goes with POP3, and only with it")
    if policy is not None:
        facts["leave_on_server"] = policy.leave_on_server
        facts["days"] = policy.days or 0
        facts["delete_on_local_delete"] = policy.delete_on_local_delete
        if not policy.leave_on_server and (policy.days or policy.delete_on_local_delete):
            raise ValueError(f"{planned.device.name}: mail that is not left cannot be removed later")
    return facts


def _levels(name: str, separator: str) -> str:
    """A folder's name with `/` between its levels; "" for one that has a `/` of its own."""
    return "" if separator != "/" and "/" in name else name.replace(separator, "/")


def folder_names(names: Iterable[str]) -> tuple[str, ...]:
    """One folder name for each of `names`, safe on every system and unique whatever the letter case."""
    taken: set[str] = set()
    folders = []
    for name in names:
        first = folder = safe_name(name)
        number = 1
        while unicodedata.normalize("NFKC", folder).casefold() in taken:
            number += 1
            folder = f"{first}-{number}"
        taken.add(unicodedata.normalize("NFKC", folder).casefold())
        folders.append(folder)
    return tuple(folders)


def safe_name(name: str) -> str:
    """`name` as one part of a path: letters, digits and single hyphens, at most 40, never reserved."""
    kept = (character if unicodedata.category(character)[0] in "LNM" else "-"
            for character in unicodedata.normalize("NFC", name))
    safe = "-".join(part for part in "".join(kept).split("-") if part)[:_LONGEST_NAME].strip("-")
    if not safe:
        return "device"
    return f"{safe}-device" if safe.casefold() in _RESERVED else safe


def format_called(name: str) -> Format:
    """The format with that id. ValueError where a client.toml names one that does not exist."""
    for form in collect("advisor.formats", "FORMAT"):
        if isinstance(form, Format) and form.id == name:
            return form
    raise ValueError(f"there is no format called {name!r}")


def _path(wanted: ClientFile, facts: Facts) -> str:
    """The file's place in the device's folder. The values are checked: a host name, a UUID, a short name."""
    place = wanted.path.replace("{domain}", str(facts["domain"])).replace("{account}", str(facts["account"]))
    return place.replace("{unit}", _unit(str(facts["folder"])))


def _account(address: str) -> str:
    """The UUID of an address. One with a lone surrogate gets one too, and is refused afterwards."""
    return str(uuid5(NAMESPACE_URL, f"mailto:{address}".encode("utf-8", "replace").decode("utf-8")))


def _unit(folder: str) -> str:
    """The address as a part of a unit's name: systemd takes `@` for the sign of an instance, and no `+`."""
    return re.sub("[^A-Za-z0-9._-]", "-", folder.replace("@", "-at-"))[:120]


def _mail_folder(local: str, domain: str) -> str:
    """A folder's name for the mail of an address; the usual addresses keep theirs."""
    return f"{re.sub('[^A-Za-z0-9._+-]', '-', local).lstrip('.-')}@{domain}"


def cannot(client: Client, planned: DevicePlan) -> Text | None:
    """Why this program cannot be set up this way at all; in the advice's own words where it said so.

    A program that only sends (msmtp) is not concerned with how mail is read.
    """
    if client.only_sends:
        return None
    if not planned.usable:
        said = (finding.says for finding in planned.findings if finding.id == "program-cannot")
        return next(said, text("Nothing fits {program} here.", program=client.name))
    protocol = planned.settings.incoming.endpoint.protocol
    if protocol not in client.protocols:
        return text("{program} does not speak {protocol}.", program=client.name, protocol=protocol.upper())
    return None


def written(client: Client, wanted: ClientFile, accounts: Sequence[Facts], path: str, device: str,
            speaker: Speaker, authority: bytes = b"",
            code: tuple[int, int] = (1, 1)) -> list[OutputFile] | Text:
    """The file for these accounts of one device, and the certificates beside it where it names them.

    code: the how-manieth of how many, where the accounts need several. The reason instead, where a template
    of the person's own does not work: that is theirs to mend, not our bug.
    """
    from jinja2 import TemplateError

    certificate = wanted.certificate if authority else ""
    own = data.own_folder("templates")
    try:
        content = _content(client, wanted, [{**facts, "certificate": certificate} for facts in accounts],
                           speaker, code)
    except (TemplateError, RuntimeError, ValueError) as failure:
        if own is None or not (own / client.id).is_dir():
            raise
        line = getattr(failure, "lineno", None)
        return text("Your own template {file} does not work: {why}",
                    file=f"{client.id}/{wanted.template}" + (f":{line}" if line else ""), why=str(failure))
    files = [OutputFile(path, content, wanted.media_type, wanted.role, device, client.id,
                        _how(client, wanted, accounts[0]))]
    if certificate:
        beside = f"{path.rpartition('/')[0]}/{certificate}"
        files.append(OutputFile(beside, authority, "application/x-pem-file", "certificate", device, client.id,
                                wanted.certificate_how))
    return files


def _how(client: Client, wanted: ClientFile, facts: Facts) -> tuple[str, ...]:
    """The steps of a file. On a sheet for somebody who signs in on the provider's own page no password is
    typed into the program, and many programs have a way of their own to Google and Microsoft."""
    if wanted.role != "sheet" or facts["incoming_auth"] != "oauth2":
        return wanted.how
    own = next((steps for kind, steps in client.sign_in.items() if kind == facts["account_kind"]), ())
    return own or tuple("sheet-sign-in" if step == "sheet-password" else step for step in wanted.how)


def _content(client: Client, wanted: ClientFile, accounts: Sequence[Facts], speaker: Speaker,
             code: tuple[int, int]) -> bytes:
    """The finished file, read back and compared."""
    form, facts = format_called(wanted.format), accounts[0]
    # A template is looked for in the program's own folder, then among those that all programs share.
    template = _environment(form.id).select_template(
        [f"{client.id}/{wanted.template}", f"generic/{wanted.template}"])
    called = speaker.code("client", client.id)      # only `generic` is not called by its own name
    concerning = [note for note in client.notes if _concerns(note, str(facts["incoming_protocol"]))]
    content = form.pack(template.render(
        facts, accounts=accounts, code=code, role=wanted.role,
        client=client.name if called == client.id else called,
        label=lambda code: speaker.code("sheet", code), parts=sheet.parts(client, facts, speaker),
        part=lambda name: str(uuid5(UUID(str(facts["account"])), name)),
        steps=[speaker.code("how", step) for step in _how(client, wanted, facts)],
        notes=[speaker.code("note", note) for note in concerning]))
    read = form.read_all(content) if form.read_all else [form.read(content)]
    for said, meant in zip(read, map(form.says, accounts), strict=True):
        if said != meant:
            wrong = sorted(key for key in said.keys() | meant.keys() if said.get(key) != meant.get(key))
            raise RuntimeError(f"{client.id}/{wanted.template} does not read back: {', '.join(wrong)}")
    return content


def _concerns(note: str, protocol: str) -> bool:
    """A note code that begins with a protocol is only for devices that use it."""
    return note.partition("-")[0] not in {"imap", "pop3"} - {protocol}


def _environment(format_id: str) -> "Environment":
    """Jinja for one format; a person's own templates go before the shipped ones."""
    own = data.own_folder("templates")
    return _jinja(format_id, tuple(folder for folder in (own, data.folder("templates")) if folder))


@cache
def _jinja(format_id: str, folders: tuple[Path, ...]) -> "Environment":
    """The encoder of the format is applied to every value that a template prints.

    Autoescape is off because `finalize` does the format's own escaping, XML's as well.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    form = format_called(format_id)
    environment = Environment(
        loader=FileSystemLoader(folders), undefined=StrictUndefined, autoescape=False,
        finalize=form.value, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters.update(form.filters)
    return environment
