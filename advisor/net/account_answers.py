"""What a server's answer to a login means: its response codes, and the words of the big providers.

A code decides where there is one; only words that say more than any code (`app password required`) go before
it. Everything here is pure.
"""

import re
from dataclasses import dataclass

from advisor.model.account import LoginOutcome
from advisor.net.line import clean

_LONGEST_LINK = 300


@dataclass(frozen=True)
class Answer:
    """outcome, code, said, link: as in `Attempt`. said is clean, but may still repeat the secret."""

    outcome: LoginOutcome
    code: str = ""
    said: str = ""
    link: str = ""


# What providers say in words because there is no code for it, most precise first.
_BEFORE_CODES: tuple[tuple[str, LoginOutcome], ...] = (
    # Microsoft's 535 5.7.139 has one code for four reasons.
    (r"user credentials were incorrect", "refused"),
    (r"contact your administrator", "contact-admin"),
    (r"SmtpClientAuthentication is disabled", "protocol-off"),
    (r"5\.7\.139|5\.7\.30\b|basic ?auth\w* (is )?(disabled|not supported|blocked)|BasicAuthBlocked",
     "basic-off"),
    (r"app(lication)?[- ]specific password|\bapp[- ]password", "app-password"),
    (r"not enabled for (imap|pop)|(imap|pop3?|smtp)\S* (access )?(is )?(disabled|deactivated|not enabled)|"
     r"(imap|pop3?) (und|and|or) (imap|pop3?)\b.*(disabled|deaktiviert)", "protocol-off"),
    (r"web ?login required|log ?in (via|with) your (web )?browser", "web-login"),
)
# What is taken from the words where no code says it.
_WITHOUT_CODES: tuple[tuple[str, LoginOutcome], ...] = (
    (r"account\b.*\b(disabled|locked|suspended|blocked)|(disabled|locked|suspended|blocked)\b.*\baccount",
     "disabled"),
    (r"too many|rate.?limit|temporarily blocked|try again later", "limit"),
    (r"password\b.*\bexpired", "expired"),
    (r"(mechanism|auth\w* (type|method|scheme))\b.*\b(not|un|in)|(un(supported|known|recognized)|invalid) "
     r"(auth\w* )?(mechanism|method)", "mechanism-refused"),
)

# RFC 5530 section 3; WEBALERT is Gmail's; LIMIT and ALERT are too general to decide alone.
_IMAP: dict[str, LoginOutcome] = {
    "AUTHENTICATIONFAILED": "refused", "AUTHORIZATIONFAILED": "not-authorized", "EXPIRED": "expired",
    "PRIVACYREQUIRED": "privacy-required", "CONTACTADMIN": "contact-admin", "WEBALERT": "web-login",
    "LIMIT": "limit", "UNAVAILABLE": "unavailable", "INUSE": "in-use", "SERVERBUG": "server-fault",
    "CANNOT": "mechanism-refused"}
# RFC 2449 section 8.1, RFC 3206 section 4.
_POP3: dict[str, LoginOutcome] = {
    "AUTH": "refused", "IN-USE": "in-use", "LOGIN-DELAY": "login-delay", "SYS/TEMP": "unavailable",
    "SYS/PERM": "server-fault"}
# RFC 4954 section 6, RFC 5248; 5.7.13 and 5.7.14 as registered and as Gmail uses them.
_SMTP: dict[str, LoginOutcome] = {
    "535 5.7.8": "refused", "535 5.7.139": "basic-off", "550 5.7.30": "basic-off",
    "534 5.7.9": "mechanism-refused", "534 5.7.14": "web-login",
    "525 5.7.13": "disabled", "535 5.7.13": "disabled", "432 4.7.12": "expired",
    "454 4.7.0": "unavailable", "538 5.7.11": "privacy-required", "530 5.7.0": "privacy-required"}
_SMTP_PLAIN: dict[int, LoginOutcome] = {
    421: "unavailable", 432: "expired", 454: "unavailable", 500: "mechanism-refused",
    501: "mechanism-refused", 502: "mechanism-refused", 503: "mechanism-refused", 504: "mechanism-refused",
    525: "disabled", 534: "mechanism-refused", 535: "refused", 538: "privacy-required"}

_CODE = re.compile(r"\[([A-Za-z][A-Za-z0-9/.-]*)(?: ([^\]]*))?\]")


def imap(said: bytes | str) -> Answer:
    """The text of a NO, BAD or BYE."""
    words = clean(said, 1000)
    found = _CODE.search(words)
    code, value = (found[1].upper(), found[2] or "") if found else ("", "")
    link = value if code == "WEBALERT" and _is_link(value) else ""
    return Answer(_read(words, _IMAP.get(code)), code, clean(words), link)


def pop3(said: bytes) -> Answer:
    """A line that begins with -ERR."""
    words = clean(said, 1000)
    found = _CODE.search(words)
    code = found[1].upper() if found else ""
    return Answer(_read(words, _POP3.get(code)), code, clean(words.removeprefix("-ERR").strip()))


def smtp(code: int, said: bytes) -> Answer:
    """A reply that is not 235. said: its lines without the number."""
    words = clean(said, 1000)
    found = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", words)
    full = f"{code} {found[0]}" if found else str(code)
    outcome = _SMTP.get(full) or _SMTP_PLAIN.get(code) or ("unavailable" if 400 <= code < 500 else None)
    if outcome == "unavailable" and re.search("too many|rate", words, re.IGNORECASE):
        outcome = "limit"       # RFC 4954 has no code of its own for it
    return Answer(_read(words, outcome), full, clean(words))


def _read(words: str, by_code: LoginOutcome | None) -> LoginOutcome:
    told = _match(_BEFORE_CODES, words) or by_code or _match(_WITHOUT_CODES, words)
    return told or "refused"


def _match(table: tuple[tuple[str, LoginOutcome], ...], words: str) -> LoginOutcome | None:
    return next((outcome for pattern, outcome in table if re.search(pattern, words, re.IGNORECASE)), None)


def _is_link(value: str) -> bool:
    return (value.startswith("https://") and len(value) <= _LONGEST_LINK and value.isascii()
            and not re.search(r"[\s\"<>\\^`{|}]", value))
