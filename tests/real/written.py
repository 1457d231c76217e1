"""Files written for every program at once, and what the tests of those programs share."""

import re

from tests.real.lab.mailhost import seeded_id
from tests.real.lab.scenarios import PASSWORD, SEEDED

ALICE, BOB = "alice@full.example", "bob@full.example"
EXPIRED = "mail.expired.example"
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"

# Device to its client and mode; each has the settings of its own files.
DEVICES = {
    "mbsync": ("mbsync", "imap"), "offlineimap": ("offlineimap", "imap"), "aerc": ("aerc", "imap"),
    "neomutt": ("neomutt", "imap"), "neomutt-pop3": ("neomutt", "pop3-keep"),
    "getmail": ("getmail", "imap-offline"), "getmail-pop3": ("getmail", "pop3-keep"),
    "fetchmail": ("fetchmail", "pop3-keep"), "evolution": ("evolution", "imap-offline"),
    "evolution-pop3": ("evolution", "pop3-keep"), "geary": ("geary", "imap-offline"),
    "claws": ("claws-mail", "imap"), "claws-pop3": ("claws-mail", "pop3-keep"),
    "claws-pop3-days": ("claws-mail", "pop3-keep-days"), "thunderbird": ("thunderbird", "imap"),
    "thunderbird-pop3": ("thunderbird", "pop3-keep"),
}
SEEDED_IDS = {seeded_id(number, ALICE) for number in range(1, SEEDED + 1)}


def copy(path, home, *, host=None, name=None, secret=""):
    """The file as written, in `home`. host: every server replaced by this one. secret: a line to add."""
    text = path.read_text()
    if host:
        text = re.sub(r"(imap|pop|smtp|mail)\.full\.example", host, text)
    target = home / (name or path.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text + secret)
    target.chmod(0o600)
    return target


def netrc(home, *hosts):
    path = home / ".netrc"
    path.write_text("".join(f"machine {host} login {ALICE} password {PASSWORD}\n" for host in hosts))
    path.chmod(0o600)


def said(run):
    return (run.stdout + run.stderr).decode(errors="replace")


def message_ids(folder):
    """The Message-IDs in all Maildirs below `folder`."""
    return {found[1] for path in folder.rglob("*") if path.parent.name in ("new", "cur")
            if (found := re.search(r"^Message-ID: (\S+)", path.read_text(errors="replace"), re.M | re.I))}
