"""What an account survey amounts to: what folders are for, how full the mailbox gets, what advice may use.

All of it is pure. net/account_imap_survey.py asks the server; here stands which messages to look at, and what
follows from them for all the others.
"""

import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from advisor.model.account import Account, MailFolder, Sample, SpecialUse, Survey

# RFC 6154 section 2, and what Gmail says besides (\Important is no folder that a program could be told).
USES: dict[str, SpecialUse] = {
    "\\SENT": "sent", "\\DRAFTS": "drafts", "\\JUNK": "junk", "\\SPAM": "junk", "\\TRASH": "trash",
    "\\ARCHIVE": "archive", "\\ALL": "all", "\\ALLMAIL": "all", "\\FLAGGED": "flagged",
    "\\STARRED": "flagged"}

# What these folders are called in en, es, de, fr, pt and it; compared without case, accents and signs.
_NAMES: dict[SpecialUse, tuple[str, ...]] = {
    "sent": ("sent", "sent items", "sent messages", "sent mail", "enviados", "elementos enviados",
             "mensajes enviados", "correo enviado", "enviado", "gesendet", "gesendete objekte",
             "gesendete elemente", "gesendete nachrichten", "gesendete e mails", "envoyes", "envoye",
             "elements envoyes", "messages envoyes", "courrier envoye", "itens enviados",
             "mensagens enviadas", "enviadas", "e mails enviados", "inviata", "posta inviata", "inviati",
             "elementi inviati", "messaggi inviati"),
    "drafts": ("drafts", "draft", "borradores", "borrador", "entwurfe", "entwurf", "brouillons",
               "brouillon", "rascunhos", "rascunho", "bozze", "bozza"),
    "junk": ("junk", "spam", "junk email", "junk e mail", "bulk mail", "bulk", "correo no deseado",
             "correo basura", "no deseado", "spamverdacht", "unerwunscht", "junk mail",
             "unerwunschte werbung", "messages indesirables", "indesiderati", "courrier indesirable",
             "indesirables", "pourriel", "lixo eletronico", "lixo electronico", "correio nao solicitado",
             "posta indesiderata", "indesiderata"),
    "trash": ("trash", "deleted", "deleted items", "deleted messages", "bin", "papelera",
              "papelera de reciclaje", "supprimes", "mensagens excluidas", "mensagens eliminadas",
              "eliminati", "messaggi eliminati", "elementos eliminados", "mensajes eliminados",
              "eliminados", "papierkorb", "geloscht", "geloschte objekte", "geloschte elemente",
              "geloschte nachrichten", "corbeille", "elements supprimes", "messages supprimes", "lixeira",
              "lixo", "itens excluidos", "itens eliminados", "cestino", "posta eliminata",
              "elementi eliminati"),
    "archive": ("archive", "archives", "archivo", "archivados", "archiv", "archivo de correo", "arquivo",
                "arquivados", "arquivo morto", "archivio", "archivia", "archiviati"),
}
_BY_NAME = {name: use for use, names in _NAMES.items() for name in names}

_MONTHS = {name: number for number, name in enumerate(
    ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), 1)}
DAYS_OF_MONTH = 365.25 / 12
YEAR = timedelta(days=365)
_OWN_MAIL: frozenset[SpecialUse | None] = frozenset({None, "sent", "archive"})   # what grows with the mail


def propose(name: str, prefix: str, separator: str) -> SpecialUse | None:
    """What a folder is for, going by its name alone; None for one that says nothing.

    prefix: of the person's folders (`INBOX.`). Only folders of the first level are considered: `Work/Sent`
    is somebody's own business. `[Gmail]/` counts as a prefix too.
    """
    leaf = name
    for start in (prefix, f"INBOX{separator}", f"[Gmail]{separator}", f"[Google Mail]{separator}"):
        if start.strip(separator) and leaf.upper().startswith(start.upper()):
            leaf = leaf[len(start):]
            break
    return _BY_NAME.get(_plain(leaf)) if not separator or separator not in leaf else None


def with_proposals(folders: Iterable[MailFolder], prefix: str, separator: str) -> tuple[MailFolder, ...]:
    """The folders with a proposal for each use that the server did not give to any of them.

    Where two names fit one use (`Sent` and `Sent Items`), the one with more messages is proposed.
    """
    given = tuple(folders)
    told = {folder.use for folder in given}
    best: dict[SpecialUse, MailFolder] = {}
    for folder in given:
        use = propose(folder.name, prefix, separator) if folder.use is None and folder.selectable else None
        if use is not None and use not in told:
            other = best.get(use)
            if other is None or (folder.messages or 0) > (other.messages or 0):
                best[use] = folder
    proposed = {folder.name: use for use, folder in best.items()}
    return tuple(MailFolder(one.name, one.use, proposed.get(one.name), one.messages, one.size, one.selectable)
                 for one in given)


def use_of(folder: MailFolder) -> SpecialUse | None:
    """What the folder is for, told or proposed."""
    return folder.use or folder.proposed


def grows(folder: MailFolder) -> bool:
    """Whether the mail in this folder comes and stays: it is not junk, rubbish, drafts or a mere view."""
    return folder.selectable and use_of(folder) in _OWN_MAIL


def worth_a_look(folders: Iterable[MailFolder]) -> tuple[MailFolder, ...]:
    """The folders besides the inbox whose messages tell what comes, the fullest first.

    Where one folder shows everything (Gmail), the others are views of the same mail, and it alone counts.
    """
    given = tuple(one for one in folders if one.name.upper() != "INBOX" and one.messages)
    everything = tuple(one for one in given if one.use == "all" and one.selectable)
    growing = everything[:1] or tuple(one for one in given if grows(one))
    return tuple(sorted(growing, key=lambda one: -(one.messages or 0)))


