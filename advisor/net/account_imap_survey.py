"""Looks at a mailbox over IMAP and changes nothing: EXAMINE, STATUS, QUOTA, sampled FETCH of sizes and dates.

The work is bounded whatever lies there: so many folders, so many messages of each, so many octets an answer,
and one deadline. What could not be had is named in `missing`.
"""

import imaplib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from imapclient import imap_utf7
from imapclient.exceptions import IMAPClientError
from imapclient.response_parser import parse_response
from msgspec.structs import replace

from advisor.model.account import MailFolder, Quota, Sample, Survey
from advisor.net.account_imap_client import Client
from advisor.net.account_line import PatientReader, Progress
from advisor.net.line import MAX_TOTAL, Ended
from advisor.net.visiting import Conversation
from advisor.survey import USES, arrival, estimate, spread, with_proposals, worth_a_look

MOST_FOLDERS = 400          # named in the survey
MOST_COUNTED = 200          # asked for how many messages they hold
_AT_ONCE = 20               # STATUS commands under way together: one round trip for all of them
MOST_SAMPLED = 8            # folders whose messages are looked at, the inbox first, then the fullest
INBOX_SAMPLE, SAMPLE = 1000, 200
_ROWS_OCTETS = 512 * 1024

_ROW = re.compile(rb"\d+ \((.*)\)\s*")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,15})\b", re.IGNORECASE)
_DATE = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"', re.IGNORECASE)


@dataclass
class _Look:
    """One survey under way."""

    client: Client
    reader: PatientReader
    told: tuple[str, ...]
    today: date
    progress: Progress
    prefix: str | None = None
    separator: str | None = None
    quota: Quota | None = None
    folders: tuple[MailFolder, ...] = ()
    samples: list[Sample] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def survey(client: Client, talk: Conversation, told: tuple[str, ...], today: date,
           progress: Progress) -> Survey:
    """What lies in the account. told: capabilities after login. Raises nothing for what the world does."""
    reader = PatientReader(talk.reader)
    talk.reader = reader
    look = _Look(client, reader, told, today, progress)
    steps: tuple[tuple[str, Callable[[_Look], None]], ...] = (
        ("namespace", _namespace), ("quota", _quota), ("folders", _folders), ("counts", _counts),
        ("messages", _messages))
    for name, step in steps:
        try:
            reader.allow(MAX_TOTAL)
            client.line.untagged_responses = {}     # what nobody asked for must not answer the next question
            step(look)
        except (TimeoutError, Ended, OSError, imaplib.IMAP4.abort) as end:
            late = isinstance(end, TimeoutError) or (isinstance(end, Ended) and end.outcome == "timeout")
            look.missing += [name, "time" if late else "line"]
            break
        except (imaplib.IMAP4.error, IMAPClientError, ValueError, LookupError, TypeError):
            look.missing.append(name)       # refused, or no answer that anybody could read
    return _result(look)


def _result(look: _Look) -> Survey:
    inbox = next((one for one in look.samples if one.folder == "INBOX"), None)
    listed = next((one for one in look.folders if one.name.upper() == "INBOX"), None)
    size = listed.size if listed and listed.size is not None else inbox.size if inbox else None
    counted = inbox.messages if inbox else listed.messages if listed else None
    return Survey(
        "imap", look.today.isoformat(), counted, size,
        max((one.largest for one in look.samples), default=None), look.quota, look.folders,
        tuple(look.samples), look.prefix, look.separator, missing=tuple(dict.fromkeys(look.missing)))


def _namespace(look: _Look) -> None:
    if not {"NAMESPACE", "IMAP4REV2"} & set(look.told):
        return
    personal = look.client.namespace().personal
    if personal:
        look.prefix, look.separator = personal[0]


def _quota(look: _Look) -> None:
    if not any(token == "QUOTA" or token.startswith("QUOTA=") for token in look.told):
        return
    _, quotas = look.client.get_quota_root("INBOX")
    # RFC 9208 section 5.1: STORAGE is in units of 1024 octets. Of several, the fullest stops the mail first.
    found = [Quota(one.usage * 1024, one.limit * 1024) for one in quotas
             if str(one.resource).upper() == "STORAGE" and one.limit > 0]
    look.quota = min(found, key=lambda one: one.limit - one.used, default=None)


def _folders(look: _Look) -> None:
    look.progress("folders", 0, 1)
    rows = look.client.list_folders()
    if "SPECIAL-USE" in look.told and not any(_use(flags) for flags, _, _ in rows):
        # RFC 6154 section 2: some servers tell the uses only to those who ask for them.
        uses = {name: flags for flags, _, name in _special(look.client)}
        rows = [((*flags, *uses.get(name, ())), separator, name) for flags, separator, name in rows]
    if len(rows) > MOST_FOLDERS:
        look.missing.append("folders")
    if look.separator is None and rows:
        look.separator = _text(rows[0][1] or b"")
    folders = [MailFolder(_text(name), USES.get(_use(flags)), selectable=not _unselectable(flags))
               for flags, _, name in rows[:MOST_FOLDERS]]
    look.folders = _proposed(look, folders)


