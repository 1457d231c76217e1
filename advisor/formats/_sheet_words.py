"""What the fields of a settings sheet are called: in the mail program's own words where those are known.

A text `sheet:kmail.imap-host` is for that program and protocol, `sheet:kmail.host` for that program,
`sheet:host` for every other one. The reader takes any of them, in any of our languages.
"""

from functools import cache

from advisor.i18n import Speaker, languages, read_catalogue

FAMILY = "sheet"
# Heading to the labels below it, each with the fact that it stands for, in the order of the sheet.
PARTS: dict[str, dict[str, str]] = {
    "you": {"name": "name", "address": "address"},
    "incoming": {"protocol": "incoming_protocol", "host": "incoming_host", "port": "incoming_port",
                 "security": "incoming_security", "username": "incoming_username", "auth": "incoming_auth"},
    "outgoing": {"host": "outgoing_host", "port": "outgoing_port", "security": "outgoing_security",
                 "username": "outgoing_username", "auth": "outgoing_auth"},
    "on-server": {"leave-on-server": "leave_on_server", "days": "days",
                  "delete-on-local-delete": "delete_on_local_delete"},
    "checking": {"check-minutes": "check_minutes", "offline-copy": "offline_copy"},
}
ENUMS = ("imap", "pop3", "tls", "starttls", "plain", "password", "password-encrypted", "oauth2",
         "app-password", "client-certificate", "none", "yes", "no", "never")
_PART_OF = {"imap": "incoming", "pop3": "incoming", "smtp": "outgoing"}


def called(speaker: Speaker, client: str, protocol: str, code: str) -> str:
    """What `client` calls that label or value; the sheet's own word where it has none."""
    for own in (f"{client}.{protocol}-{code}", f"{client}.{code}"):
        if speaker.has_code(FAMILY, own):
            return speaker.code(FAMILY, own)
    return speaker.code(FAMILY, code)


@cache
def reading() -> tuple[dict[str, str], dict[str, dict[str, str]], dict[str, str]]:
    """Headings to codes; for each part its labels to codes; words to codes. RuntimeError (ours) where the
    catalogues give one text two meanings.
    """
    headings: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {part: {} for part in PARTS}
    words: dict[str, str] = {}
    for language in languages():
        speaker = Speaker(language)
        for code in (*PARTS, "steps", "notes"):
            _learn(headings, speaker.code(FAMILY, code), code)
        for key in read_catalogue(language):
            family, _, code = key.partition(":")
            if family == FAMILY:
                _learn_own(labels, words, code, speaker.code(FAMILY, code))
    return headings, labels, words


def _learn_own(labels: dict[str, dict[str, str]], words: dict[str, str], code: str, said: str) -> None:
    plain = code.rpartition(".")[2]         # without the program that says it so
    protocol, _, rest = plain.partition("-")
    only = _PART_OF.get(protocol) if "." in code else None
    label = rest if only and rest else plain
    if label in ENUMS:
        _learn(words, said, label)
    for part, known in PARTS.items():
        if label in known and only in (None, part):
            _learn(labels[part], said, label)


def _learn(table: dict[str, str], said: str, code: str) -> None:
    if table.setdefault(said, code) != code:
        raise RuntimeError(f"{FAMILY}:{code} and {FAMILY}:{table[said]} are both {said!r}")
