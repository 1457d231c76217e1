"""The copy against a real Dovecot: it keeps what the server lost, survives a new UIDVALIDITY, and goes back.

The files are those that are rendered for a plan; only the password, which no file of ours holds, is added.
"""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from advisor import clients
from advisor.render import render
from tests.plans import address, plan, planned, server
from tests.real.lab.mailroom import DOMAIN, HOST, Mailroom
from tests.real.lab.scenarios import PASSWORD
from tests.real.lab.witness import Imap

SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
COMMANDS = {"mbsync": ("mbsync", "-c", "mbsyncrc", "-a"),
            "getmail": ("getmail", "--getmaildir", ".", "--rcfile", "getmailrc"),
            "offlineimap": ("offlineimap", "-c", "offlineimaprc", "-o", "-u", "basic")}


@pytest.fixture(scope="module")
def room():
    with Mailroom("backup", 50_000_000) as room:
        yield room


class Copy:
    """The home of somebody whose mailbox in `room` is copied by `program`."""

    def __init__(self, room, program, home):
        self.room, self.program, self.home, self.user = room, program, home, room.fresh()
        incoming = server("imap", host=HOST, username=self.user)
        whole = plan(planned(program, "imap-offline", name="pc", incoming=incoming),
                     address=address(self.user.split("@")[0], DOMAIN))
        for file in render(whole, clients.load()).files:
            path = home / file.path.removeprefix("pc/")
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(file.content)
            path.chmod(0o600)
        self.mail = home / "Mail" / self.user
        for part in ("cur", "new", "tmp") if program == "getmail" else ("",):
            (self.mail / part).mkdir(parents=True)
        self._tell_the_password()
        for path in (home, *home.rglob("*")):
            shutil.chown(path, "nobody", "nogroup")     # getmail does not run as root

    def _tell_the_password(self):
        netrc = self.home / ".netrc"
        netrc.write_text(f"machine {HOST} login {self.user} password {PASSWORD}\n")
        netrc.chmod(0o600)
        for name, before, line in (
                ("mbsyncrc", "\nPort ", f'\nPassCmd "echo {PASSWORD}"'),
                ("mbsyncrc-restore", "\nPort ", f'\nPassCmd "echo {PASSWORD}"'),
                ("getmailrc", "\nca_certs", f"\npassword = {PASSWORD}")):
            path = self.home / name
            if path.exists():
                path.write_text(path.read_text().replace(before, line + before))

    def run(self, *command):
        """One run of the program (or another command) as the person, who trusts the room's authority."""
        trusting = ["sh", "-c", 'mount --bind "$0" "$1" && shift && cd "$HOME" && exec "$@"',
                    self.room.folder / "pki" / "ca.pem", SYSTEM_CERTIFICATES]
        who = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        return subprocess.run(
            ["ip", "netns", "exec", self.room.namespace, *map(str, trusting), *who,
             *(command or COMMANDS[self.program])], stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
            text=True, errors="replace", env={"HOME": str(self.home), "PATH": os.environ["PATH"]})

    def make_folder(self, path):
        """A folder that the program does not make itself."""
        path.mkdir()
        shutil.chown(path, "nobody", "nogroup")

    def subjects(self, folder=None):
        """The subjects of everything in the copy, sorted."""
        return sorted(subject_of(path.read_text()) for path in (folder or self.mail).rglob("*")
                      if path.parent.name in ("new", "cur"))

    def deliver(self, subject, folder="INBOX"):
        content = f"From: seed@{DOMAIN}\nSubject: {subject}\nMessage-ID: <{subject}@lab>\n\nx\n"
        assert self.room.deliver(self.user, content.encode(), folder)

    def on_server(self, folder):
        """The subjects in a folder on the server, sorted; and its UIDVALIDITY."""
        with self.room.inside(), Imap("127.0.0.1", 993, HOST, self.room.folder / "pki" / "ca.pem") as imap:
            imap.command(f'LOGIN "{self.user}" "{PASSWORD}"')
            rows = imap.command(f'EXAMINE "{folder}"')
            validity = next(row for row in rows if "UIDVALIDITY" in row)
            if "* 0 EXISTS" in rows:
                return [], validity
            rows = imap.command("FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]")
            return sorted(subject_of(row) for row in rows if row.startswith("Subject: ")), validity

    def empty_on_server(self, folder="INBOX"):
        """Another program deletes everything there."""
        with self.room.inside(), Imap("127.0.0.1", 993, HOST, self.room.folder / "pki" / "ca.pem") as imap:
            imap.command(f'LOGIN "{self.user}" "{PASSWORD}"')
            imap.command(f'SELECT "{folder}"')
            imap.command("STORE 1:* +FLAGS (\\Deleted)")
            imap.command("EXPUNGE")