def _special(client: Client) -> list[tuple[tuple[bytes, ...], bytes, str]]:
    line = client.line
    kind, data = line._simple_command("LIST", "(SPECIAL-USE)", '""', '"*"')
    if kind != "OK":
        return []
    rows: list[tuple[tuple[bytes, ...], bytes, str]] = client._proc_folder_list(
        line._untagged_response(kind, data, "LIST")[1])
    return rows


def _counts(look: _Look) -> None:
    """STATUS of every folder (RFC 8438 for the size), many at a time."""
    sized = {"STATUS=SIZE", "IMAP4REV2"} & set(look.told)
    items = "(MESSAGES SIZE)" if sized else "(MESSAGES)"
    names = [one.name for one in look.folders if one.selectable][:MOST_COUNTED]
    found: dict[str, dict[bytes, int]] = {}
    for start in range(0, len(names), _AT_ONCE):
        look.progress("folders", start, len(names))
        look.reader.allow(MAX_TOTAL)
        found |= _status(look.client, names[start:start + _AT_ONCE], items)
    look.folders = _proposed(look, [
        replace(one, messages=found[one.name].get(b"MESSAGES"), size=found[one.name].get(b"SIZE"))
        if one.name in found else one for one in look.folders])


def _status(client: Client, names: Iterable[str], items: str) -> dict[str, dict[bytes, int]]:
    line = client.line
    line.untagged_responses.pop("STATUS", None)
    tags = [line._command("STATUS", _mailbox(name), items) for name in names]
    for tag in tags:
        try:
            line._command_complete("STATUS", tag)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            continue        # BAD for this one; the answers to the others are still to come
    told = parse_response(line.untagged_responses.pop("STATUS", []))
    return {_text(imap_utf7.decode(name) if isinstance(name, bytes) else name):
            {key.upper(): value for key, value in zip(values[::2], values[1::2], strict=False)}
            for name, values in zip(told[::2], told[1::2], strict=False) if isinstance(values, tuple)}


def _messages(look: _Look) -> None:
    """Sizes and dates of arrival, of all messages in small folders and of a sample in large ones."""
    inbox = [one for one in look.folders if one.name.upper() == "INBOX"] or [MailFolder("INBOX")]
    wanted = [*inbox[:1], *worth_a_look(look.folders)[:MOST_SAMPLED - 1]]
    for number, folder in enumerate(wanted):
        look.progress("inbox" if number == 0 else folder.name, number, len(wanted))
        most = INBOX_SAMPLE if number == 0 or folder.use == "all" else SAMPLE
        try:
            look.samples.append(_sample(look, "INBOX" if number == 0 else folder.name, most))
        except imaplib.IMAP4.abort:
            raise
        except (imaplib.IMAP4.error, IMAPClientError) as refusal:
            if number == 0:
                raise refusal
    look.progress("inbox", len(wanted), len(wanted))


def _sample(look: _Look, name: str, most: int) -> Sample:
    client = look.client
    look.reader.allow(_ROWS_OCTETS)
    messages = int(client.select_folder(name, readonly=True)[b"EXISTS"])      # EXAMINE
    rows: list[tuple[int, date | None]] = []
    if messages:
        numbers = spread(messages, most)
        chosen = f"1:{messages}" if len(numbers) == messages else ",".join(map(str, numbers))
        line = client.line
        tag = line._command("FETCH", chosen, "(RFC822.SIZE INTERNALDATE)")
        kind, data = line._command_complete("FETCH", tag)
        if kind != "OK":
            raise imaplib.IMAP4.error("FETCH")
        rows = [row for said in line._untagged_response(kind, data, "FETCH")[1]
                if isinstance(said, bytes) and (row := _row(said)) is not None]
    return estimate(name, messages, rows[:most], look.today)


def _row(said: bytes) -> tuple[int, date | None] | None:
    """Size and day of arrival in one FETCH answer; None for news about flags and the like."""
    whole = _ROW.fullmatch(said)
    size = _SIZE.search(whole[1]) if whole else None
    arrived = _DATE.search(whole[1]) if whole else None
    return (int(size[1]), arrival(arrived[1]) if arrived else None) if size else None


def _proposed(look: _Look, folders: Iterable[MailFolder]) -> tuple[MailFolder, ...]:
    plain = [replace(one, proposed=None) for one in folders]
    return with_proposals(plain, look.prefix or "", look.separator or "")


def _use(flags: Iterable[bytes]) -> str:
    """The special use among the flags of a folder, or ""; Courier and Cyrus write some in lower case."""
    told = (flag.decode("ascii", "replace").upper() for flag in flags)
    return next((flag for flag in told if flag in USES), "")


def _unselectable(flags: Iterable[bytes]) -> bool:
    return bool({flag.upper() for flag in flags} & {b"\\NOSELECT", b"\\NONEXISTENT"})


def _mailbox(name: str) -> bytes:
    encoded: bytes = imap_utf7.encode(name)
    return b'"' + encoded.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _text(told: str | bytes | int) -> str:
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
