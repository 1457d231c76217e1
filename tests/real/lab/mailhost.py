"""One real mail host: Dovecot and Postfix in the server namespace, with some messages in each inbox."""

import os
import socket
import subprocess
import time

from tests.real.lab import dovecot, postfix, scenarios
from tests.real.lab.namespaces import inside


class MailHost:
    """A host of `scenarios.HOSTS`; starts at once, `wait` returns when every port answers."""

    def __init__(self, key, folder, namespace, authority):
        host = scenarios.HOSTS[key]
        folder.mkdir(mode=0o755)
        self.folder, self.namespace, self.address = folder, namespace, host.address
        self.ports = dovecot.ports(host.profile) + postfix.ports(host.profile)
        names, users = scenarios.names_of(key), scenarios.users_of(key)
        addresses = [host.address, host.address6] if host.address6 else [host.address]
        certificate = authority.issue(f"mail-{key}", names, host.certificate)
        (folder / "users").write_text("".join(f"{user}:{{PLAIN}}{scenarios.PASSWORD}\n" for user in users))
        for user in users:
            self._fill(user)
        conf = folder / "dovecot.conf"
        conf.write_text(dovecot.configuration(folder, host.profile, certificate, addresses))
        config = postfix.write_configuration(folder, host.profile, certificate, addresses, names[0], users)
        self.processes = [self._start("dovecot", "-F", "-c", conf),
                          self._start("postfix", "-c", config, "start-fg")]

    def _start(self, program, *words):
        with open(self.folder / f"{program}.out", "w") as out:
            return subprocess.Popen(
                ["ip", "netns", "exec", self.namespace, program, *map(str, words)],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)

    def _fill(self, user):
        """Put the seeded messages into a new Maildir, without any SMTP."""
        local, domain = user.split("@")
        home = self.folder / "home" / domain / local
        for sub in ("new", "cur", "tmp"):
            (home / "Maildir" / sub).mkdir(parents=True)
        for number in range(1, scenarios.SEEDED + 1):
            (home / "Maildir" / "new" / f"{1700000000 + number}.M{number}P1.lab").write_text(
                f"From: Seeder <seed@{domain}>\nTo: {user}\nSubject: seeded message {number}\n"
                f"Message-ID: {seeded_id(number, user)}\n"
                f"Date: Mon, {number:02d} Jan 2024 10:00:00 +0000\n\nBody {number}\n")
        for path in (home.parent, home, *home.rglob("*")):
            os.chown(path, dovecot.MAIL_UID, dovecot.MAIL_UID)

    def wait(self, until):
        """Return when all ports accept connections; RuntimeError with the programs' words at `until`."""
        with inside(self.namespace):
            for port in self.ports:
                while True:
                    try:
                        socket.create_connection((self.address, port), 1).close()
                        break
                    except OSError:
                        if time.monotonic() > until or any(p.poll() is not None for p in self.processes):
                            raise RuntimeError(f"{self.address}:{port} is not up: {self._words()}") from None
                        time.sleep(0.05)

    def _words(self):
        logs = [self.folder / name for name in ("dovecot.out", "dovecot.log", "postfix.out", "postfix.log")]
        return "\n".join(log.read_text()[-1000:] for log in logs if log.exists())

    def stop(self):
        """End both programs at once; what they started ends with the namespace."""
        for process in self.processes:
            process.kill()
            process.wait()


def seeded_id(number, user):
    """Message-ID of a seeded message, 1 to SEEDED."""
    return f"<seed{number}.{user}>"
