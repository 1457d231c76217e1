"""One Dovecot in a namespace of its own, with empty mailboxes, for playing scripts against it.

Nothing else runs: mail is put in by Dovecot's own delivery program, which knows the quota as a provider's
does.
"""

import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from tests.real.lab import dovecot, namespaces, scenarios
from tests.real.lab.pki import Authority

DOMAIN, HOST = "mailroom.example", "localhost"
MAILBOXES = 60
_REFUSED = 77       # dovecot-lda(1), with -e


class Mailroom:
    """Up on entering. Each user has an empty mailbox; `fresh` gives the next user.

    quota: bytes of every mailbox. settings: further lines for dovecot.conf.
    """

    def __init__(self, part, quota, settings=""):
        self.part, self.quota, self.settings, self._given = part, quota, settings, 0

    def __enter__(self):
        namespaces.clear_leftovers()
        with ExitStack() as undo:
            self.folder = Path(tempfile.mkdtemp(prefix=namespaces.own_name(self.part)))
            undo.callback(shutil.rmtree, self.folder)
            self.folder.chmod(0o755)
            self.namespace = namespaces.create(self.part, "127.0.0.1")
            undo.callback(namespaces.delete, self.namespace)
            authority = Authority(self.folder / "pki")
            self.context = ssl.create_default_context(cafile=authority.pem)
            self._write(authority.issue("mailroom", [HOST]))
            with open(self.folder / "out", "w") as out:
                process = subprocess.Popen(
                    ["ip", "netns", "exec", self.namespace, "dovecot", "-F", "-c", self.conf],
                    stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)
            undo.callback(process.wait)
            undo.callback(process.kill)
            self._wait(process)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *failure):
        self._undo.close()

    def inside(self):
        """Sockets opened in this block reach the Dovecot."""
        return namespaces.inside(self.namespace)

    def fresh(self):
        """A user whose mailbox nobody has touched."""
        self._given += 1
        return f"u{self._given}@{DOMAIN}"

    def deliver(self, user, content, folder):
        """Put a message in; False when the mailbox is full."""
        libexec = subprocess.run(["doveconf", "-c", self.conf, "-h", "libexec_dir"], capture_output=True,
                                 text=True, check=True).stdout.strip()
        run = subprocess.run([f"{libexec}/dovecot-lda", "-c", self.conf, "-e", "-d", user, "-m", folder],
                             input=content, capture_output=True)
        if run.returncode not in (0, _REFUSED):
            raise RuntimeError(f"dovecot-lda: {run.returncode} {run.stderr.decode()}")
        return run.returncode == 0

    def wipe(self, user):
        """Lose a mailbox with all that Dovecot knew of it."""
        for sub in self._home(user).iterdir():
            shutil.rmtree(sub)

    def _home(self, user):
        return self.folder / "home" / DOMAIN / user.split("@")[0]

    def _write(self, certificate):
        users = [f"u{number}@{DOMAIN}" for number in range(1, MAILBOXES + 1)]
        (self.folder / "users").write_text(
            "".join(f"{user}:{{PLAIN}}{scenarios.PASSWORD}\n" for user in users))
        for user in users:
            self._home(user).mkdir(parents=True)
        for path in (self.folder / "home" / DOMAIN, *map(self._home, users)):
            os.chown(path, dovecot.MAIL_UID, dovecot.MAIL_UID)
        self.conf = self.folder / "dovecot.conf"
        self.conf.write_text(dovecot.configuration(self.folder, "tls-only", certificate, ["127.0.0.1"]) + f"""
plugin {{
  quota_rule = *:bytes={self.quota}
  quota_grace = 0
}}
protocol lda {{
  mail_plugins = quota
}}
postmaster_address = postmaster@{DOMAIN}
lda_mailbox_autocreate = yes
{self.settings}
service imap-login {{
  process_min_avail = 1
  service_count = 0
}}
service pop3-login {{
  process_min_avail = 1
  service_count = 0
}}
""")

    def _wait(self, process):
        until = time.monotonic() + 30
        for port in dovecot.ports("tls-only"):
            while True:
                try:
                    with self.inside():
                        socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    if time.monotonic() > until or process.poll() is not None:
                        raise RuntimeError((self.folder / "out").read_text()) from None
                    time.sleep(0.02)
