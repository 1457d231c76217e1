"""A real Courier, IMAP and POP3: another implementation than the lab's Dovecot, with manners of its own.

Debian has only one IMAP server installed at a time, so nothing is installed here: its packages are fetched
and unpacked beside the lab. Whoever runs this file as a program becomes the server (`serve`); it needs a /run
of its own, because that is where Courier's login asks who may come in, and here this file answers.
"""

import os
import socket
import subprocess
import sys
from pathlib import Path

from tests.real.lab.dovecot import MAIL_UID
from tests.real.lab.unpacked import library_path, unpack, wait

PACKAGES = ("courier-base", "courier-imap", "courier-pop", "courier-authlib", "libcourier-unicode4",
            "libgamin0", "libpcre3")
PORTS = {143: "imap", 993: "imaps", 110: "pop3", 995: "pop3s"}
# As in Debian's own /etc/courier/imapd.
CAPABILITY = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE"
_SOCKET = "/run/courier/authdaemon/socket"


class Courier:
    """A Courier at an address of the server namespace. Everybody with `password` has the same mailbox."""

    def __init__(self, folder, namespace, address, certificate, password):
        self.namespace, self.address, self.folder = namespace, address, folder
        root = unpack(folder / "packages", PACKAGES)
        maildir = folder / "home" / "Maildir"
        # Maildir++: folders beside the inbox begin with a dot; over IMAP they lie below `INBOX.`.
        for box in (maildir, maildir / ".Enviados", maildir / ".Papelera", maildir / ".Trabajo"):
            for part in ("new", "cur", "tmp"):
                (box / part).mkdir(parents=True)
        for number in range(1, 4):
            (maildir / "cur" / f"170000000{number}.M{number}P1.lab:2,S").write_text(
                f"From: a@lab.example\nSubject: message {number}\n\nBody {number}\n")
        for path in (folder / "home", *(folder / "home").rglob("*")):
            os.chown(path, MAIL_UID, MAIL_UID)
        command = [sys.executable, "-m", "tests.real.lab.courier", root, folder / "home", address,
                   certificate, password]
        with open(folder / "courier.out", "w") as out:
            self._process = subprocess.Popen(
                ["ip", "netns", "exec", namespace, "unshare", "-m", *map(str, command)],
                stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True,
                cwd=Path(__file__).parents[3])

    def wait(self):
        """Return when all ports answer."""
        wait(self.namespace, self.address, PORTS, self._process, self.folder / "courier.out")

    def stop(self):
        """End it with everything that it started."""
        os.killpg(self._process.pid, 9)
        self._process.wait()


def serve(root, home, address, certificate, password):
    """Start Courier's four ports, and answer its logins until somebody ends this process."""
    subprocess.run(["mount", "-t", "tmpfs", "none", "/run"], check=True)
    Path(_SOCKET).parent.mkdir(parents=True)
    door = socket.socket(socket.AF_UNIX)
    door.bind(_SOCKET)
    os.chmod(_SOCKET, 0o777)
    door.listen()
    programs = root / "usr/lib/courier/courier"
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "COURIERTLS": str(root / "usr/bin/couriertls"),
        "LD_LIBRARY_PATH": library_path(root, "usr/lib"),
        "IMAP_CAPABILITY": CAPABILITY, "IMAP_CAPABILITY_TLS": f"{CAPABILITY} AUTH=PLAIN",
        "IMAP_KEYWORDS": "1", "IMAP_ACL": "1", "IMAP_CHECK_ALL_FOLDERS": "0", "IMAP_OBSOLETE_CLIENT": "0",
        "IMAP_ULIMITD": "131072", "IMAP_USELOCKS": "1", "IMAP_UMASK": "022", "POP3AUTH": "",
        "POP3AUTH_TLS": "LOGIN PLAIN", "TLS_CERTFILE": certificate, "TLS_VERIFYPEER": "NONE",
        "AUTHMODULES": "authdaemon"}
    login = {"imap": [programs / "imaplogin", root / "usr/bin/imapd", "Maildir"],
             "pop3": [programs / "courierpop3login", programs / "courierpop3d", "Maildir"]}
    for port, name in PORTS.items():
        protocol, tls = name[:4], name.endswith("s")
        more = {f"{protocol.upper()}_TLS": "1"} if tls else {
            "IMAP_STARTTLS": "YES", "POP3_STARTTLS": "YES", "IMAP_TLS_REQUIRED": "1"}
        before = [root / "usr/bin/couriertls", "-server", "-tcpd"] if tls else []
        subprocess.Popen([str(word) for word in (
            root / "usr/sbin/couriertcpd", "-nodnslookup", "-noidentlookup", f"-address={address}", port,
            *before, *login[protocol])], env={**environment, **more})
    while True:
        caller, _ = door.accept()
        with caller, caller.makefile("rwb") as line:
            line.write(_judge(line, home, password))


def _judge(line, home, password):
    """One question of Courier's authentication library: lines of environment, then AUTH and its words."""
    while (said := line.readline().split()):
        if said[0] == b"PRE":       # whose mailbox is it, without a password; not needed here
            break
        if said[0] == b"AUTH":
            _, _, user, given, *_ = line.read(int(said[1])).decode().split("\n")
            if given == password:
                return (f"UID={MAIL_UID}\nGID={MAIL_UID}\nHOME={home}\nADDRESS={user}\n"
                        f"MAILDIR={home}/Maildir\n.\n").encode()
            break
    return b"FAIL\n"


if __name__ == "__main__":
    serve(Path(sys.argv[1]), *sys.argv[2:])