def subject_of(text):
    return next(line for line in text.split("\n") if line.startswith("Subject: ")).removeprefix("Subject: ")


@pytest.fixture
def home():
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@pytest.mark.parametrize("program", list(COMMANDS))
def test_the_copy_keeps_what_the_server_lost(room, home, program):
    copy = Copy(room, program, home)
    for subject in ("one", "two"):
        copy.deliver(subject)
    copy.deliver("sent", "Sent")
    run = copy.run()
    assert run.returncode == 0, run.stdout + run.stderr
    assert copy.subjects() == ["one", "sent", "two"]
    assert copy.on_server("INBOX")[0] == ["one", "two"]         # and nothing was taken away

    copy.empty_on_server()
    copy.deliver("three")
    run = copy.run()
    assert run.returncode == 0, run.stdout + run.stderr
    assert copy.subjects() == ["one", "sent", "three", "two"]
    assert copy.on_server("INBOX")[0] == ["three"]


@pytest.mark.parametrize("program", list(COMMANDS))
def test_the_copy_survives_a_server_that_was_set_up_anew(room, home, program):
    """Everything is lost there, and the numbers of messages begin again (UIDVALIDITY, RFC 9051 2.3.1.1)."""
    copy = Copy(room, program, home)
    for subject in ("one", "two"):
        copy.deliver(subject)
    assert copy.run().returncode == 0
    _, before = copy.on_server("INBOX")
    after = before
    while after == before:      # Dovecot takes it from the clock, by the second
        room.wipe(copy.user)
        copy.deliver("new")
        now, after = copy.on_server("INBOX")
    assert now == ["new"]
    run = copy.run()
    assert {"one", "two"} <= set(copy.subjects()), run.stdout + run.stderr
    assert copy.on_server("INBOX")[0] == ["new"]
    if program == "getmail":
        assert copy.subjects() == ["new", "one", "two"]
        return
    # These two stop and say so, for a timer to show it; then they do what the step says.
    assert run.returncode != 0
    assert re.search("(?i)uid ?validity", run.stdout + run.stderr)
    for path in (copy.mail, home / ".offlineimap"):
        if path.exists():
            path.rename(f"{path}-old")
    copy.make_folder(copy.mail)
    assert copy.run().returncode == 0
    assert copy.subjects() == ["new"]
    assert copy.subjects(Path(f"{copy.mail}-old")) == ["one", "two"]
    assert copy.on_server("INBOX")[0] == ["new"]


def test_the_copy_goes_back_and_twice_is_not_more(room, home):
    copy = Copy(room, "mbsync", home)
    copy.deliver("one")
    copy.deliver("sent", "Sent")
    assert copy.run().returncode == 0
    room.wipe(copy.user)
    copy.deliver("new")
    copy.make_folder(home / "Mail" / f"{copy.user}-restored")
    for _ in range(2):
        run = copy.run("mbsync", "-c", "mbsyncrc-restore", "-a")
        assert run.returncode == 0, run.stdout + run.stderr
        assert copy.on_server("INBOX")[0] == ["new"]
        assert copy.on_server("Restored.INBOX")[0] == ["one"]
        assert copy.on_server("Restored.Sent")[0] == ["sent"]