def spread(messages: int, most: int) -> tuple[int, ...]:
    """The numbers of at most `most` of `messages` messages, evenly spread, with the first and the last."""
    if messages <= most:
        return tuple(range(1, messages + 1))
    return tuple(1 + (messages - 1) * step // (most - 1) for step in range(most))


def estimate(folder: str, messages: int, rows: Iterable[tuple[int, date | None]], today: date) -> Sample:
    """What the messages that were looked at say about all. rows: octets and day of arrival of each."""
    seen = tuple(rows)
    share = messages / len(seen) if seen else 0.0
    recent = [size for size, day in seen if day is not None and today - YEAR < day]
    days = [day for _, day in seen if day is not None]
    return Sample(
        folder, messages, len(seen), len(seen) >= messages,
        size=round(sum(size for size, _ in seen) * share), recent=round(len(recent) * share),
        recent_size=round(sum(recent) * share), oldest=min(days).isoformat() if days else "",
        largest=max((size for size, _ in seen), default=0))


def arrival(internal_date: bytes) -> date | None:
    """The day in an INTERNALDATE (RFC 9051 section 9: `date-time`); None where it is none.

    The time of day and the zone are left out: nothing here is that exact.
    """
    found = re.match(rb" ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) ", internal_date)
    month = _MONTHS.get(found[2].decode().upper()) if found else None
    if found is None or month is None:
        return None
    try:
        return date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None


class Totals(Struct, frozen=True):
    """A mailbox in numbers; None where not known. Sizes in octets. about: sampled, so not exact.

    monthly, monthly_messages: what has come and stayed, a month, over the last twelve, or fewer if there are.
    """

    messages: int | None
    size: int | None
    oldest: str
    largest: int | None
    monthly: int | None
    monthly_messages: int | None
    about: bool


def totals(survey: Survey) -> Totals:
    """The whole account as one survey saw it; over POP3 that is the inbox."""
    if survey.protocol == "pop3":
        return Totals(survey.inbox_messages, survey.inbox_size, "", survey.largest, None, None, False)
    counted = _counted(survey.folders)
    counts = [one.messages for one in counted if one.messages is not None]
    sizes = [one.size for one in counted if one.size is not None]
    complete = len(sizes) == len(counted) and "folders" not in survey.missing
    size = sum(sizes) if complete and sizes else survey.quota.used if survey.quota else None
    days = [sample.oldest for sample in survey.samples if sample.oldest]
    months = _months(min(days), survey.day) if days else None
    coming = _coming(survey)
    return Totals(
        sum(counts) if counts else survey.inbox_messages, size, min(days, default=""), survey.largest,
        round(sum(one.recent_size for one in coming) / months) if months else None,
        round(sum(one.recent for one in coming) / months) if months else None,
        any(not sample.exact for sample in survey.samples))


class Measured(Struct, frozen=True):
    """What advice may use instead of a guess: MB (10^6 octets, rounded up), None where not known.

    folders: use to name, told by the server or proposed; told: those that the server itself told.
    """

    quota_mb: int | None = None
    used_mb: int | None = None
    monthly_mb: int | None = None
    folders: tuple[tuple[SpecialUse, str], ...] = ()
    told: tuple[SpecialUse, ...] = ()
    prefix: str = ""
    separator: str = ""


def measured(account: Account | None) -> Measured:
    """The measurements that advice and files can use, IMAP before POP3. Nothing measured: all None."""
    survey = (account.survey("imap") or account.survey("pop3")) if account is not None else None
    if survey is None:
        return Measured()
    whole = totals(survey)
    limit = survey.quota.limit if survey.quota else None
    # POP3 sees the inbox only: how full the account is cannot be told from it.
    used = survey.quota.used if survey.quota else whole.size if survey.protocol == "imap" else None
    folders = {use: folder for folder in survey.folders if (use := use_of(folder)) is not None}
    return Measured(
        # The limit is rounded down and the rest up: nobody must believe in more room than there is.
        None if limit is None else limit // 1_000_000, _mb(used), _mb(whole.monthly),
        tuple(sorted((use, folder.name) for use, folder in folders.items())),
        tuple(sorted(use for use, folder in folders.items() if folder.use is not None)),
        survey.prefix or "", survey.separator or "")


def _counted(folders: Iterable[MailFolder]) -> tuple[MailFolder, ...]:
    """Folders without those that only show again what lies in others (Gmail: everything is in `all`)."""
    real = tuple(one for one in folders if one.selectable and one.use != "flagged")
    if any(one.use == "all" for one in real):
        return tuple(one for one in real if one.use in ("all", "junk", "trash"))
    return real


def _coming(survey: Survey) -> tuple[Sample, ...]:
    """The samples that count for what comes: where one folder shows everything, it alone."""
    views = {folder.name for folder in survey.folders if folder.use == "all"}
    return tuple(one for one in survey.samples if one.folder in views) or survey.samples


def _months(oldest: str, day: str) -> float:
    """How many of the last twelve months there is mail from: at least one."""
    age = (date.fromisoformat(day) - date.fromisoformat(oldest)).days / DAYS_OF_MONTH
    return min(max(age, 1.0), 12.0)


def _mb(octets: int | None) -> int | None:
    return None if octets is None else math.ceil(octets / 1_000_000)


def _plain(name: str) -> str:
    """Letters and digits in lower case without accents, words apart by one blank."""
    flat = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", flat.casefold()))
